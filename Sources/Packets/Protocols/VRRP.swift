/// Virtual Router Redundancy Protocol, version 2 of RFC 3768 section 5.1, version 3 of RFC 5798
/// section 5.1.
///
///     octet  0                  1       2          3
///            | version 4, type 4 | VRID | priority | count of addresses |
///     version 2: | auth type | adver int, seconds | checksum | addresses | auth data, 8 octets |
///     version 3: | 0, max adver int 12 bits, centiseconds | checksum | addresses |
///
/// Version 3 carries IPv4 or IPv6 addresses; its length says which. CARP has the same protocol number
/// and the first octet of version 2; its fourth octet is always 7 where its length fits no seven
/// addresses.
enum VRRP: Dissector {
  static let name: ProtocolName = "vrrp"
  static let carriers: [Carrier] = [.ip(IPProtocol(rawValue: 112))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 8 else { return .notMine }
    let first = bytes.uint8(at: 0)
    guard first == 0x21 || first == 0x31 else { return .notMine }
    return CARP.recognize(payload) == .certain ? .notMine : .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let first = try reader.uint8()
    let version = first >> 4
    guard version == 2 || version == 3 else { throw .version }
    fields.add("version", version)
    fields.add("type", first & 15)
    guard first & 15 == 1 else { throw .field }
    fields.add("virtual_router_id", try reader.uint8())
    fields.add("priority", try reader.uint8())
    let count = Int(try reader.uint8())
    if version == 2 {
      fields.add("authentication_type", try reader.uint8())
      fields.add("advertisement_interval_seconds", try reader.uint8())
    } else {
      fields.add("maximum_advertisement_interval_centiseconds", try reader.uint16() & 0xfff)
    }
    fields.add("checksum", try reader.uint16())
    let isIPv6 = version == 3 && payload.wireLength >= 8 + 16 * count
    guard payload.wireLength >= 8 + (isIPv6 ? 16 : 4) * count else { throw .totalLength }
    var addresses: [FieldValue] = []
    defer { fields.add("addresses", addresses) }
    while addresses.count < min(count, Fields.mostValues) {
      let address = isIPv6 ? try reader.ipv6Address() : try reader.ipv4Address()
      addresses.append(.address(address))
    }
  }
}
