/// EDP, the Extreme Discovery Protocol: Extreme Networks, "Extreme Standby Router Protocol packet format".
///
///     octet  0         1   2        4          6                 8                 10
///            | version | 0 | length | checksum | sequence number | machine id type | MAC address
///     octet  16     17     18       20
///            | 0x99 | type | length | value | 0x99 | ...
///
/// A record's length counts its own head of four octets; type 0 ends the list.
enum ExtremeDiscovery: Dissector {
  static let name: ProtocolName = "edp"
  static let carriers: [Carrier] = [.link(LinkProtocol(.snap, 0x00e02b_00bb))]

  private static let marker: UInt8 = 0x99

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 17 else { return .unsure }
    guard bytes.uint8(at: 0) == 1, bytes.uint8(at: 16) == marker else { return .unsure }
    return Int(bytes.uint16(at: 2)) <= payload.wireLength ? .certain : .unsure
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(payload.bytes)
    let version = try reader.uint8()
    fields.add("version", version)
    guard version == 1 else { throw .version }
    try reader.skip(1)
    guard Int(try reader.uint16()) <= payload.wireLength else { throw .totalLength }
    fields.add("checksum", try reader.uint16())
    fields.add("sequence_number", try reader.uint16())
    let type = try reader.uint16()
    if type == 0 {
      fields.add("machine_id", try reader.macAddress())
    } else {
      fields.add("machine_id", octets: try reader.take(6))
    }
    try records(&reader, isCut: payload.isCut, into: &fields)
  }

  /// Ends because each record takes at least four octets.
  private static func records(
    _ reader: inout ByteReader, isCut: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var lists = FieldLists()
    defer { lists.add(to: &fields) }
    while !reader.isAtEnd {
      guard try reader.uint8() == marker else { throw .option }
      let type = try reader.uint8()
      let length = Int(try reader.uint16()) - 4
      guard length >= 0 else { throw .option }
      guard length <= reader.count else { throw isCut ? .truncated : .option }
      var value = ByteReader(try reader.take(length))
      do throws(DecodeFault.Kind) {
        switch type {
        case 0: return
        case 1 where fields["display"] == nil:
          fields.add("display", text: value.rest.untilZero())
        case 2 where fields["slot"] == nil: try information(&value, into: &fields)
        case 5: try vlan(&value, &lists)
        case 8: try standbyRouter(&value, &lists)
        default:
          var other = Fields()
          other.add("type", type)
          other.add("value", octets: value.rest)
          lists.append(.group(other), to: "other_records")
        }
      } catch {
        throw .option
      }
    }
  }

  private static func information(
    _ value: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    // Counted from zero on the wire; the switch's case counts from one.
    fields.add("slot", try value.uint16())
    fields.add("port", try value.uint16())
    fields.add("virtual_chassis_id", try value.uint16())
    try value.skip(6)
    var version = ""
    for index in 0..<4 { version += (index > 0 ? "." : "") + String(try value.uint8()) }
    fields.add("software_version", version)
    fields.add("virtual_chassis_id_connections", octets: try value.take(16))
  }

  private static func vlan(
    _ value: inout ByteReader, _ lists: inout FieldLists
  ) throws(DecodeFault.Kind) {
    var vlan = Fields()
    let flags = try value.uint8()
    vlan.add("has_ip_interface", flags & 0x80 != 0)
    try value.skip(1)
    vlan.add("vlan_id", try value.uint16())
    try value.skip(4)
    vlan.add("ip_address", try value.ipv4Address())
    vlan.add("name", text: value.rest.untilZero())
    lists.append(.group(vlan), to: "vlans")
  }

  private static func standbyRouter(
    _ value: inout ByteReader, _ lists: inout FieldLists
  ) throws(DecodeFault.Kind) {
    var router = Fields()
    router.add("protocol", try value.uint8())
    router.add("group", try value.uint8())
    router.add("priority", try value.uint16())
    router.add("state", try value.uint16())
    router.add("number_of_active_ports", try value.uint16())
    router.add("virtual_ip_address", try value.ipv4Address())
    router.add("system_mac_address", try value.macAddress())
    router.add("hello_timer_seconds", try value.uint16())
    lists.append(.group(router), to: "standby_routers")
  }
}
