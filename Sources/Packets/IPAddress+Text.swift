extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or the shortest IPv6 form of RFC 5952.
  public var description: String {
    guard !isIPv4 else {
      return "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255)"
    }
    let groups = (0..<8).map {
      UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> (48 - 16 * ($0 % 4)))
    }
    let gap = IPAddress.longestZeroRun(groups)
    var text = ""
    var index = 0
    while index < 8 {
      if index == gap.lowerBound, !gap.isEmpty {
        text += "::"
        index = gap.upperBound
        continue
      }
      if index > 0, index != gap.upperBound || gap.isEmpty { text += ":" }
      text += String(groups[index], radix: 16)
      index += 1
    }
    return text
  }

  /// The first longest run of two or more zero groups, RFC 5952 section 4.2.
  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
    var best = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || groups[index] != 0 {
      if index - start > max(best.count, 1) { best = start..<index }
      start = index + 1
    }
    return best
  }

  /// Reads dotted decimal or any IPv6 form of RFC 4291 section 2.2; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let text = Array(text.utf8)
    if text.contains(0x3a) {
      guard let address = IPAddress.sixteenOctets(text[...]) else { return nil }
      self = address
    } else {
      guard let address = IPAddress.fourOctets(text[...]) else { return nil }
      self.init(v4: address)
    }
  }

  private static func fourOctets(_ text: ArraySlice<UInt8>) -> UInt32? {
    let parts = text.split(separator: 0x2e, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      // A leading zero means octal to some readers and decimal to others: refused.
      guard (1...3).contains(part.count), part.count == 1 || part.first != 0x30 else { return nil }
      var octet: UInt32 = 0
      for byte in part {
        guard (0x30...0x39).contains(byte) else { return nil }
        octet = octet * 10 + UInt32(byte - 0x30)
      }
      guard octet <= 255 else { return nil }
      value = value << 8 | octet
    }
    return value
  }

  private static func sixteenOctets(_ text: ArraySlice<UInt8>) -> IPAddress? {
    var head: [UInt16] = []
    var tail: [UInt16]?
    var rest = text
    if rest.starts(with: [0x3a, 0x3a]) {
      tail = []
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x3a) ?? rest.endIndex
      let part = rest[rest.startIndex..<end]
      var groups: [UInt16] = []
      if end == rest.endIndex, part.contains(0x2e) {
        guard let address = fourOctets(part) else { return nil }
        groups = [UInt16(address >> 16), UInt16(truncatingIfNeeded: address)]
      } else {
        guard (1...4).contains(part.count) else { return nil }
        var group: UInt16 = 0
        for byte in part {
          guard let digit = byte.hexadecimalValue else { return nil }
          group = group << 4 | UInt16(digit)
        }
        groups = [group]
      }
      if tail == nil { head += groups } else { tail? += groups }
      guard head.count + (tail?.count ?? 0) <= 8 else { return nil }
      rest = rest[end...].dropFirst()
      if end != text.endIndex, rest.isEmpty { return nil }
      if rest.first == 0x3a {
        guard tail == nil else { return nil }
        tail = []
        rest = rest.dropFirst()
      }
    }
    let missing = 8 - head.count - (tail?.count ?? 0)
    guard tail == nil ? missing == 0 : missing >= 1 else { return nil }
    let groups = head + Array(repeating: 0, count: missing) + (tail ?? [])
    let halves = groups.map(UInt64.init)
    return IPAddress(
      high: halves[0] << 48 | halves[1] << 32 | halves[2] << 16 | halves[3],
      low: halves[4] << 48 | halves[5] << 32 | halves[6] << 16 | halves[7])
  }
}
