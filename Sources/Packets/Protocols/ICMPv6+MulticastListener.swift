/// Multicast listener discovery, version 1 of RFC 2710 section 3, version 2 of RFC 3810 section 5.
extension ICMPv6 {
  static func readListener(
    _ type: UInt8, _ reader: inout ByteReader, _ wireLength: Int, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    guard type != 143 else {
      fields.add("version", UInt8(2))
      try reader.skip(2)
      return try MulticastMembership(isIPv6: true).readRecords(
        "address_records", &reader, into: &fields)
    }
    let isVersion2 = type == 130 && wireLength >= 28
    fields.add("version", UInt8(isVersion2 ? 2 : 1))
    let code = try reader.uint16()
    let delay = isVersion2 ? longFloatingPoint(code) : UInt32(code)
    fields.add("maximum_response_delay_milliseconds", delay)
    try reader.skip(2)
    fields.add("multicast_address", try reader.ipv6Address())
    guard isVersion2 else { return }
    try MulticastMembership(isIPv6: true).readQuery(&reader, into: &fields)
  }

  /// RFC 3810 section 5.1.3: from 32768 on 1, exponent 3, mantissa 12.
  private static func longFloatingPoint(_ code: UInt16) -> UInt32 {
    let exponent = UInt32(code >> 12 & 7)
    return code < 0x8000 ? UInt32(code) : (UInt32(code & 0xfff) | 0x1000) << (exponent + 3)
  }
}
