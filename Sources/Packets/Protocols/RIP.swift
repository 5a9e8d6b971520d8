/// Routing Information Protocol, version 1 of RFC 1058 section 3.1, version 2 of RFC 2453 section 4.
///
///     octet  0         1         2   4, and every 20 octets
///            | command | version | 0 | address family 2 | route tag 2 | address 4 | subnet mask 4 |
///                                    | next hop 4 | metric 4 |
///
/// Commands: 1 request, 2 response. The first entry of version 2 may be of family 0xffff,
/// authentication (RFC 2082: 2 password, 3 digest). Tag, mask and next hop are zero in version 1.
enum RIP: Dissector {
  static let name: ProtocolName = "rip"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [520]

  private static let authentication: UInt16 = 0xffff

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 24, 1...2 ~= bytes.uint8(at: 0), 1...2 ~= bytes.uint8(at: 1),
      bytes.uint16(at: 2) == 0
    else { return .notMine }
    guard payload.wireLength % 20 == 4 else { return .unsure }
    let family = bytes.uint16(at: 4)
    let isVersion2 = bytes.uint8(at: 1) == 2
    switch family {
    case authentication: return isVersion2 ? .certain : .notMine
    case 0:
      // A request for the whole table; of version 1 it is octet for octet RIPng's request too.
      guard bytes.uint8(at: 0) == 1, bytes.uint32(at: 20) == 16, bytes.byteCount == 24 else {
        return .notMine
      }
      return isVersion2 ? .certain : .unsure
    case 2:
      guard 1...16 ~= bytes.uint32(at: 20),
        isVersion2 || bytes.uint64(at: 12) == 0 && bytes.uint16(at: 6) == 0
      else { return .notMine }
      return .certain
    default: return .notMine
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    fields.add("command", try reader.uint8())
    let version = try reader.uint8()
    fields.add("version", version)
    guard 1...2 ~= version else { throw .version }
    try reader.skip(2)
    var entries: [FieldValue] = []
    defer { fields.add("entries", entries) }
    while !reader.isAtEnd, entries.count < Fields.mostValues {
      let family = try reader.uint16()
      let tag = try reader.uint16()
      if family == authentication {
        // The tag's place holds the type; 1 trails the message and is its digest.
        if tag != 1 { fields.add("authentication_type", tag) }
        if tag == 1 { try reader.skip(reader.count) } else { try reader.skip(16) }
        continue
      }
      var entry = Fields()
      defer { entries.append(.group(entry)) }
      entry.add("address_family", family)
      if version == 2 { entry.add("route_tag", tag) }
      entry.add("address", try reader.ipv4Address())
      let mask = try reader.ipv4Address()
      let nextHop = try reader.ipv4Address()
      if version == 2 {
        entry.add("subnet_mask", mask)
        entry.add("next_hop", nextHop)
      }
      entry.add("metric", try reader.uint32())
    }
  }
}
