import Capture
import Testing

@testable import Beacons

@Suite struct RhythmTests {
  /// A series with these gaps, in seconds.
  static func series(_ gaps: some Sequence<Double>) -> BeatSeries {
    var time = 1_000_000_000_000.0
    var series = BeatSeries(first: Timestamp(rawValue: Int64(time)))
    for gap in gaps {
      time += gap * 1e9
      _ = series.add(Timestamp(rawValue: Int64(time)), fold: 1_000_000_000)
    }
    return series
  }

  @Test func perfectClock() throws {
    let rhythm = try #require(Rhythm(Self.series(Array(repeating: 300, count: 8))))
    #expect(rhythm.period == 300 && rhythm.jitter == 0 && rhythm.missed == 0)
    #expect(rhythm.supporting == 8 && rhythm.gaps == 8 && !rhythm.isTracked)
    #expect(rhythm.chance < 1e-9)
  }

  /// Two of ten beats did not come: the period stays, and the gaps say how many are missing.
  @Test func missedBeatsAreBridged() throws {
    let gaps = [60.1, 59.8, 120.3, 60, 60.2, 59.9, 180.1, 60, 59.7, 60.3]
    let rhythm = try #require(Rhythm(Self.series(gaps)))
    #expect((59.9...60.1).contains(rhythm.period))
    #expect(rhythm.missed == 3)
    #expect(rhythm.jitter < 0.005)
  }

  /// A uniform random part of J of the sleep gives a jitter of J/4/(1 - J/2).
  @Test(arguments: [0.1, 0.2, 0.37, 0.5]) func jitterAsPublished(part: Double) throws {
    var generator = Generator(state: 5)
    var sum = 0.0
    for _ in 0..<50 {
      let gaps = (0..<64).map { _ in 60 * (1 - part * generator.uniform()) }
      sum += try #require(Rhythm(Self.series(gaps))).jitter
    }
    #expect((sum / 50 - part / 4 / (1 - part / 2)).magnitude < 0.01)
  }

  /// A clock of 300 s under as much memoryless noise: its own period is told, and how many beats came.
  @Test func clockUnderNoise() throws {
    var generator = Generator(state: 3)
    var times = (1...400).map { 300 * Double($0) + generator.uniform() }
    var time = 0.0
    while time < 120_000 {
      time += generator.exponential(300)
      times.append(time)
    }
    times.sort()
    let rhythm = try #require(Rhythm(Self.series(zip(times.dropFirst(), times).map { $0 - $1 })))
    #expect(rhythm.isTracked)
    #expect((299.5...300.5).contains(rhythm.period))
    #expect(rhythm.jitter < 0.005)
    #expect(rhythm.missed <= 3)
    #expect(rhythm.chance < 1e-20)
  }

  @Test func tooFew() { #expect(Rhythm(Self.series([60, 60, 60])) == nil) }
}
