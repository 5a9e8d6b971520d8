/// Values of options that are lists.
extension DHCPv6 {
  static func numbers(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      list.append(.number(UInt64(try reader.uint16())))
    }
    return list
  }

  static func addresses(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      list.append(.address(try reader.ipv6Address()))
    }
    return list
  }

  /// Texts with two octets of length in front, RFC 8415 sections 21.15 and 21.16.
  static func texts(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      list.append(DHCPv4.readable(try reader.take(Int(reader.uint16()))))
    }
    return list
  }

  /// RFC 8415 section 21.15; boot firmware sends one text without the length.
  static func userClass(_ octets: RawSpan) -> [FieldValue] {
    var reader = ByteReader(octets)
    do throws(DecodeFault.Kind) {
      return try texts(&reader)
    } catch {
      return [DHCPv4.readable(octets)]
    }
  }

  /// The codes of options in an option.
  static func codes(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      list.append(.number(UInt64(try reader.uint16())))
      try reader.skip(Int(reader.uint16()))
    }
    return list
  }

  /// Domain names, which are not compressed here (RFC 8415 section 10).
  static func names(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> [FieldValue] {
    let all = reader.rest
    var list: [FieldValue] = []
    while !reader.isAtEnd, list.count < Fields.mostValues {
      list.append(.text(try DNSName(&reader, endingAt: all.byteCount, in: all).text))
    }
    return list
  }

  /// A name that may end without the root, RFC 4704 section 4.2.
  static func partialName(_ octets: RawSpan) throws(DecodeFault.Kind) -> String {
    var reader = ByteReader(octets)
    var labels: [UInt8] = []
    while !reader.isAtEnd {
      let length = try reader.uint8()
      guard length > 0 else { break }
      guard length < 64, labels.count + Int(length) + 2 <= DNSName.longest else { throw .option }
      let label = try reader.take(Int(length))
      labels.append(length)
      for offset in 0..<label.byteCount { labels.append(label.uint8(at: offset)) }
    }
    return DNSName.text(labels[...])
  }
}
