/// Spanning tree BPDU: STP, RSTP and MSTP, IEEE 802.1Q-2018 clause 14 and IEEE 802.1D-2004 clause 9.
///
///     octet  0              2         3      4       5                 13               17
///            | protocol 0   | version | type | flags | root identifier | root path cost | bridge id
///     octet  25     27           29        31           33               35
///            | port | message age | max age | hello time | forward delay | version 1 length 0 | MST
///
/// The four times count 256ths of a second. A topology change notification ends behind its type.
enum SpanningTree: Dissector {
  static let name: ProtocolName = "stp"
  static let carriers: [Carrier] = [.link(LinkProtocol(.llc, 0x4242))]

  private static let topologyChangeNotification: UInt8 = 0x80
  private static let rapid: UInt8 = 2

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 4 else { return .unsure }
    guard bytes.uint16(at: 0) == 0 else { return .notMine }
    switch bytes.uint8(at: 3) {
    case 0, rapid, topologyChangeNotification: return .certain
    default: return .unsure
    }
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    guard let version = try bridgeProtocolDataUnit(&reader, into: &fields), version >= rapid else {
      return
    }
    let versionOneLength = try reader.uint8()
    guard version >= 3, versionOneLength == 0 else { return }
    try multipleSpanningTrees(&reader, into: &fields)
  }

  /// Reads up to the forward delay; the version where anything may follow it.
  static func bridgeProtocolDataUnit(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) -> UInt8? {
    guard try reader.uint16() == 0 else { throw .field }
    let version = try reader.uint8()
    fields.add("protocol_version_identifier", version)
    let type = try reader.uint8()
    fields.add("bpdu_type", type)
    switch type {
    case topologyChangeNotification: return nil
    case 0, rapid: break
    default: throw .field
    }
    addFlags(try reader.uint8(), isRapid: type == rapid, into: &fields)
    let isMultiple = version >= 3 && type == rapid
    try addIdentifier("root_identifier", &reader, into: &fields)
    fields.add(isMultiple ? "external_path_cost" : "root_path_cost", try reader.uint32())
    // What stands here of an MST BPDU is the region's root; the sender itself comes behind.
    try addIdentifier(
      isMultiple ? "regional_root_identifier" : "bridge_identifier", &reader, into: &fields)
    fields.add("port_identifier", try reader.uint16())
    fields.add("message_age_256ths_of_second", try reader.uint16())
    fields.add("max_age_256ths_of_second", try reader.uint16())
    fields.add("hello_time_256ths_of_second", try reader.uint16())
    fields.add("forward_delay_256ths_of_second", try reader.uint16())
    return type == rapid ? version : 0
  }

  /// Flags of a configuration, rapid or MST instance message; the middle ones only mean something in
  /// the latter two.
  static func addFlags(_ flags: UInt8, isRapid: Bool, into fields: inout Fields) {
    fields.add("topology_change", flags & 0x01 != 0)
    if isRapid {
      fields.add("proposal", flags & 0x02 != 0)
      fields.add("port_role", flags >> 2 & 3)
      fields.add("learning", flags & 0x10 != 0)
      fields.add("forwarding", flags & 0x20 != 0)
      fields.add("agreement", flags & 0x40 != 0)
    }
    fields.add("topology_change_acknowledgment", flags & 0x80 != 0)
  }

  /// A bridge identifier: priority in steps of 4096, a VLAN or instance, and an address.
  static func addIdentifier(
    _ name: String, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let head = try reader.uint16()
    var identifier = Fields()
    identifier.add("priority", head & 0xf000)
    identifier.add("system_id_extension", head & 0x0fff)
    identifier.add("address", try reader.macAddress())
    fields.add(name, identifier)
  }
}
