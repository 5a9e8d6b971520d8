/// Set LAN Configuration Parameters, section 23.1: what a managed system's own card is called and whom
/// it tells of alerts.
extension IPMI {
  /// Channel, parameter and, of those that redirect traffic, the new value.
  static func readLANConfiguration(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    addChannel(try reader.uint8(), into: &fields)
    let parameter = try reader.uint8()
    addParameter(parameter, into: &fields)
    switch parameter {
    case 3: fields.add("ip_address", try reader.ipv4Address())
    case 4: fields.add("ip_address_source", try reader.uint8() & 0x0f)
    case 5: fields.add("mac_address", try reader.macAddress())
    case 6: fields.add("subnet_mask", try reader.ipv4Address())
    case 12: fields.add("default_gateway_address", try reader.ipv4Address())
    case 13: fields.add("default_gateway_mac_address", try reader.macAddress())
    case 14: fields.add("backup_gateway_address", try reader.ipv4Address())
    case 15: fields.add("backup_gateway_mac_address", try reader.macAddress())
    case 19:
      fields.add("destination_selector", try reader.uint8() & 0x0f)
      // Format 0: an address of IPv4 and one of hardware.
      guard try reader.uint8() >> 4 == 0 else { return }
      try reader.skip(1)
      fields.add("alerting_ip_address", try reader.ipv4Address())
      fields.add("alerting_mac_address", try reader.macAddress())
    case 20:
      let vlan = try reader.littleUInt16()
      fields.add("vlan_enabled", vlan & 0x8000 != 0)
      fields.add("vlan_id", vlan & 0x0fff)
    default: break
    }
  }

  /// Adds a parameter's number and, where the standard's table 23-4 has a short one, its name.
  static func addParameter(_ parameter: UInt8, into fields: inout Fields) {
    let names = [
      "set_in_progress", "authentication_type_support", "authentication_type_enables",
      "ip_address", "ip_address_source", "mac_address", "subnet_mask", "ipv4_header_parameters",
      "primary_rmcp_port", "secondary_rmcp_port", "bmc_generated_arp_control",
      "gratuitous_arp_interval", "default_gateway_address", "default_gateway_mac_address",
      "backup_gateway_address", "backup_gateway_mac_address", "community_string",
      "number_of_destinations", "destination_type", "destination_addresses", "vlan_id",
      "vlan_priority", "cipher_suite_entry_support", "cipher_suite_entries",
      "cipher_suite_privilege_levels", "destination_address_vlan_tags",
    ]
    fields.add("parameter_selector", parameter)
    if Int(parameter) < names.count { fields.add("parameter_selector_name", names[Int(parameter)]) }
  }
}
