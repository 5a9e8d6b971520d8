import Glibc
import Testing

@testable import Beacons

@Suite struct ClockTestTests {
  private func chance(_ gaps: [Double]) -> Double { RhythmTests.series(gaps).test.chance }

  /// Whatever the traffic without a clock is, at most a share of p ever shows a chance of p or less:
  /// memoryless, of two rates by turns, with a power law, and as people pause.
  @Test(arguments: 0..<4) func chanceIsHonest(kind: Int) {
    var generator = Generator(state: UInt64(kind) + 17)
    func gap(_ index: Int) -> Double {
      switch kind {
      case 0: 1 + generator.exponential(60)
      case 1: 1 + generator.exponential(index / 20 % 2 == 0 ? 5 : 600)
      case 2: 1 + 10 * (pow(1 - generator.uniform(), -1 / 1.2) - 1)
      default:
        1
          + exp(
            3 + 1.2 * (generator.uniform() + generator.uniform() + generator.uniform() - 1.5) * 2)
      }
    }
    let trials = 150
    var hits = [0.001: 0, 0.01: 0, 0.1: 0]
    for _ in 0..<trials {
      let chance = chance((0..<100).map(gap))
      for level in hits.keys where chance <= level { hits[level]? += 1 }
    }
    for (level, count) in hits {
      // Three standard deviations above the level, for the size of the sample.
      let allowed = level + 3 * (level / Double(trials)).squareRoot()
      #expect(Double(count) / Double(trials) <= allowed, "level \(level)")
    }
  }

  /// Tries that wait twice as long each time, at memoryless moments: exact timers, but no clock.
  @Test func backOffIsNoClock() {
    var generator = Generator(state: 4)
    for _ in 0..<20 {
      let gaps = (0..<12).flatMap { _ in [1000 + generator.exponential(9000), 1.01, 2, 4, 8, 16] }
      #expect(chance(gaps) > 1e-4)
    }
  }

  @Test func sixBeatsAreEnough() { #expect(chance([3600, 3600, 3600, 3600, 3600]) < 1e-5) }

  /// A beat a day counts after a month as one a minute does after an hour.
  @Test func slowClocks() {
    #expect(chance(Array(repeating: 86_400, count: 30)) < 1e-20)
    #expect(chance(Array(repeating: 43_200.5, count: 12)) < 1e-12)
  }

  @Test func randomSleeps() {
    var generator = Generator(state: 8)
    #expect(chance((0..<300).map { _ in 300 * (1 - 0.5 * generator.uniform()) }) < 1e-20)
    #expect(chance((0..<600).map { _ in 300 * (1 - 0.9 * generator.uniform()) }) < 1e-5)
    #expect(chance((0..<300).map { _ in 150 + 300 * generator.uniform() }) < 1e-12)
  }

  @Test func sleepsThatFollowARule() {
    var pair = (60.0, 60.0)
    let growing = (0..<12).map { _ -> Double in
      pair = (pair.1, pair.0 + pair.1)
      return pair.0
    }
    #expect(chance(growing) < 1e-8)
    let golden = (1...100).map {
      60 + 540 * (Double($0) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
    }
    #expect(chance(golden) < 1e-20)
  }

  /// A clock of 300 s under three times as many other events is found within ten hours.
  @Test func clockUnderMuchNoise() {
    var generator = Generator(state: 17)
    for _ in 0..<10 {
      var times = (1...120).map { 300 * Double($0) + generator.uniform() }
      var time = 0.0
      while time < 36_000 {
        time += generator.exponential(100)
        times.append(time)
      }
      times.sort()
      #expect(chance(zip(times.dropFirst(), times).map { $0 - $1 }) < 1e-4)
    }
  }

  /// A rhythm that begins after a thousand random gaps is found all the same.
  @Test func lateRhythm() {
    var generator = Generator(state: 21)
    let random = (0..<1000).map { _ in 1 + generator.exponential(60) }
    #expect(chance(random) > 1e-3)
    #expect(chance(random + Array(repeating: 300, count: 120)) < 1e-10)
  }
}
