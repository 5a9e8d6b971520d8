import Capture
import Testing

@testable import Beacons

@Suite struct RhythmTests {
  @Test func perfectClock() throws {
    let rhythm = try #require(Rhythm(gaps: Array(repeating: 300, count: 8), fold: 1, looks: 1))
    #expect(rhythm.period == 300 && rhythm.jitter == 0 && rhythm.missed == 0)
    #expect(rhythm.supporting == 8 && rhythm.tolerance == 0.02)
    #expect(rhythm.chance < 1e-9)
  }

  /// Two of ten beats did not come: the period stays, and the gaps say how many are missing.
  @Test func missedBeatsAreBridged() throws {
    let gaps = [60.1, 59.8, 120.3, 60, 60.2, 59.9, 180.1, 60, 59.7, 60.3]
    let rhythm = try #require(Rhythm(gaps: gaps, fold: 1, looks: 1))
    #expect((59.9...60.1).contains(rhythm.period))
    #expect(rhythm.missed == 3)
    #expect(rhythm.jitter < 0.005)
  }

  /// A uniform random part of J of the sleep gives a jitter of J/4/(1 - J/2).
  @Test(arguments: [0.1, 0.2, 0.37, 0.5]) func jitterAsPublished(part: Double) throws {
    var generator = Generator(state: 5)
    let gaps = (0..<4000).map { _ in 60 * (1 - part * generator.uniform()) }
    let rhythm = try #require(Rhythm(gaps: gaps, fold: 1, looks: 1))
    #expect((rhythm.jitter - part / 4 / (1 - part / 2)).magnitude < 0.01)
  }

  @Test func tooFewOrTooShort() {
    #expect(Rhythm(gaps: [60, 60, 60], fold: 1, looks: 1) == nil)
    #expect(Rhythm(gaps: [0.5, 0.5, 0.5, 0.5], fold: 1, looks: 1) == nil)
  }

  /// Of memoryless series at most a share of p shows a chance of p or less: the bound is honest.
  @Test(arguments: [8, 16, 32, 64]) func chanceIsHonest(count: Int) {
    var generator = Generator(state: UInt64(count))
    let trials = 4000
    var hits = [0.001: 0, 0.01: 0, 0.1: 0]
    for _ in 0..<trials {
      let mean = 3 + 1000 * generator.uniform()
      let gaps = (0..<count).map { _ in 1 + generator.exponential(mean) }
      guard let rhythm = Rhythm(gaps: gaps, fold: 1, looks: 1) else { continue }
      for level in hits.keys where rhythm.chance <= level { hits[level]? += 1 }
    }
    for (level, count) in hits {
      // Three standard deviations above the level, for the size of the sample.
      let allowed = level + 3 * (level / Double(trials)).squareRoot()
      #expect(Double(count) / Double(trials) <= allowed, "level \(level)")
    }
  }

  /// What the rule asks for: steady series pass within 16 gaps, memoryless ones never.
  @Test func separates() {
    var generator = Generator(state: 9)
    func passes(_ gaps: [Double]) -> Bool {
      guard let rhythm = Rhythm(gaps: gaps, fold: 1, looks: 1) else { return false }
      return rhythm.chance <= 0.001 && rhythm.jitter <= 0.2
    }
    var steady = 0
    var random = 0
    for _ in 0..<500 {
      steady += passes((0..<16).map { _ in 60 * (1 - 0.3 * generator.uniform()) }) ? 1 : 0
      random += passes((0..<16).map { _ in generator.exponential(60) + 1 }) ? 1 : 0
    }
    #expect(steady == 500)
    #expect(random == 0)
  }
}
