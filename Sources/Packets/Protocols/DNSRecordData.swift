/// RDATA of resource records.
///
/// RFC 1035 section 3.3 (NS, CNAME, SOA, PTR, HINFO, MX, TXT) and 3.4.1 (A), RFC 3596 (AAAA), RFC 2782
/// (SRV), RFC 8659 section 4.1 (CAA), RFC 9460 section 2.2 (SVCB, HTTPS). Other types give their length
/// and first octets.
enum DNSRecordData {
  /// Octets that are kept of data that is not read.
  static let longestUnread = 64

  /// Reads the data of a record: all of the RDATA and nothing else, ending at an
  /// offset in the message in which names go on.
  static func read(
    _ data: RawSpan, of type: DNSRecordType, endingAt end: Int, in message: RawSpan,
    into record: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(data)
    switch type {
    case .a: record.add("address", try reader.ipv4Address())
    case .aaaa: record.add("address", try reader.ipv6Address())
    case .ns, .cname, .ptr, .dname:
      record.add("target", try DNSName(&reader, endingAt: end, in: message).text)
    case .mx:
      record.add("preference", try reader.uint16())
      record.add("exchange", try DNSName(&reader, endingAt: end, in: message).text)
    case .soa: try readAuthority(&reader, endingAt: end, in: message, into: &record)
    case .txt, .spf: try readTexts(&reader, into: &record)
    case .hinfo:
      record.add("cpu", text: try reader.take(Int(reader.uint8())))
      record.add("os", text: try reader.take(Int(reader.uint8())))
    case .srv:
      record.add("priority", try reader.uint16())
      record.add("weight", try reader.uint16())
      record.add("port", try reader.uint16())
      record.add("target", try DNSName(&reader, endingAt: end, in: message).text)
    case .caa:
      record.add("flags", try reader.uint8())
      record.add("tag", text: try reader.take(Int(reader.uint8())))
      record.add("value", text: reader.rest)
    case .svcb, .https:
      record.add("priority", try reader.uint16())
      record.add("target", try DNSName(&reader, endingAt: end, in: message).text)
      try readParameters(&reader, into: &record)
    default:
      record.add("data_length", UInt(data.byteCount))
      record.add(
        "data", octets: data.extracting(first: min(data.byteCount, DNSRecordData.longestUnread)))
    }
  }

  private static func readAuthority(
    _ reader: inout ByteReader, endingAt end: Int, in message: RawSpan, into record: inout Fields
  ) throws(DecodeFault.Kind) {
    record.add("mname", try DNSName(&reader, endingAt: end, in: message).text)
    record.add("rname", try DNSName(&reader, endingAt: end, in: message).text)
    record.add("serial", try reader.uint32())
    record.add("refresh_seconds", try reader.uint32())
    record.add("retry_seconds", try reader.uint32())
    record.add("expire_seconds", try reader.uint32())
    record.add("minimum_seconds", try reader.uint32())
  }

  private static func readTexts(
    _ reader: inout ByteReader, into record: inout Fields
  ) throws(DecodeFault.Kind) {
    var texts: [FieldValue] = []
    defer { record.add("text", texts) }
    while !reader.isAtEnd, texts.count < Fields.mostValues {
      texts.append(FieldValue(text: try reader.take(Int(reader.uint8()))))
    }
  }

  private static func readParameters(
    _ reader: inout ByteReader, into record: inout Fields
  ) throws(DecodeFault.Kind) {
    var keys: [FieldValue] = []
    var protocols: [FieldValue] = []
    defer {
      record.add("parameters", keys)
      if !protocols.isEmpty { record.add("alpn", protocols) }
    }
    while !reader.isAtEnd, keys.count < Fields.mostValues {
      let key = try reader.uint16()
      let value = try reader.take(Int(reader.uint16()))
      keys.append(.number(UInt64(key)))
      guard key == 1 else { continue }
      var list = ByteReader(value)
      while !list.isAtEnd, protocols.count < Fields.mostValues {
        protocols.append(FieldValue(text: try list.take(Int(list.uint8()))))
      }
    }
  }
}
