/// Records that are numbers, and that a message has once.
extension CiscoDiscovery {
  static func single(
    _ type: UInt16, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch type {
    case 0x04:
      let capabilities = try reader.uint32()
      fields.add("capabilities", capabilities)
      fields.add("capabilities_names", .names(ofBits: capabilities, capabilityNames))
    case 0x08: try hello(&reader, into: &fields)
    case 0x0a: fields.add("native_vlan", try reader.uint16())
    case 0x0b: fields.add("full_duplex", try reader.uint8() != 0)
    case 0x0e: try appliance("appliance_vlan_reply", &reader, into: &fields)
    case 0x0f: try appliance("appliance_vlan_query", &reader, into: &fields)
    case 0x10: fields.add("power_consumption_milliwatts", try reader.uint16())
    case 0x11: fields.add("mtu", try reader.uint32())
    case 0x12: fields.add("extended_trust", try reader.uint8())
    case 0x13: fields.add("untrusted_port_class_of_service", try reader.uint8())
    case 0x17:
      try reader.skip(1)
      fields.add("location", text: reader.rest)
    case 0x19: try power("power_requested", &reader, into: &fields)
    case 0x1a: try power("power_available", &reader, into: &fields)
    default: break
    }
  }

  /// The bits of the capabilities, lowest first.
  static let capabilityNames = [
    "router", "transparent_bridge", "source_route_bridge", "switch", "host", "igmp_report_filter",
    "repeater", "voip_phone", "remotely_managed_device", "cvta_phone_port",
    "two_port_mac_relay",
  ]

  /// The hello of another protocol that rides along, of which the cluster's address says most.
  private static func hello(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var hello = Fields()
    defer { fields.add("protocol_hello", hello) }
    hello.add("organizationally_unique_identifier", octets: try reader.take(3))
    hello.add("protocol_id", try reader.uint16())
    hello.add("data", octets: reader.rest)
  }

  private static func appliance(
    _ name: String, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var appliance = Fields()
    defer { fields.add(name, appliance) }
    appliance.add("appliance_id", try reader.uint8())
    // A phone that only asks names no VLAN.
    if reader.count >= 2 { appliance.add("vlan", try reader.uint16()) }
  }

  private static func power(
    _ name: String, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var power = Fields()
    defer { fields.add(name, power) }
    power.add("request_id", try reader.uint16())
    power.add("management_id", try reader.uint16())
    var levels: [FieldValue] = []
    while reader.count >= 4, levels.count < Fields.mostValues {
      levels.append(.number(UInt64(try reader.uint32())))
    }
    power.add("levels_milliwatts", levels)
  }

  /// Prefixes of on-demand routing; a hub says its own address instead, without a length.
  static func prefixes(
    _ reader: inout ByteReader, _ lists: inout FieldLists
  ) throws(DecodeFault.Kind) {
    if reader.count == 4 {
      lists.append(.address(try reader.ipv4Address()), to: "default_gateways")
      return
    }
    while !reader.isAtEnd {
      var prefix = Fields()
      prefix.add("address", try reader.ipv4Address())
      prefix.add("prefix_length", try reader.uint8())
      lists.append(.group(prefix), to: "ip_prefixes")
    }
  }
}
