import Capture

/// The numbers that a device has chosen for one peer: whether a stack can have drawn or counted them.
///
/// Null models, of which each must fail: (1) each number is drawn evenly from all of its width, so that a bit keeps
/// its value over d draws with a chance of 2^(1-d), and its octets are printable with a chance of 95/256 each; (2)
/// the numbers are counted upward, in either order of octets, by less than an eighth of their range from one to
/// the next, with at most one step in ten that is not (another counter, a start, a long pause), or by up to four such
/// counters that take turns, as processors do that have one each. Numbers that repeat one of the latest 16 do not count. Windows of 64 numbers, looked at five times.
struct NumberSeries: Sendable, Storable {
  /// What a look has found.
  struct Judgement: Sendable {
    /// Numbers in the window.
    var numbers: Int
    /// Bits that never changed.
    var constantBits: Int
    /// Numbers whose octets are all printable.
    var printable: Int
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

  private var count: UInt16 = 0
  private var ones: UInt32 = 0
  private var zeros: UInt32 = 0
  private var printable: UInt16 = 0
  /// Steps that do not go forward: most significant octet first, and last.
  private var backward: UInt16 = 0
  private var backwardSwapped: UInt16 = 0
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
  /// - Returns: What is found, where it is time to look.
  mutating func note(_ number: UInt32, of field: CarrierField) -> Judgement? {
    guard !latest.contains(number) else { return nil }
    if count == NumberSeries.looks.last { begin() }
    NumberSeries.count(number, in: &counters, field)
    NumberSeries.count(NumberSeries.swapped(number, field), in: &countersSwapped, field)
    if let last = latest.last { noteStep(from: last, to: number, field) }
    if latest.count >= NumberSeries.kept { latest.removeFirst() }
    latest.append(number)
    count += 1
    ones |= number
    zeros |= ~number
    if NumberSeries.isPrintable(number, octets: field.octets) { printable += 1 }
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
    let constant = (~(ones & zeros) & NumberSeries.mask(field)).nonzeroBitCount
    var drawn = 1.0
    if constant >= field.fewestConstantBits {
      drawn = Double(sign: .plus, exponent: -constant * (numbers - 1), significand: 1)
      // Whichever bits they are.
      for place in 0..<constant { drawn *= Double(field.width - place) / Double(place + 1) }
    }
    // Generators of 15 bits give twice as many printable octets, but never nearly all.
    if field.octets > 0, printable * 10 >= count * 9 {
      var rate = 1.0
      for _ in 0..<field.octets { rate *= 95.0 / 256 }
      drawn = min(drawn, BinomialTail.chance(of: Int(printable), in: numbers, rate: rate))
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
    return Judgement(
      numbers: numbers, constantBits: constant, printable: Int(printable),
      backward: Int(min(backward, backwardSwapped)), chance: max(min(1, 2 * drawn), counted),
      latest: latest)
  }

  private static func mask(_ field: CarrierField) -> UInt32 {
    field.width == 32 ? .max : 1 << UInt32(field.width) - 1
  }

  private static func isPrintable(_ number: UInt32, octets: Int) -> Bool {
    guard octets > 0 else { return false }
    return (0..<octets).allSatisfy { 0x20...0x7e ~= number >> UInt32($0 * 8) & 0xff }
  }

  func store(to writer: inout StoredWriter) {
    for number in [count, printable, backward, backwardSwapped] { writer.add(number) }
    for number in [ones, zeros, window] { writer.add(number) }
    for numbers in [latest, counters, countersSwapped] {
      writer.add(UInt32(numbers.count))
      for number in numbers { writer.add(number) }
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    count = try reader.number()
    printable = try reader.number()
    backward = try reader.number()
    backwardSwapped = try reader.number()
    ones = try reader.number()
    zeros = try reader.number()
    window = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { latest.append(try reader.number()) }
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { counters.append(try reader.number()) }
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { countersSwapped.append(try reader.number()) }
    guard latest.count <= NumberSeries.kept, count <= 64,
      max(counters.count, countersSwapped.count) <= NumberSeries.mostCounters + 1
    else {
      throw reader.fault("a series of numbers")
    }
  }
}
