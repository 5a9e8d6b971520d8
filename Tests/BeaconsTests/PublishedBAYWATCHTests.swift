import Published
import Testing

struct PublishedBAYWATCHTests {
  private func periods(_ times: [Double]) -> [Double] {
    var random = SplitMix(seed: 1)
    return BAYWATCH(EventSeries(times: times, bytes: times), using: &random).periods
  }

  @Test func findsTheBeatsOfFiveMinutes() {
    let found = periods((0..<288).map { 7 + 300 * Double($0) })
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { ($0 - 300).magnitude < 1 })
  }

  /// Beats that fill every bin leave nothing to find: an artefact of bins of a minute.
  @Test func seesNothingInBeatsOfAMinute() {
    #expect(periods((0..<1440).map { 7 + 60 * Double($0) }).isEmpty)
  }

  /// The t-test of all gaps against the period drops a beacon of which every tenth beat is missing.
  @Test func losesABeaconThatMissesBeats() {
    let beats = (0..<288).filter { $0 % 10 != 4 }.map { 7 + 300 * Double($0) }
    #expect(periods(beats).isEmpty)
  }

  @Test func leavesMemorylessTrafficAlone() {
    var random = Generator(state: 5)
    for _ in 0..<6 {
      var times = [random.exponential(300)]
      while let last = times.last, last < 86_000 { times.append(last + random.exponential(300)) }
      #expect(periods(times).isEmpty)
    }
  }

  @Test func needsThreeFilledMinutes() {
    #expect(periods([]).isEmpty)
    #expect(periods([10, 11, 12, 100]).isEmpty)
  }
}
