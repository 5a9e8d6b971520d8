/// Multicast listener discovery, version 1 of RFC 2710 section 3, version 2 of RFC 3810 section 5.
extension ICMPv6 {
  static func readListener(
    _ type: UInt8, _ reader: inout ByteReader, _ wireLength: Int, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard type != 143 else {
      fields.add("version", UInt8(2))
      try reader.skip(2)
      return try readRecords(&reader, into: &fields)
    }
    let isVersion2 = type == 130 && wireLength >= 28
    fields.add("version", UInt8(isVersion2 ? 2 : 1))
    let code = try reader.uint16()
    let delay = isVersion2 ? longFloatingPoint(code) : UInt32(code)
    fields.add("maximum_response_delay_milliseconds", delay)
    try reader.skip(2)
    fields.add("multicast_address", try reader.ipv6Address())
    guard isVersion2 else { return }
    let flags = try reader.uint8()
    fields.add("suppress_router_side_processing", flags & 8 != 0)
    fields.add("querier_robustness_variable", flags & 7)
    fields.add("querier_query_interval_seconds", shortFloatingPoint(try reader.uint8()))
    let count = Int(try reader.uint16())
    var sources: [FieldValue] = []
    defer { fields.add("source_addresses", sources) }
    while sources.count < min(count, Fields.mostValues) {
      sources.append(.address(try reader.ipv6Address()))
    }
  }

  private static func readRecords(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let count = Int(try reader.uint16())
    var records: [FieldValue] = []
    defer { fields.add("address_records", records) }
    while records.count < min(count, Fields.mostValues) {
      var record = Fields()
      defer { records.append(.group(record)) }
      record.add("record_type", try reader.uint8())
      let words = Int(try reader.uint8())
      let sourceCount = Int(try reader.uint16())
      record.add("multicast_address", try reader.ipv6Address())
      var sources: [FieldValue] = []
      defer { record.add("source_addresses", sources) }
      for _ in 0..<sourceCount {
        let source = try reader.ipv6Address()
        if sources.count < Fields.mostValues { sources.append(.address(source)) }
      }
      try reader.skip(words * 4)
    }
  }

  /// RFC 3810 section 5.1.3: from 32768 on 1, exponent 3, mantissa 12.
  private static func longFloatingPoint(_ code: UInt16) -> UInt32 {
    let exponent = UInt32(code >> 12 & 7)
    return code < 0x8000 ? UInt32(code) : (UInt32(code & 0xfff) | 0x1000) << (exponent + 3)
  }

  /// RFC 3810 section 5.1.9: from 128 on 1, exponent 3, mantissa 4.
  private static func shortFloatingPoint(_ code: UInt8) -> UInt16 {
    let exponent = UInt16(code >> 4 & 7)
    return code < 128 ? UInt16(code) : (UInt16(code & 15) | 16) << (exponent + 3)
  }
}
