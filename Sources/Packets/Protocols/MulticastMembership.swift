/// What IGMP version 3 (RFC 3376 section 4) and MLD version 2 (RFC 3810 section 5) say alike, the one with
/// addresses of four octets and the other of sixteen.
struct MulticastMembership {
  /// Whether the addresses are those of IPv6.
  let isIPv6: Bool

  /// The querier's fields and the sources behind a query's group.
  func readQuery(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let flags = try reader.uint8()
    fields.add("suppress_router_side_processing", flags & 8 != 0)
    fields.add("querier_robustness_variable", flags & 7)
    fields.add(
      "querier_query_interval_seconds", MulticastMembership.floatingPoint(try reader.uint8()))
    let count = Int(try reader.uint16())
    var sources: [FieldValue] = []
    defer { fields.add("source_addresses", sources) }
    while sources.count < min(count, Fields.mostValues) {
      sources.append(.address(try address(&reader)))
    }
  }

  /// The records of a report, under a name.
  func readRecords(
    _ name: String, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let count = Int(try reader.uint16())
    var records: [FieldValue] = []
    defer { fields.add(name, records) }
    while records.count < min(count, Fields.mostValues) {
      var record = Fields()
      defer { records.append(.group(record)) }
      record.add("record_type", try reader.uint8())
      let words = Int(try reader.uint8())
      let sourceCount = Int(try reader.uint16())
      record.add("multicast_address", try address(&reader))
      var sources: [FieldValue] = []
      defer { record.add("source_addresses", sources) }
      for _ in 0..<sourceCount {
        let source = try address(&reader)
        if sources.count < Fields.mostValues { sources.append(.address(source)) }
      }
      try reader.skip(words * 4)
    }
  }

  /// RFC 3376 sections 4.1.1 and 4.1.7, RFC 3810 section 5.1.9: from 128 on 1, exponent 3, mantissa 4.
  static func floatingPoint(_ code: UInt8) -> UInt16 {
    let exponent = UInt16(code >> 4 & 7)
    return code < 128 ? UInt16(code) : (UInt16(code & 15) | 16) << (exponent + 3)
  }

  private func address(_ reader: inout ByteReader) throws(DecodeFault.Kind) -> IPAddress {
    isIPv6 ? try reader.ipv6Address() : try reader.ipv4Address()
  }
}
