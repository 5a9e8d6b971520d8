import Testing

@testable import Beacons

@Suite struct PeriodSearchTests {
  /// Sixteen beats of 300 s among three times as many random events.
  @Test func findsAClockAmongNoise() {
    var generator = Generator(state: 12)
    var found = 0
    for _ in 0..<20 {
      var times = (0..<16).map { 300 * Double($0) + 7 + generator.uniform() }
      times += (0..<48).map { _ in 4800 * generator.uniform() }
      let candidates = PeriodSearch.candidates(times.sorted())
      if candidates.contains(where: { (299...301).contains($0.period) }) { found += 1 }
    }
    #expect(found >= 18)
  }

  /// The beat that is told is one of the clock's.
  @Test func tellsABeat() throws {
    let times = (0..<30).map { 42 * Double($0) + 5 }
    let candidate = try #require(
      PeriodSearch.candidates(times).first { (41.9...42.1).contains($0.period) })
    let turns = (candidate.beat - 5) / 42
    #expect((turns - turns.rounded()).magnitude < 0.01)
  }

  /// Period and beat come from the line through the times, so they are right far into the future: over
  /// fifty turns by less than a hundredth of one, although other events are everywhere.
  @Test func guessesExactly() {
    var generator = Generator(state: 44)
    var exact = 0
    for _ in 0..<20 {
      var times = (0..<30).map { 120 * Double($0) + 3 + 0.4 * generator.uniform() }
      times += (0..<34).map { _ in 3600 * generator.uniform() }
      let best = PeriodSearch.candidates(times.sorted())[0]
      let turns = (best.beat + 50 * best.period - 3.2) / 120
      if (turns - turns.rounded()).magnitude < 0.01, (best.period - 120).magnitude < 0.1 {
        exact += 1
      }
    }
    #expect(exact >= 18)
  }

  @Test func tooFewTimes() {
    #expect(PeriodSearch.candidates([]).isEmpty)
    #expect(PeriodSearch.candidates([1, 2, 3]).isEmpty)
    #expect(PeriodSearch.candidates(Array(repeating: 5, count: 64)).isEmpty)
  }
}
