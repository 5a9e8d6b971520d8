/// Internet Group Management Protocol, version 1 of RFC 1112 appendix I, 2 of RFC 2236 section 2, 3 of
/// RFC 3376 section 4.
///
///     octet  0      1               2          4               8
///            | type | max resp code | checksum | group address | version 3 query: | resv S QRV |
///                                                              | QQIC | sources 2 | sources |
///     version 3 report (0x22): | type | 0 | checksum | 0 2 | records 2 | records, each
///            | record type | aux data words | sources 2 | multicast address | sources | aux data |
///
/// Types: 0x11 query, 0x12 version 1 report, 0x16 version 2 report, 0x17 leave, 0x22 version 3 report.
/// Response times count tenths of a second; codes from 128 are floating point in version 3.
enum IGMP: Dissector {
  static let name: ProtocolName = "igmp"
  static let carriers: [Carrier] = [.ip(IPProtocol(rawValue: 2))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 8 else { return .notMine }
    switch bytes.uint8(at: 0) {
    case 0x11, 0x12, 0x16, 0x17, 0x22: return .certain
    // DVMRP, PIM version 1, Cisco trace, multicast traceroute and router discovery.
    case 0x13...0x15, 0x1e, 0x1f, 0x30...0x32: return .unsure
    default: return .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let type = try reader.uint8()
    fields.add("type", type)
    let code = try reader.uint8()
    let checksum = try reader.uint16()
    switch type {
    case 0x11:
      let isVersion3 = payload.wireLength >= 12
      fields.add("version", UInt8(isVersion3 ? 3 : code == 0 ? 1 : 2))
      let time = isVersion3 ? MulticastMembership.floatingPoint(code) : UInt16(code)
      fields.add("max_response_time_tenths", time)
      fields.add("checksum", checksum)
      fields.add("group_address", try reader.ipv4Address())
      if isVersion3 { try MulticastMembership(isIPv6: false).readQuery(&reader, into: &fields) }
    case 0x12, 0x16, 0x17:
      fields.add("version", UInt8(type == 0x12 ? 1 : 2))
      fields.add("checksum", checksum)
      fields.add("group_address", try reader.ipv4Address())
    case 0x22:
      fields.add("version", UInt8(3))
      fields.add("checksum", checksum)
      try reader.skip(2)
      try MulticastMembership(isIPv6: false).readRecords("group_records", &reader, into: &fields)
    default: fields.add("checksum", checksum)
    }
  }
}
