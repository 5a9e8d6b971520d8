import Capture
import Testing

@testable import Rules

@Suite struct NumberSeriesTests {
  /// What all looks at a series give, the smallest chance of them.
  private func smallest(_ numbers: [UInt32], _ field: CarrierField = .identification) -> Double {
    var series = NumberSeries()
    return numbers.compactMap { series.note($0, of: field)?.chance }.min() ?? 1
  }

  private static let words = Array(
    "the quick brown fox jumps over the lazy dog, and the watchdog writes it down by lamplight."
      .utf8)

  /// Values of scipy.stats.binom.sf.
  @Test(
    arguments: [
      (12, 23, 0.1, 4.675768262795328e-07), (7, 7, 0.0625, 3.725290298461914e-09),
      (10, 31, 0.0625, 1.1888512365400075e-05), (64, 64, 0.5, 5.421010862427522e-20),
      (1, 10, 0.3, 0.9717524750999993), (0, 5, 0.2, 1), (6, 5, 0.2, 0),
    ] as [(Int, Int, Double, Double)]) func tails(
      successes: Int, trials: Int, rate: Double, chance: Double
    )
  {
    let found = BinomialTail.chance(of: successes, in: trials, rate: rate)
    #expect((found - chance).magnitude <= chance * 1e-9)
  }

  /// A character in the upper octet, two characters, a character in the lower octet, four characters.
  @Test func characters() {
    let words = NumberSeriesTests.words
    #expect(smallest(words.map { UInt32($0) << 8 }) < 1e-6)
    #expect(smallest(words.map { UInt32($0) }) < 1e-6)
    #expect(smallest(words.map { (UInt32($0) ^ 0x5a) << 8 | 0x33 }) < 1e-6)
    let pairs = (0..<words.count - 1).map { UInt32(words[$0]) << 8 | UInt32(words[$0 + 1]) }
    #expect(smallest(pairs) < 1e-6)
    #expect(smallest(words.map { UInt32($0) << 24 }, .initialSequence) < 1e-6)
    #expect(smallest(words.map { UInt32($0) << 12 }, .flowLabel) < 1e-6)
    let fours = (0..<words.count - 3).map { place in
      words[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    #expect(smallest(fours, .initialSequence) < 1e-6)
  }

  /// Few different characters, long text, and characters with drawn octets behind or before them.
  @Test func variations() {
    var generator = FixedGenerator(state: 5)
    func draw(_ bits: UInt64) -> UInt32 {
      UInt32(truncatingIfNeeded: generator.next() >> (64 - bits))
    }
    #expect(smallest((0..<64).map { _ in draw(4) << 12 }) < 1e-6)
    let text = Array(
      "meet the courier at the north gate of the data centre on tuesday evening, and bring the key"
        .utf8)
    #expect(smallest(text.prefix(48).map { UInt32($0) << 8 }) < 1e-6)
    #expect(smallest(text.prefix(48).map { UInt32($0) << 24 }, .initialSequence) < 1e-6)
    #expect(smallest(text.map { UInt32($0) << 8 | draw(8) }) < 1e-6)
    #expect(smallest(text.map { UInt32($0) << 24 | draw(24) }, .initialSequence) < 1e-6)
    #expect(smallest(text.map { draw(24) << 8 | UInt32($0) }, .initialSequence) < 1e-6)
  }

  /// What is no text: a slow clock above drawn octets, 15 and 31 bits, many counters, one of few numbers, copies.
  @Test func ordinaryOctets() {
    var generator = FixedGenerator(state: 6)
    func draw(_ bits: UInt64) -> UInt32 {
      UInt32(truncatingIfNeeded: generator.next() >> (64 - bits))
    }
    for round in 0..<500 as Range<UInt32> {
      let clock = (0..<64).map { (0x41 + $0 / 4) << 24 &+ draw(24) }
      #expect(smallest(clock, .initialSequence) > 1e-4)
      #expect(smallest((0..<64).map { _ in draw(31) }, .initialSequence) > 1e-6)
      #expect(smallest((0..<64).map { _ in draw(15) }) > 1e-6)
      var counters = (0..<6).map { 0x4100 + 0x600 * $0 + draw(8) }
      let turns = (0..<64).map { _ in
        let which = Int(draw(8)) % 6
        counters[which] += 1 + draw(3)
        return counters[which]
      }
      #expect(smallest(turns) > 1e-4)
      #expect(
        smallest((0..<64).map { _ in [0x1111, 0x2222, 0x3333, 0x4444][Int(draw(2))] }) > 1e-4)
      var series = NumberSeries()
      var least = 1.0
      for _ in 0..<32 {
        let pair = [draw(16) | round & 1, draw(16)]
        for number in pair + pair {
          least = min(
            least, series.note(number, of: .identification, mayBeCopy: true)?.chance ?? 1)
        }
      }
      #expect(least > 1e-4)
    }
  }

  /// Of 4,000 series of evenly drawn numbers none reaches what is told, by far: the chance is per look.
  @Test(arguments: [CarrierField.identification, .initialSequence, .flowLabel])
  func drawn(field: CarrierField) {
    var generator = FixedGenerator(state: 7)
    var least = 1.0
    for _ in 0..<4000 {
      let numbers = (0..<64).map { _ in
        UInt32(truncatingIfNeeded: generator.next() >> 11) >> UInt32(32 - field.width)
      }
      least = min(least, smallest(numbers, field))
    }
    #expect(least > 1e-4)
  }

  /// Counters, slow and fast, in both orders of octets, with gaps; two that take turns; 15 bits; a counter that
  /// starts again.
  @Test func counted() {
    var generator = FixedGenerator(state: 9)
    func step(_ most: Double) -> UInt32 { 1 + UInt32(generator.uniform() * most) }
    var least = 1.0
    for round in 0..<600 {
      let most = [1.0, 3, 50, 400, 3000, 9000][round % 6]
      var counter = UInt32(generator.next() >> 48)
      let numbers: [UInt32] = (0..<64).map { place in
        counter = (counter + step(most)) & 0xffff
        if place == 40, round % 7 == 0 { counter = 17 }
        return counter
      }
      least = min(least, smallest(numbers))
      least = min(least, smallest(numbers.map { $0 >> 8 | ($0 & 255) << 8 }))
      // Two counters, far apart and near each other.
      var bases = [UInt32(0x6100), round % 2 == 0 ? 0x6900 : 0x6140]
      let turns = (0..<64).map { _ in
        let which = Int(generator.next() >> 60 & 1)
        bases[which] += step(4)
        return bases[which]
      }
      least = min(least, smallest(turns))
      least = min(least, smallest((0..<64).map { _ in UInt32(generator.next() >> 49) }))
    }
    #expect(least > 1e-4)
  }

  /// Initial sequence numbers that count: 64,000 a connection (4.2BSD), 1 a connection (lwIP), by a clock.
  @Test func countedSequences() {
    #expect(smallest((0..<64).map { UInt32($0) &* 64_000 }, .initialSequence) > 1e-4)
    #expect(smallest((0..<64).map { 6510 + $0 }, .initialSequence) > 1e-4)
    #expect(smallest((0..<64).map { $0 &* 25_000_000 }, .initialSequence) > 1e-4)
  }

  /// One number all the time says nothing; a series is the same after it was kept.
  @Test func keptAndConstant() throws {
    var series = NumberSeries()
    for _ in 0..<500 { #expect(series.note(54_321, of: .identification) == nil) }
    var other = NumberSeries()
    for letter in NumberSeriesTests.words.prefix(30) {
      _ = other.note(UInt32(letter) << 8, of: .identification)
    }
    var again = try NumberSeries(stored: other.stored)
    for letter in NumberSeriesTests.words.dropFirst(30) {
      let first = other.note(UInt32(letter) << 8, of: .identification)
      let second = again.note(UInt32(letter) << 8, of: .identification)
      #expect(first?.chance == second?.chance)
    }
  }
}
