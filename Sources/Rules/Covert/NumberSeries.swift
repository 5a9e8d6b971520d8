import Capture

/// The numbers that a device has chosen for one peer: whether a stack can have drawn or counted them.
///
/// Null models, of which each must fail: (1) each number is drawn evenly from all of its width, so that a bit keeps
/// its value over d draws with a chance of 2^(1-d), and its octets are printable with a chance of 95/256 each; (2)
/// the numbers are counted upward, in either order of octets, by less than an eighth of their range from one to
/// the next, with at most one step in ten that is not (another counter, a start, a long pause), or by up to four such
/// counters that take turns, as processors do that have one each. Of the octets of a number the first and the last
/// are also judged alone, where the other ones hide that it is text. Numbers that repeat the one before do not count, nor
/// those that repeat one of the latest 16 so soon that they may be a copy of a packet; what repeats one of the latest
/// 16 later is a step, and says nothing of draws. Windows of 64 numbers, looked at five times.
struct NumberSeries: Sendable, Storable {
  /// What a look has found.
  struct Judgement: Sendable {
    /// Numbers in the window.
    var numbers: Int
    /// Which octets the finding is about.
    var part: NumberPart
    /// Bits that never changed.
    var constantBits: Int
    /// Numbers of which that part is printable.
    var printable: Int
    /// Numbers that were none of the 16 before them.
    var fresh: Int
    /// Steps that do not go forward, at least, in the order of octets that fits better.
    var backward: Int
    /// The chance that numbers which are drawn or counted look so, for one look at one series.
    var chance: Double
    /// The latest numbers, the latest last.
    var latest: [UInt32]
  }

  /// Numbers at which the window is looked at; behind the last one a new window begins.
  static let looks: [UInt16] = [16, 24, 32, 48, 64]
  /// Numbers that are kept.
  static let kept = 16
  /// The share of steps of a counter that do not go forward, at most.
  static let backwardRate = 0.1

  /// New numbers below which nothing is said of how they were drawn.
  private static let fewestFresh: UInt16 = 8
  /// Numbers from which on single octets are judged.
  private static let fewestForOctets: UInt16 = 32

  private var count: UInt16 = 0
  /// Numbers that were none of the 16 before them.
  private var fresh: UInt16 = 0
  private var ones: UInt32 = 0
  private var zeros: UInt32 = 0
  private var printable: UInt16 = 0
  /// Steps that do not go forward: most significant octet first, and last.
  private var backward: UInt16 = 0
  private var backwardSwapped: UInt16 = 0
  /// The first octet and the last one: how often printable, and how often it went back by more than two.
  private var first = OctetTally()
  private var last = OctetTally()
  private var latest: [UInt32] = []
  /// Where the counters stand that together give all numbers, in both orders of octets; five where four do not.
  private var counters: [UInt32] = []
  private var countersSwapped: [UInt32] = []
  /// Counters that take turns, at most.
  private static let mostCounters = 4
  /// Windows so far, this one counted.
  private(set) var window: UInt32 = 1

  init() {}

  /// Which bits of a window with enough numbers never changed, and to what; `nil` where there are fewer than 8.
  func constant(of field: CarrierField) -> (bits: UInt32, values: UInt32)? {
    guard count >= 8 else { return nil }
    let bits = ~(ones & zeros) & NumberSeries.mask(field)
    return (bits, ones & bits)
  }

  /// Notes a number.
  /// - Parameters:
  ///   - number: The number.
  ///   - field: What it is.
  ///   - mayBeCopy: Whether its packet came so soon that it may be one that was seen before.
  /// - Returns: What is found, where it is time to look.
  mutating func note(
    _ number: UInt32, of field: CarrierField, mayBeCopy: Bool = false
  ) -> Judgement? {
    let isKnown = latest.contains(number)
    guard !isKnown || !mayBeCopy && number != latest.last else { return nil }
    if count == NumberSeries.looks.last { begin() }
    NumberSeries.count(number, in: &counters, field)
    NumberSeries.count(NumberSeries.swapped(number, field), in: &countersSwapped, field)
    if let former = latest.last {
      noteStep(from: former, to: number, field)
      first.step(from: field.firstOctet(of: former), to: field.firstOctet(of: number))
      last.step(from: UInt8(truncatingIfNeeded: former), to: UInt8(truncatingIfNeeded: number))
    }
    if latest.count >= NumberSeries.kept { latest.removeFirst() }
    latest.append(number)
    count += 1
    ones |= number
    zeros |= ~number
    if !isKnown {
      fresh += 1
      if NumberSeries.isPrintable(number, octets: field.octets) { printable += 1 }
      first.note(field.firstOctet(of: number))
      last.note(UInt8(truncatingIfNeeded: number))
    }
    return NumberSeries.looks.contains(count) ? judge(field) : nil
  }

  /// Begins a new window.
  mutating func begin() {
    let windows = window
    let numbers = latest
    self = NumberSeries()
    window = windows &+ 1
    latest = numbers
  }

  private mutating func noteStep(from last: UInt32, to number: UInt32, _ field: CarrierField) {
    let mask = NumberSeries.mask(field)
    let far = mask / 8
    // Counters that take turns, one a processor: what counts is the latest number near by.
    let near =
      field == .identification
      ? latest.last { 255 >= min((number &- $0) & mask, ($0 &- number) & mask) } : nil
    if !(1...far ~= (number &- (near ?? last)) & mask) { backward += 1 }
    guard field.octets > 0 else {
      backwardSwapped = backward
      return
    }
    let step = NumberSeries.swapped(number, field) &- NumberSeries.swapped(last, field)
    if !(1...far ~= step & mask) { backwardSwapped += 1 }
  }

  /// The number with its octets the other way round; the same where it is not made of octets.
  private static func swapped(_ number: UInt32, _ field: CarrierField) -> UInt32 {
    field.octets > 0 ? number.byteSwapped >> UInt32(32 - field.width) : number
  }

  /// Lets the nearest counter below a number go on to it; a new one begins where there is none.
  private static func count(
    _ number: UInt32, in counters: inout [UInt32], _ field: CarrierField
  ) {
    let mask = NumberSeries.mask(field)
    var nearest: Int?
    var distance = mask / 8 + 1
    for (place, counter) in counters.enumerated() {
      let step = (number &- counter) & mask
      if step > 0, step < distance {
        nearest = place
        distance = step
      }
    }
    if let nearest {
      counters[nearest] = number
    } else if counters.count <= mostCounters {
      counters.append(number)
    }
  }

  private func judge(_ field: CarrierField) -> Judgement {
    let numbers = Int(count)
    let draws = Int(fresh)
    let constant = (~(ones & zeros) & NumberSeries.mask(field)).nonzeroBitCount
    var drawn = 1.0
    let isMany = fresh >= NumberSeries.fewestFresh
    if isMany, constant >= field.fewestConstantBits {
      drawn = Double(sign: .plus, exponent: -constant * (draws - 1), significand: 1)
      // Whichever bits they are.
      for place in 0..<constant { drawn *= Double(field.width - place) / Double(place + 1) }
    }
    // Generators of 15 bits give twice as many printable octets, but never nearly all.
    if isMany, field.octets > 0, printable * 10 >= fresh * 9 {
      var rate = 1.0
      for _ in 0..<field.octets { rate *= 95.0 / 256 }
      drawn = min(drawn, BinomialTail.chance(of: Int(printable), in: draws, rate: rate))
    }
    let steps = numbers - 1
    let rate = NumberSeries.backwardRate
    let isCounted = min(counters.count, countersSwapped.count) <= NumberSeries.mostCounters
    let counted =
      isCounted
      ? 1
      : max(
        BinomialTail.chance(of: Int(backward), in: steps, rate: rate),
        BinomialTail.chance(of: Int(backwardSwapped), in: steps, rate: rate))
    var judgement = Judgement(
      numbers: numbers, part: .whole, constantBits: constant, printable: Int(printable),
      fresh: draws, backward: Int(min(backward, backwardSwapped)),
      chance: max(min(1, NumberSeries.tests * drawn), counted), latest: latest)
    guard field.octets > 0, count >= NumberSeries.fewestForOctets else { return judgement }
    for (part, tally) in [(NumberPart.first, first), (.last, last)] {
      let chance = max(
        min(1, NumberSeries.tests * tally.chance(in: draws)), counted,
        BinomialTail.chance(of: Int(tally.backward), in: steps, rate: rate))
      guard chance < judgement.chance else { continue }
      judgement.chance = chance
      judgement.part = part
      judgement.printable = Int(tally.printable)
    }
    return judgement
  }

  /// How many ways there are in which numbers may not look drawn: by bits, all octets, the first one, the last one.
  private static let tests = 4.0

  private static func mask(_ field: CarrierField) -> UInt32 {
    field.width == 32 ? .max : 1 << UInt32(field.width) - 1
  }

  private static func isPrintable(_ number: UInt32, octets: Int) -> Bool {
    guard octets > 0 else { return false }
    return (0..<octets).allSatisfy { 0x20...0x7e ~= number >> UInt32($0 * 8) & 0xff }
  }

  func store(to writer: inout StoredWriter) {
    for number in [count, fresh, printable, backward, backwardSwapped] { writer.add(number) }
    writer.add(first)
    writer.add(last)
    for number in [ones, zeros, window] { writer.add(number) }
    for numbers in [latest, counters, countersSwapped] {
      writer.add(UInt32(numbers.count))
      for number in numbers { writer.add(number) }
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    count = try reader.number()
    fresh = try reader.number()
    printable = try reader.number()
    backward = try reader.number()
    backwardSwapped = try reader.number()
    first = try reader.value()
    last = try reader.value()
    ones = try reader.number()
    zeros = try reader.number()
    window = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { latest.append(try reader.number()) }
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { counters.append(try reader.number()) }
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { countersSwapped.append(try reader.number()) }
    guard latest.count <= NumberSeries.kept, count <= 64, fresh <= count, printable <= fresh,
      backward <= count, backwardSwapped <= count, first.isPossible(in: count),
      last.isPossible(in: count),
      max(counters.count, countersSwapped.count) <= NumberSeries.mostCounters + 1
    else {
      throw reader.fault("a series of numbers")
    }
  }
}
