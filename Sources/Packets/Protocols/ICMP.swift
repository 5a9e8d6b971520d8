/// Internet Control Message Protocol for IPv4, RFC 792; router discovery RFC 1256, address mask RFC 950,
/// next-hop MTU RFC 1191 section 4, extended echo RFC 8335.
///
///     octet  0      1      2          4              8
///            | type | code | checksum | by type, 4   | by type ...
///
///     echo 8, reply 0, information 15 16, mask 17 18: | identifier | sequence | data |
///     timestamp 13, reply 14: | identifier | sequence | originate 4 | receive 4 | transmit 4 |
///     unreachable 3, quench 4, redirect 5, time exceeded 11, parameter problem 12:
///        | code 4 of 3: 0, MTU; of 5: gateway; of 12: pointer, 0 | the packet's header and more
///     router advertisement 9: | addresses | words of each 2 | lifetime, s | address, preference | ...
///
/// Timestamps count milliseconds since midnight UT.
enum ICMP: Dissector {
  static let name: ProtocolName = "icmp"
  static let carriers: [Carrier] = [.ip(.icmp)]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4, payload.wireLength >= 8 else { return .notMine }
    switch bytes.uint8(at: 0) {
    case 0, 3...5, 8...18, 42...43: return .certain
    case 6, 19...41: return .unsure
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
    fields.add("code", code)
    fields.add("checksum", try reader.uint16())
    switch type {
    case 0, 8, 13...18:
      fields.add("identifier", try reader.uint16())
      fields.add("sequence_number", try reader.uint16())
      try readQuery(type, &reader, payload.wireLength, into: &fields)
    case 42, 43:
      fields.add("identifier", try reader.uint16())
      fields.add("sequence_number", try reader.uint8())
    case 9: try readAdvertisement(&reader, into: &fields)
    case 3, 4, 5, 11, 12:
      switch type {
      case 3 where code == 4:
        try reader.skip(2)
        fields.add("next_hop_mtu", try reader.uint16())
      case 5: fields.add("gateway_address", try reader.ipv4Address())
      case 12:
        fields.add("pointer", try reader.uint8())
        try reader.skip(3)
      default: try reader.skip(4)
      }
      if let original = QuotedPacket.read(reader.rest) { fields.add("original", original) }
    default: break
    }
  }

  private static func readQuery(
    _ type: UInt8, _ reader: inout ByteReader, _ wireLength: Int, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch type {
    case 13, 14:
      fields.add("originate_timestamp_milliseconds", try reader.uint32())
      fields.add("receive_timestamp_milliseconds", try reader.uint32())
      fields.add("transmit_timestamp_milliseconds", try reader.uint32())
    case 17, 18: fields.add("address_mask", try reader.ipv4Address())
    case 0, 8: fields.add("data_length", UInt32(truncatingIfNeeded: max(wireLength - 8, 0)))
    default: break
    }
  }

  private static func readAdvertisement(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let count = Int(try reader.uint8())
    let words = Int(try reader.uint8())
    fields.add("lifetime_seconds", try reader.uint16())
    guard words >= 2 else { throw .field }
    var routers: [FieldValue] = []
    defer { fields.add("routers", routers) }
    while routers.count < min(count, Fields.mostValues) {
      var router = Fields()
      defer { routers.append(.group(router)) }
      var entry = ByteReader(try reader.take(words * 4))
      router.add("address", try entry.ipv4Address())
      router.add("preference_level", signed: Int32(bitPattern: try entry.uint32()))
    }
  }
}
