import Capture

/// One octet of numbers that a device chooses: how often it could be text, and how often it goes back.
struct OctetTally: Hashable, Sendable, Storable {
  /// Numbers in which it is printable.
  private(set) var printable: UInt16 = 0
  /// Steps by which it goes back, by more than two: what a clock above drawn octets does not do.
  private(set) var backward: UInt16 = 0
  /// All bits that were ever set.
  private var bits: UInt8 = 0

  init() {}

  /// Notes the octet of a number.
  mutating func note(_ octet: UInt8) {
    if 0x20...0x7e ~= octet { printable += 1 }
    bits |= octet
  }

  /// Notes a step.
  mutating func step(from former: UInt8, to octet: UInt8) {
    if Int8(bitPattern: octet &- former) < -2 { backward += 1 }
  }

  /// The chance that so many of so many drawn octets are printable; 1 where not nearly all are.
  ///
  /// A generator without the highest bit gives printable ones twice as often.
  func chance(in draws: Int) -> Double {
    guard Int(printable) * 10 >= draws * 9 else { return 1 }
    return BinomialTail.chance(
      of: Int(printable), in: draws, rate: bits & 0x80 == 0 ? 95.0 / 128 : 95.0 / 256)
  }

  /// Whether there can be such a tally of so many numbers.
  func isPossible(in count: UInt16) -> Bool { printable <= count && backward <= count }

  func store(to writer: inout StoredWriter) {
    writer.add(printable)
    writer.add(backward)
    writer.add(bits)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    printable = try reader.number()
    backward = try reader.number()
    bits = try reader.number()
  }
}
