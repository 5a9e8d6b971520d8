/// LLDP, IEEE 802.1AB-2016 clauses 8 and 9.
///
///     octet  0                             2
///            | type 7 bits, length 9 bits  | value | type, length | value | ... | 0, 0 end
///
/// Chassis, port and time to live come first, in this order; the rest in any. Type 127 is an
/// organization's own: three octets that name it, and a subtype.
enum LinkLayerDiscovery: Dissector {
  static let name: ProtocolName = "lldp"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x88cc)))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 3 else { return .unsure }
    let head = bytes.uint16(at: 0)
    // A chassis identifier of 1 to 255 octets behind its subtype.
    return head >> 9 == 1 && (2...256).contains(head & 0x1ff) ? .certain : .unsure
  }

  /// Ends because each TLV takes at least two octets.
  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    var gathered = Gathered()
    defer { gathered.add(to: &fields) }
    // A TLV that is broken inside is told at the end: those behind it can be read all the same.
    var isBroken = false
    while true {
      let head = try reader.uint16()
      let length = Int(head & 0x1ff)
      guard length <= reader.count else { throw payload.isCut ? .truncated : .option }
      let value = try reader.take(length)
      let type = UInt8(truncatingIfNeeded: head >> 9)
      if type == 0 { break }
      do throws(DecodeFault.Kind) {
        if type == 127 {
          try organizational(value, &gathered)
        } else {
          try basic(type, value, &gathered, into: &fields)
        }
      } catch {
        isBroken = true
      }
    }
    if isBroken { throw .option }
    guard fields["chassis_id"] != nil, fields["port_id"] != nil,
      fields["time_to_live_seconds"] != nil
    else { throw .field }
  }

  /// The basic management set.
  private static func basic(
    _ type: UInt8, _ value: RawSpan, _ gathered: inout Gathered, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(value)
    switch type {
    case 1: try identifier("chassis_id", chassisKinds, &reader, into: &fields)
    case 2: try identifier("port_id", portKinds, &reader, into: &fields)
    case 3:
      guard fields["time_to_live_seconds"] == nil else { throw .option }
      fields.add("time_to_live_seconds", try reader.uint16())
    case 4...6:
      let name = ["port_description", "system_name", "system_description"][Int(type) - 4]
      guard fields[name] == nil else { throw .option }
      // Some senders count the zero behind a text.
      fields.add(name, text: value.untilZero())
    case 7:
      guard fields["system_capabilities"] == nil else { throw .option }
      let capabilities = try reader.uint16()
      fields.add("system_capabilities", capabilities)
      fields.add("system_capabilities_names", .names(ofBits: capabilities, capabilityNames))
      let enabled = try reader.uint16()
      fields.add("enabled_capabilities", enabled)
      fields.add("enabled_capabilities_names", .names(ofBits: enabled, capabilityNames))
    case 8: try managementAddress(&reader, &gathered)
    default:
      var other = Fields()
      other.add("type", type)
      other.add("value", octets: value)
      gathered.lists.append(.group(other), to: "reserved_tlvs")
    }
  }

  /// The bits of the capabilities, lowest first: IEEE 802.1AB-2016 table 8-4.
  private static let capabilityNames = [
    "other", "repeater", "mac_bridge", "wlan_access_point", "router", "telephone",
    "docsis_cable_device", "station_only", "c_vlan", "s_vlan", "two_port_mac_relay",
  ]

  /// An organization's own: those of three standards are read, of others their octets are told.
  private static func organizational(
    _ value: RawSpan, _ gathered: inout Gathered
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(value)
    let organization = try reader.uint24()
    let subtype = try reader.uint8()
    let isRead =
      switch organization {
      case 0x0080c2: try bridging(subtype, &reader, &gathered)
      case 0x00120f: try ethernet(subtype, &reader, &gathered)
      case 0x0012bb: try mediaEndpoint(subtype, &reader, &gathered)
      case 0x001b21: try dataCenterBridgingExchange(subtype, &reader, &gathered)
      default: false
      }
    if isRead { return }
    var own = Fields()
    own.add("organizationally_unique_identifier", octets: value.extracting(first: 3))
    own.add("subtype", subtype)
    own.add("information", octets: reader.rest)
    gathered.lists.append(.group(own), to: "organizationally_specific_tlvs")
  }
}
