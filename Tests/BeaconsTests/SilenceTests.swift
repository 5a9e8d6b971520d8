import Capture
import Glibc
import Testing

@testable import Beacons

@Suite struct SilenceTests {
  /// The deadline after the last beat, in seconds, with the rhythm as it is at the end.
  private func wait(_ gaps: [Double]) throws -> (seconds: Double, chance: Double) {
    let series = RhythmTests.series(gaps)
    let rhythm = try #require(Rhythm(series))
    let silence = try #require(series.silence(of: LearnedRhythm(rhythm, since: series.last)))
    return (silence.deadline.seconds(since: series.last), silence.chance)
  }

  /// The product formula against the beta function it stands for.
  @Test func chanceIsTheMeanOfAPower() {
    for (hits, misses) in [(5.0, 0.0), (64, 0), (64, 7), (30, 30), (4, 200)] {
      let turns = MissedTurns(hits: hits, misses: misses)
      func beta(_ left: Double, _ right: Double) -> Double {
        lgamma(left).0 + lgamma(right).0 - lgamma(left + right).0
      }
      for count in 0..<20 {
        let exact = exp(
          beta(misses + 0.5 + Double(count), hits + 0.5) - beta(misses + 0.5, hits + 0.5))
        #expect((turns.chance(Double(count)) / exact - 1).magnitude < 1e-9)
        // Between whole numbers never too low.
        let between = exp(
          beta(misses + 1 + Double(count), hits + 0.5) - beta(misses + 0.5, hits + 0.5))
        #expect(turns.chance(Double(count) + 0.5) >= between)
      }
      let needed = turns.turns(atMost: 1e-3)
      #expect((turns.chance(needed) / 1e-3 - 1).magnitude < 1e-9)
    }
  }

  @Test(arguments: [1.5, 60, 300, 3600, 86_400]) func steadyClock(period: Double) throws {
    let few = try wait(Array(repeating: period, count: 5))
    #expect(few.seconds >= 3 * period && few.seconds <= 6 * period + 2)
    let many = try wait(Array(repeating: period, count: 200))
    #expect(many.seconds >= 3 * period && many.seconds <= 3.1 * period + 2)
    #expect(few.chance <= 1e-3 && many.chance < few.chance)
  }

  @Test func noGapsNoDeadline() throws {
    let rhythm = try #require(Rhythm(RhythmTests.series([60, 60, 60, 60])))
    let learned = LearnedRhythm(rhythm, since: Timestamp(rawValue: 0))
    #expect(RhythmTests.series([60, 60, 60]).silence(of: learned) == nil)
    #expect(RhythmTests.series([60, 60, 60, 60]).silence(of: learned) != nil)
  }

  @Test func longestPossibleGapsSaturate() throws {
    var series = RhythmTests.series(Array(repeating: 4_000_000, count: 6))
    let learned = LearnedRhythm(try #require(Rhythm(series)), since: series.last)
    _ = series.add(Timestamp(rawValue: .max), fold: 1)
    #expect(series.silence(of: learned)?.deadline == Timestamp(rawValue: .max))
  }

  /// How often gaps of a series that goes on are longer than the deadline before them. Each series is asked
  /// before each gap from the 8th to the 300th.
  private func falseStops(_ seed: UInt64, _ gap: (inout Generator) -> Double) throws -> Double {
    var generator = Generator(state: seed)
    var stops = 0
    var asked = 0
    for _ in 0..<8 {
      var time = 1e15
      var series = BeatSeries(first: Timestamp(rawValue: Int64(time)))
      var learned: LearnedRhythm?
      for index in 0..<300 {
        time += gap(&generator) * 1e9
        let next = Timestamp(rawValue: Int64(time))
        if let learned, let silence = series.silence(of: learned) {
          asked += 1
          if next > silence.deadline { stops += 1 }
        }
        _ = series.add(next, fold: 1_000_000_000)
        if index == 7 {
          learned = LearnedRhythm(try #require(Rhythm(series)), since: series.last)
        } else {
          learned?.follow(series)
        }
      }
    }
    return Double(stops) / Double(asked)
  }

  @Test func jitterIsNoStop() throws {
    #expect(try falseStops(1) { 300 * (1 - 0.5 * $0.uniform()) } == 0)
    #expect(try falseStops(2) { 300 * (1 - 0.9 * $0.uniform()) } == 0)
    #expect(try falseStops(3) { 150 + 300 * $0.uniform() } == 0)
    #expect(try falseStops(4) { 300 + $0.exponential(60) } <= 1e-3)
  }

  /// Beats that are missed independently; the long runs of misses are as rare as said.
  @Test(arguments: [0.1, 0.3, 0.5]) func missedBeatsAreNoStop(share: Double) throws {
    let rate = try falseStops(UInt64(share * 100)) { generator in
      var turns = 1.0
      while generator.uniform() < share { turns += 1 }
      return 300 * turns + generator.uniform()
    }
    // Three standard deviations above the level, for the 2,300 gaps that are asked about.
    #expect(rate <= 1e-3 + 3 * (1e-3 / 2300).squareRoot())
  }

  @Test func missedBeatsMoveTheDeadline() throws {
    var generator = Generator(state: 9)
    let gaps = (0..<200).map { _ -> Double in
      var turns = 1.0
      while generator.uniform() < 0.5 { turns += 1 }
      return 300 * turns
    }
    let wait = try wait(gaps)
    #expect(wait.seconds >= 10 * 300 && wait.seconds <= 20 * 300)
  }

  /// Eight hours a day, five days a week: it is taken for stopped on the first evening and the first
  /// weekend at most, and never again in eight weeks; and in the end when it has stopped.
  @Test func officeHours() throws {
    var learned: LearnedRhythm?
    var series = BeatSeries(first: Timestamp(rawValue: 0))
    var stops: [Int] = []
    for day in 0..<56 where day % 7 < 5 {
      for beat in 0..<96 {
        let next = Timestamp(
          seconds: Int64(day * 86_400 + 32_400 + beat * 300), nanoseconds: 0)
        if let learned, let silence = series.silence(of: learned), next > silence.deadline {
          stops.append(day)
        }
        _ = series.add(next, fold: 1_000_000_000)
        if learned == nil, series.beats == 10 {
          learned = LearnedRhythm(try #require(Rhythm(series)), since: series.last)
        }
        learned?.follow(series)
      }
    }
    #expect(stops.filter { $0 > 1 && $0 != 7 }.isEmpty)
    let known = try #require(learned)
    let silence = try #require(series.silence(of: known))
    let days = silence.deadline.seconds(since: series.last) / 86_400
    #expect(days > 2.7 && days < 5)
  }

  /// Of a clock under other traffic only its own beats count: the deadline passes while events come.
  @Test func clockUnderNoise() throws {
    var generator = Generator(state: 3)
    var times = (1...400).map { 300 * Double($0) + generator.uniform() }
    var noise = 0.0
    while noise < 140_000 {
      noise += generator.exponential(300)
      times.append(noise)
    }
    times.sort()
    var series = BeatSeries(first: Timestamp(rawValue: 0))
    var learned: LearnedRhythm?
    var early = 0
    var late: Double?
    for time in times {
      let next = Timestamp(rawValue: Int64(time * 1e9))
      if let learned, let silence = series.silence(of: learned), silence.deadline < next {
        if time < 120_300 {
          early += 1
        } else {
          late = late ?? silence.deadline.seconds(since: Timestamp(rawValue: 0))
        }
      }
      _ = series.add(next, fold: 1_000_000_000)
      if learned == nil, series.beats == 300 {
        let rhythm = try #require(Rhythm(series))
        #expect(rhythm.isTracked)
        learned = LearnedRhythm(rhythm, since: series.last)
      }
      learned?.follow(series)
    }
    #expect(early == 0)
    #expect(try #require(late) < 120_000 + 20 * 300)
  }
}
