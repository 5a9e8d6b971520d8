import Capture
import Testing

@testable import Beacons

@Suite struct StoredSeriesTests {
  private static let fold: Int64 = 1_000_000_000

  private static func time(_ seconds: Double) -> Timestamp {
    Timestamp(rawValue: Int64(seconds * 1e9))
  }

  /// Event times of many kinds, in seconds.
  private static func events(_ kind: Int, _ generator: inout Generator) -> [Double] {
    var times = [1_700_000_000.0]
    func go(_ gap: Double) { times.append(times[times.count - 1] + gap) }
    switch kind {
    case 0: for _ in 0..<200 { go(300) }
    case 1: for _ in 0..<200 { go(300 * (1 - 0.5 * generator.uniform())) }
    case 2: for _ in 0..<200 { go(generator.exponential(60)) }
    case 3:
      // A clock under noise: trackers are followed.
      times = (0..<100).map { 300 * Double($0) + generator.uniform() }
      times += (0..<150).map { _ in 30_000 * generator.uniform() }
      times.sort()
    case 4:
      for index in 0..<200 {
        go(60)
        // Retries, and a clock that was set back by an hour.
        go(0.2)
        if index % 50 == 49 { go(-3600) }
      }
    case 5: for day in 0..<40 { for beat in 0..<8 { go(beat == 0 && day > 0 ? 50_000 : 600) } }
    case 6: for _ in 0..<30 { go(86_400 * 3 * generator.uniform()) }
    default: for index in 0..<400 { go(index < 330 ? 1 + generator.exponential(60) : 300) }
    }
    return times
  }

  /// A series that was kept over a restart cannot be told from one that was not: every later answer, and
  /// every octet of what is stored next, is the same.
  @Test(arguments: 0..<8) func goesOnBitForBit(kind: Int) throws {
    var generator = Generator(state: UInt64(kind) + 91)
    let times = Self.events(kind, &generator)
    for _ in 0..<6 {
      let cut = 1 + Int(generator.uniform() * Double(times.count - 1))
      var whole = BeatSeries(first: Self.time(times[0]))
      for time in times[1..<cut] { _ = whole.add(Self.time(time), fold: Self.fold) }
      var restored = try BeatSeries(stored: whole.stored)
      for time in times[cut...].prefix(80) {
        let isBeat = whole.add(Self.time(time), fold: Self.fold)
        #expect(restored.add(Self.time(time), fold: Self.fold) == isBeat)
        #expect(restored.test.evidence == whole.test.evidence)
        #expect(restored.isOverdue(at: Self.time(time)) == whole.isOverdue(at: Self.time(time)))
      }
      #expect(restored.stored == whole.stored)
      #expect(restored.gaps == whole.gaps)
      #expect(Rhythm(restored) == Rhythm(whole))
    }
  }

  @Test func isAsLargeAsItSays() {
    var generator = Generator(state: 5)
    let series = Self.series(Self.events(3, &generator))
    #expect(series.stored.count < 900)
    #expect(BeatSeries(first: Self.time(0)).stored.count < 200)
  }

  private static func series(_ times: [Double]) -> BeatSeries {
    var series = BeatSeries(first: time(times[0]))
    for time in times.dropFirst() { _ = series.add(Self.time(time), fold: fold) }
    return series
  }

  /// A series of 24 beats with guessed clocks.
  private static func small() -> BeatSeries {
    var generator = Generator(state: 8)
    return series(Array(events(3, &generator).prefix(24)))
  }

  @Test func everyShorterLengthIsAFault() {
    let octets = Self.small().stored
    for length in octets.indices {
      #expect(throws: StoredFault.self) { try BeatSeries(stored: Array(octets[..<length])) }
    }
    #expect(throws: StoredFault.self) { try BeatSeries(stored: octets + [0]) }
  }

  /// Whatever stands in an octet: it is a fault, or a series that goes on. Every value in a short series,
  /// every bit by itself and the extremes in one with guessed clocks.
  @Test(arguments: [false, true]) func everyOctetIsAFaultOrGoesOn(hasClocks: Bool) throws {
    let series = hasClocks ? Self.small() : Self.series([1, 301, 601])
    var octets = series.stored
    var taken = 0
    for position in octets.indices {
      let original = octets[position]
      let values =
        hasClocks ? (0..<8).map { original ^ 1 << $0 } + [0, 127, 128, 255] : Array(0...255)
      for value in values {
        octets[position] = value
        guard var restored = try? BeatSeries(stored: octets) else { continue }
        taken += 1
        // All values are read; some are gone on with, others at each position.
        guard Int(value) % 16 == position % 16 || hasClocks && value == 255 else { continue }
        for beat in 1...3 {
          let next = restored.last.advanced(byNanoseconds: Int64(beat) * 97_000_000_000)
          _ = restored.add(next, fold: Self.fold)
        }
        #expect(restored.test.chance >= 0 && restored.test.chance <= 1)
        #expect(try BeatSeries(stored: restored.stored).stored == restored.stored)
        let rhythm = Rhythm(restored)
        #expect(rhythm?.period.isFinite != false && rhythm?.jitter.isFinite != false)
      }
      octets[position] = original
    }
    #expect(taken > octets.count)
  }

  /// Capital that was never won, and numbers that are none, do not get in.
  @Test func poisonIsAFault() {
    var test = ClockTest()
    test.gapBets.capitals[3] = 20
    #expect(throws: StoredFault.self) { try ClockTest(stored: test.stored) }
    test.gapBets.capitals[3] = .nan
    #expect(throws: StoredFault.self) { try ClockTest(stored: test.stored) }
    var tracker = PhaseTracker(period: 300, beat: 0, share: 0.1)
    tracker.period = .infinity
    #expect(throws: StoredFault.self) { try PhaseTracker(stored: tracker.stored) }
    tracker.period = 0
    #expect(throws: StoredFault.self) { try PhaseTracker(stored: tracker.stored) }
  }
}
