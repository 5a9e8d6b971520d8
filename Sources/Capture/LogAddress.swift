/// An address in a log, as a number: IPv4 is mapped into IPv6, RFC 4291 section 2.5.5.2.
public struct LogAddress: Hashable, Sendable {
  /// The first eight octets.
  public let high: UInt64
  /// The last eight octets.
  public let low: UInt64

  /// An address from its two halves in network order.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Whether this is an IPv4 address.
  public var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  /// Reads dotted decimal or any IPv6 form of RFC 4291 section 2.2; `nil` for anything else.
  init?(_ text: ArraySlice<UInt8>) {
    if let four = LogAddress.four(text) {
      self.init(high: 0, low: 0xffff << 32 | UInt64(four))
      return
    }
    // Of eight groups, and a ninth that shows that there are too many.
    var groups = InlineArray<8, UInt16>(repeating: 0)
    var count = 0
    var gap: Int?
    var index = text.startIndex
    let end = text.endIndex
    guard text.count >= 2, text.count <= 45 else { return nil }
    if text[index] == 0x3a {
      guard text[index + 1] == 0x3a else { return nil }
      gap = 0
      index += 2
    }
    while index < end {
      var stop = index
      while stop < end, text[stop] != 0x3a { stop += 1 }
      let part = text[index..<stop]
      if stop == end, let four = LogAddress.four(part) {
        guard count <= 6 else { return nil }
        groups[count] = UInt16(four >> 16)
        groups[count + 1] = UInt16(truncatingIfNeeded: four)
        count += 2
        break
      }
      guard count < 8, (1...4).contains(part.count) else { return nil }
      var group: UInt16 = 0
      for byte in part {
        guard let digit = LogNumber.hexadecimal(byte) else { return nil }
        group = group << 4 | UInt16(digit)
      }
      groups[count] = group
      count += 1
      if stop == end { break }
      index = stop + 1
      guard index < end else { return nil }
      if text[index] == 0x3a {
        guard gap == nil else { return nil }
        gap = count
        index += 1
      }
    }
    guard gap == nil ? count == 8 : count < 8 else { return nil }
    let missing = 8 - count
    var halves: (high: UInt64, low: UInt64) = (0, 0)
    for place in 0..<8 {
      let start = gap ?? 8
      let group =
        place < start ? groups[place] : place < start + missing ? 0 : groups[place - missing]
      if place < 4 {
        halves.high = halves.high << 16 | UInt64(group)
      } else {
        halves.low = halves.low << 16 | UInt64(group)
      }
    }
    self.init(high: halves.high, low: halves.low)
  }

  private static func four(_ text: ArraySlice<UInt8>) -> UInt32? {
    guard (7...15).contains(text.count) else { return nil }
    var value: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var points = 0
    for byte in text {
      if byte == 0x2e {
        guard digits > 0, points < 3 else { return nil }
        value = value << 8 | octet
        octet = 0
        digits = 0
        points += 1
      } else {
        // A leading zero means octal to some readers and decimal to others: refused.
        guard (0x30...0x39).contains(byte), digits == 0 || octet > 0 else { return nil }
        octet = octet * 10 + UInt32(byte - 0x30)
        digits += 1
        guard octet <= 255 else { return nil }
      }
    }
    guard points == 3, digits > 0 else { return nil }
    return value << 8 | octet
  }
}
