public import Packets

/// Addresses, without a `String` between.
extension JSONWriter {
  /// Writes an IP address: dotted decimal, or the shortest IPv6 form of RFC 5952.
  public mutating func address(_ value: IPAddress) {
    beginValue()
    buffer.append(0x22)
    if value.isIPv4 { appendFourOctets(value.v4) } else { appendEightGroups(value) }
    buffer.append(0x22)
  }

  /// Writes a hardware address in upper case with hyphens, as Elastic Common Schema wants it.
  public mutating func address(_ value: MACAddress) {
    beginValue()
    buffer.append(0x22)
    for index in 0..<6 {
      if index > 0 { buffer.append(0x2d) }
      hexadecimal(value.rawValue >> UInt64(40 - 8 * index) & 0xff, width: 2, uppercase: true)
    }
    buffer.append(0x22)
  }

  private mutating func appendFourOctets(_ value: UInt32) {
    for index in 0..<4 {
      if index > 0 { buffer.append(0x2e) }
      digits(UInt64(value >> UInt32(24 - 8 * index) & 0xff))
    }
  }

  private mutating func appendEightGroups(_ value: IPAddress) {
    func group(_ index: Int) -> UInt64 {
      (index < 4 ? value.high : value.low) >> UInt64(48 - 16 * (index % 4)) & 0xffff
    }
    // RFC 5952 section 4.2: the first of the longest runs of two or more zero groups.
    var gap = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || group(index) != 0 {
      if index - start > max(gap.count, 1) { gap = start..<index }
      start = index + 1
    }
    var index = 0
    while index < 8 {
      if index == gap.lowerBound, !gap.isEmpty {
        literal("::")
        index = gap.upperBound
      } else {
        if index > 0, index != gap.upperBound || gap.isEmpty { buffer.append(0x3a) }
        hexadecimal(group(index))
        index += 1
      }
    }
  }
}
