/// Open Shortest Path First, version 2 of RFC 2328 appendix A.3, version 3 of RFC 5340 appendix A.3.
///
///     octet  0         1      2        4           8         12
///            | version | type | length | router ID | area ID | checksum |
///     version 2, octet 14: | AuType | authentication, 8 octets |
///     version 3, octet 14: | instance ID | 0 |
///
/// Types: 1 hello, 2 database description, 3 link state request, 4 link state update, 5 link state
/// acknowledgment. Router and area IDs are numbers that people write as addresses. Intervals count
/// seconds.
enum OSPF: Dissector {
  static let name: ProtocolName = "ospf"
  static let carriers: [Carrier] = [.ip(IPProtocol(rawValue: 89))]

  private static let typeNames = [
    "Hello", "Database Description", "Link State Request", "Link State Update",
    "Link State Acknowledgment",
  ]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 16, 2...3 ~= bytes.uint8(at: 0), 1...5 ~= bytes.uint8(at: 1),
      Int(bytes.uint16(at: 2)) >= headerLength(bytes.uint8(at: 0)),
      Int(bytes.uint16(at: 2)) <= payload.wireLength
    else { return .notMine }
    return .certain
  }

  private static func headerLength(_ version: UInt8) -> Int { version == 2 ? 24 : 16 }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8()
    guard 2...3 ~= version else { throw .version }
    fields.add("version", version)
    let type = try reader.uint8()
    fields.add("type", type)
    guard 1...5 ~= type else { throw .field }
    fields.add("type_name", typeNames[Int(type) - 1])
    let length = Int(try reader.uint16())
    fields.add("router_id", try reader.ipv4Address())
    fields.add("area_id", try reader.ipv4Address())
    fields.add("checksum", try reader.uint16())
    if version == 2 {
      fields.add("authentication_type", try reader.uint16())
      try reader.skip(8)
    } else {
      fields.add("instance_id", try reader.uint8())
      try reader.skip(1)
    }
    guard length >= headerLength(version), length <= payload.wireLength else { throw .totalLength }
    // What follows the length is a digest or a block for link-local signaling (RFC 5613).
    let rest = length - headerLength(version)
    try readBody(
      version, type, reader.rest.extracting(first: min(rest, reader.count)), into: &fields)
    guard rest <= reader.count else { throw .truncated }
  }
}
