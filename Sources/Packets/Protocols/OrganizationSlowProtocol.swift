/// OSSP, a slow protocol of an organization's own, IEEE 802.3-2018 annex 57B.
///
///     octet  0            1                                    4
///            | subtype 10 | organizationally unique identifier | the organization's own
enum OrganizationSlowProtocol: Dissector {
  static let name: ProtocolName = "ossp"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x8809)))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    // Unsure: an organization's own dissector knows better.
    return bytes.byteCount > 0 && bytes.uint8(at: 0) == 10 ? .unsure : .notMine
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    try reader.skip(1)
    fields.add("organizationally_unique_identifier", octets: try reader.take(3))
    fields.add("data", octets: reader.rest)
  }
}
