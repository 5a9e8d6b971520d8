/// FIP, the FCoE initialization protocol, INCITS 462 (FC-BB-5) clause 7.7.7.
///
///     octet  0               1   2           4   5         6                 8
///            | version 4 bits | 0 | operation | 0 | subcode | length in words | flags
///     octet  10
///            | type | length in words | value | type | length | ...
///
/// A descriptor's length counts its own head of two octets.
enum FibreChannelInitialization: Dissector {
  static let name: ProtocolName = "fip"
  static let carriers: [Carrier] = [.link(LinkProtocol(EtherType(rawValue: 0x8914)))]

  private static let headerLength = 10

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= headerLength else { return .unsure }
    let isSound =
      bytes.uint8(at: 0) >> 4 == 1
      && Int(bytes.uint16(at: 6)) * 4 <= payload.wireLength - headerLength
    return isSound ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8() >> 4
    fields.add("version", version)
    guard version == 1 else { throw .version }
    try reader.skip(1)
    fields.add("operation_code", try reader.uint16())
    try reader.skip(1)
    fields.add("operation_subcode", try reader.uint8())
    let length = Int(try reader.uint16()) * 4
    let flags = try reader.uint16()
    fields.add("fabric_provided_mac_address", flags & 0x8000 != 0)
    fields.add("server_provided_mac_address", flags & 0x4000 != 0)
    fields.add("available_for_login", flags & 0x0004 != 0)
    fields.add("solicited", flags & 0x0002 != 0)
    fields.add("fibre_channel_forwarder", flags & 0x0001 != 0)
    guard length <= payload.wireLength - headerLength else { throw .totalLength }
    let isCut = length > reader.count
    var list = ByteReader(reader.rest.extracting(first: min(length, reader.count)))
    try descriptors(&list, isCut: isCut, into: &fields)
  }

  /// Ends because each descriptor takes at least four octets.
  private static func descriptors(
    _ reader: inout ByteReader, isCut: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var lists = FieldLists()
    defer { lists.add(to: &fields) }
    while !reader.isAtEnd {
      let type = try reader.uint8()
      let length = Int(try reader.uint8()) * 4 - 2
      guard length >= 2 else { throw .option }
      guard length <= reader.count else { throw isCut ? .truncated : .option }
      var value = ByteReader(try reader.take(length))
      do throws(DecodeFault.Kind) {
        try descriptor(type, &value, &lists, into: &fields)
      } catch {
        throw .option
      }
    }
  }

  private static func descriptor(
    _ type: UInt8, _ value: inout ByteReader, _ lists: inout FieldLists, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    if let name = once[type], fields[name] != nil { throw .option }
    switch type {
    case 1:
      try value.skip(1)
      fields.add("priority", try value.uint8())
    case 2: lists.append(.mac(try value.macAddress()), to: "mac_addresses")
    case 3:
      try value.skip(3)
      fields.add("fc_map", try value.uint24())
    case 4:
      try value.skip(2)
      fields.add("name_identifier", octets: try value.take(8))
    case 5:
      var fabric = Fields()
      fabric.add("vf_id", try value.uint16())
      try value.skip(1)
      fabric.add("fc_map", try value.uint24())
      fabric.add("fabric_name", octets: try value.take(8))
      fields.add("fabric", fabric)
    case 6: fields.add("maximum_fcoe_size", try value.uint16())
    case 7...10:
      try value.skip(2)
      var login = Fields()
      try FibreChannelOverEthernet.frameHeader(&value, into: &login)
      fields.add(logins[Int(type) - 7], login)
    case 11:
      var port = Fields()
      port.add("mac_address", try value.macAddress())
      try value.skip(1)
      port.add("address_identifier", try value.uint24())
      port.add("port_name", octets: try value.take(8))
      lists.append(.group(port), to: "vx_port_identifications")
    case 12:
      try value.skip(1)
      fields.add("fka_adv_disabled", try value.uint8() & 1 != 0)
      fields.add("fka_adv_period_milliseconds", try value.uint32())
    case 13:
      try value.skip(2)
      fields.add("vendor_id", octets: try value.take(8))
    case 14: lists.append(.number(UInt64(try value.uint16() & 0x0fff)), to: "vlans")
    default:
      var other = Fields()
      other.add("type", type)
      other.add("value", octets: value.rest)
      lists.append(.group(other), to: "other_descriptors")
    }
  }

  private static let logins = ["flogi", "npiv_fdisc", "logo", "elp"]

  /// The first field of what a message has once.
  private static let once: [UInt8: String] = [
    1: "priority", 3: "fc_map", 4: "name_identifier", 5: "fabric", 6: "maximum_fcoe_size",
    7: "flogi", 8: "npiv_fdisc", 9: "logo", 10: "elp", 12: "fka_adv_disabled", 13: "vendor_id",
  ]
}
