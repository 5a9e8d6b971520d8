import Capture
import Glibc
import Testing

@testable import Beacons

@Suite struct ChangeTests {
  private typealias Gap = (Int, inout Generator) -> Double

  /// Beats of a first kind, from the `told`-th on told as learned and followed; then beats of another kind.
  /// - Returns: After how many beats of the second kind the change was told, and what; `early` counts
  ///   changes that were told before.
  private func run(
    _ seed: UInt64, told: Int = 64, before: Int, _ first: Gap, after: Int, _ second: Gap
  ) throws -> (early: Int, needed: Int?, rhythm: Rhythm?) {
    var generator = Generator(state: seed)
    var time = 1e15
    var series = BeatSeries(first: Timestamp(rawValue: Int64(time)))
    var learned: LearnedRhythm?
    var early = 0
    for index in 0..<before + after {
      let gap = index < before ? first(index, &generator) : second(index - before, &generator)
      time += gap * 1e9
      guard series.add(Timestamp(rawValue: Int64(time)), fold: 1_000_000_000) else { continue }
      guard let known = learned else {
        if series.beats == told {
          learned = LearnedRhythm(try #require(Rhythm(series)), since: series.last)
        }
        continue
      }
      if let change = series.change(from: known) {
        if index >= before { return (early, index - before + 1, change) }
        early += 1
        learned = LearnedRhythm(change, since: series.last)
      } else {
        learned?.follow(series)
      }
    }
    return (early, nil, nil)
  }

  private let nothing: Gap = { _, _ in 0 }

  @Test(arguments: 1...5) func twiceThePeriod(seed: UInt64) throws {
    let steady = try run(
      seed, before: 200, { 300 + $1.uniform() }, after: 40, { 600 + $1.uniform() })
    #expect(steady.early == 0)
    #expect(steady.needed == 6)
    #expect((599...602).contains(steady.rhythm?.period ?? 0))
    #expect(steady.rhythm?.chance ?? 1 <= 1e-6)
    // Told early, from ten beats: a missed beat is not as unlikely yet.
    let early = try run(
      seed, told: 10, before: 12, { 300 + $1.uniform() }, after: 40, { 600 + $1.uniform() })
    #expect((8...24).contains(early.needed ?? 0))
  }

  @Test(arguments: 1...5) func aLittleFaster(seed: UInt64) throws {
    let result = try run(
      seed, before: 200, { 300 * (0.99 + 0.02 * $1.uniform()) },
      after: 40, { 290 * (0.99 + 0.02 * $1.uniform()) })
    #expect(result.early == 0)
    #expect((6...24).contains(result.needed ?? 0))
    #expect((288...292).contains(result.rhythm?.period ?? 0))
  }

  /// Random sleeps, up to 10 % shorter and then up to 50 %.
  @Test(arguments: 1...5) func moreJitter(seed: UInt64) throws {
    let result = try run(
      seed, before: 200, { 300 * (1 - 0.1 * $1.uniform()) },
      after: 80, { 300 * (1 - 0.5 * $1.uniform()) })
    #expect(result.early == 0)
    #expect((12...48).contains(result.needed ?? 0))
    #expect(result.rhythm?.jitter ?? 0 > 0.08)
  }

  @Test func muchFasterAndMissing() throws {
    let faster = try run(6, before: 100, { 3600 + $1.uniform() }, after: 40, { 60 + $1.uniform() })
    #expect(faster.needed == 6)
    let missing = try run(7, before: 100, { 300 + $1.uniform() }, after: 60) { _, generator in
      generator.uniform() < 0.1 ? 900 : 450
    }
    #expect((6...24).contains(missing.needed ?? 0))
  }

  /// What is no change, over 1,000 beats each.
  @Test func nearMisses() throws {
    let kinds: [(String, Gap)] = [
      ("one odd gap now and then", { $0 % 50 == 49 ? 171 : 300 + $1.uniform() }),
      ("a pause now and then", { $0 % 100 == 99 ? 7200 : 300 + $1.uniform() }),
      ("office hours", { $0 % 96 == 95 ? 57_600 : 300 + $1.uniform() }),
      (
        "half of the beats missed",
        { _, generator in
          var turns = 1.0
          while generator.uniform() < 0.5 { turns += 1 }
          return 300 * turns + generator.uniform()
        }
      ),
      (
        "one of ten missed",
        { _, generator in
          var turns = 1.0
          while generator.uniform() < 0.1 { turns += 1 }
          return 300 * turns + generator.uniform()
        }
      ),
      ("jitter", { 300 * (1 - 0.5 * $1.uniform()) }),
      ("much jitter", { 300 * (1 - 0.9 * $1.uniform()) }),
      ("a tail", { 300 + $1.exponential(60) }),
      ("slow drift there and back", { 300 + 30 * sin(Double($0) / 600) + $1.uniform() }),
      ("slow drift", { 300 + 0.08 * Double($0) + $1.uniform() }),
      (
        "golden-ratio sleeps",
        { index, _ in
          60 + 540 * (Double(index) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
        }
      ),
    ]
    for (index, kind) in kinds.enumerated() {
      let result = try run(UInt64(index) + 20, told: 20, before: 1000, kind.1, after: 0, nothing)
      #expect(result.early == 0, "\(kind.0)")
    }
  }

  /// A steady clock; then other traffic comes up on the same channel, as much, and three times as much.
  @Test(arguments: [300.0, 100.0]) func noiseIsNoChange(mean: Double) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      var left = 300.0
      var noise = 0.0
      let result = try run(seed, before: 100, { 300 + $1.uniform() }, after: 500) { _, generator in
        if noise <= 0 { noise = 1 + generator.exponential(mean) }
        let gap = min(left, noise)
        left -= gap
        noise -= gap
        if left <= 0 { left = 300 }
        return gap
      }
      #expect(result.early == 0 && result.needed == nil)
    }
  }

  @Test func onlyGapsSinceThenCount() throws {
    let series = RhythmTests.series(
      Array(repeating: 300, count: 30) + Array(repeating: 600, count: 12))
    let learned = try #require(
      Rhythm(gaps: Array(repeating: 300, count: 64), clock: nil, chance: 1e-9))
    #expect(series.change(from: LearnedRhythm(learned, since: series.first))?.period == 600)
    let late = series.last.advanced(byNanoseconds: -5 * 600_000_000_000)
    #expect(series.change(from: LearnedRhythm(learned, since: late)) == nil)
  }

  @Test func aLearnedRhythmIsKept() throws {
    let rhythm = try #require(Rhythm(RhythmTests.series([60, 61, 59, 120, 60, 60.5])))
    let learned = LearnedRhythm(rhythm, since: Timestamp(seconds: 77, nanoseconds: 5))
    #expect(try LearnedRhythm(stored: learned.stored) == learned)
    var octets = learned.stored
    for length in octets.indices {
      #expect(throws: StoredFault.self) { try LearnedRhythm(stored: Array(octets[..<length])) }
    }
    let series = RhythmTests.series(Array(repeating: 90, count: 30))
    for position in octets.indices {
      let original = octets[position]
      for value in UInt8.min...(.max) {
        octets[position] = value
        guard var other = try? LearnedRhythm(stored: octets), value % 8 == 3 else { continue }
        other.follow(series)
        let silence = series.silence(of: other)
        #expect(silence?.chance.isFinite != false)
        #expect(series.change(from: other)?.period.isFinite != false)
      }
      octets[position] = original
    }
  }
}
