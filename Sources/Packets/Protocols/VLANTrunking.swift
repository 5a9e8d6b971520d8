/// VTP, Cisco's VLAN Trunking Protocol: Cisco, "Understanding VLAN Trunk Protocol" (document 10558).
///
///     octet  0         1      2                        3               4
///            | version | code | followers / sequence   | domain length | domain, 32 octets
///     octet  36                                                  by code
///            | configuration revision | updater | timestamp | MD5 digest     1 summary
///            | configuration revision | VLANs                                2 subset
///            | start value                                                   3 request
///            | first VLAN | last VLAN | bits of the VLANs between            4 join
///
/// Version 3 shares the first 36 octets and is read no further.
enum VLANTrunking: Dissector {
  static let name: ProtocolName = "vtp"
  static let carriers: [Carrier] = [.link(LinkProtocol(.snap, 0x00000c_2003))]

  private static let longestDomain = 32

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else { return .unsure }
    let isKnown = (1...3).contains(bytes.uint8(at: 0)) && (1...4).contains(bytes.uint8(at: 1))
    return isKnown && bytes.uint8(at: 3) <= longestDomain ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8()
    fields.add("version", version)
    let code = try reader.uint8()
    fields.add("code", code)
    let number = try reader.uint8()
    switch code {
    case 1: fields.add("followers", number)
    case 2: fields.add("sequence_number", number)
    default: break
    }
    let length = Int(try reader.uint8())
    guard length <= longestDomain else { throw .field }
    fields.add("management_domain", text: try reader.take(longestDomain).extracting(first: length))
    guard version <= 2 else { return }
    switch code {
    case 1:
      fields.add("configuration_revision_number", try reader.uint32())
      fields.add("updater_identity", try reader.ipv4Address())
      fields.add("update_timestamp", text: try reader.take(12).untilZero())
      fields.add("md5_digest", octets: try reader.take(16))
    case 2:
      fields.add("configuration_revision_number", try reader.uint32())
      try vlans(&reader, isCut: payload.isCut, into: &fields)
    case 3: fields.add("start_value", try reader.uint16())
    case 4:
      fields.add("first_vlan", try reader.uint16())
      fields.add("last_vlan", try reader.uint16())
      fields.add("advertised_vlans", octets: reader.rest)
    default: throw .field
    }
  }

  /// VLANs one behind the other; ends because each takes at least twelve octets.
  private static func vlans(
    _ reader: inout ByteReader, isCut: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var list: [FieldValue] = []
    defer { fields.add("vlans", list) }
    while let length = reader.peek(), list.count < Fields.mostValues {
      guard length >= 12 else { throw .option }
      guard Int(length) <= reader.count else { throw isCut ? .truncated : .option }
      var entry = ByteReader(try reader.take(Int(length)))
      var vlan = Fields()
      try entry.skip(1)
      vlan.add("suspended", try entry.uint8() & 1 != 0)
      vlan.add("type", try entry.uint8())
      let nameLength = Int(try entry.uint8())
      vlan.add("vlan_id", try entry.uint16())
      vlan.add("mtu", try entry.uint16())
      vlan.add("ieee_802_10_index", try entry.uint32())
      guard nameLength <= entry.count else { throw .option }
      vlan.add("name", text: try entry.take(nameLength))
      list.append(.group(vlan))
    }
  }
}
