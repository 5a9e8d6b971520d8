/// What commands, responses and events carry, DSP0222 1.2 sections 8.4 and 8.5.
extension NetworkControllerSideband {
  /// Names of the commands, DSP0222 table 17 and its revisions, in lower case.
  static let commandNames: [UInt8: String] = [
    0x00: "clear_initial_state", 0x01: "select_package", 0x02: "deselect_package",
    0x03: "enable_channel", 0x04: "disable_channel", 0x05: "reset_channel",
    0x06: "enable_channel_network_tx", 0x07: "disable_channel_network_tx", 0x08: "aen_enable",
    0x09: "set_link", 0x0a: "get_link_status", 0x0b: "set_vlan_filter", 0x0c: "enable_vlan",
    0x0d: "disable_vlan", 0x0e: "set_mac_address", 0x10: "enable_broadcast_filter",
    0x11: "disable_broadcast_filter", 0x12: "enable_global_multicast_filter",
    0x13: "disable_global_multicast_filter", 0x14: "set_nc_si_flow_control",
    0x15: "get_version_id", 0x16: "get_capabilities", 0x17: "get_parameters",
    0x18: "get_controller_packet_statistics", 0x19: "get_nc_si_statistics",
    0x1a: "get_nc_si_pass_through_statistics", 0x1b: "get_package_status",
    0x1c: "get_pf_assignment", 0x1d: "set_pf_assignment", 0x1e: "get_boot_config",
    0x1f: "set_boot_config", 0x20: "get_iscsi_offload_statistics",
    0x21: "get_partition_tx_bandwidth", 0x22: "set_partition_tx_bandwidth",
    0x23: "get_asic_temperature", 0x24: "get_ambient_temperature", 0x25: "get_sff_module_temp",
    0x50: "oem_command", 0x51: "pldm", 0x52: "get_package_uuid", 0xff: "aen",
  ]

  static func event(
    _ body: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    try body.skip(3)
    let type = try body.uint8()
    fields.add("aen_type", type)
    switch type {
    case 0:
      try linkStatus(&body, into: &fields)
    case 2:
      fields.add("host_network_controller_driver_running", try body.uint32() & 1 != 0)
    default: break
    }
  }

  /// The part of a link status that commands and events share.
  private static func linkStatus(
    _ body: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let status = try body.uint32()
    fields.add("link_up", status & 1 != 0)
    fields.add("speed_and_duplex", UInt8(status >> 1 & 0x0f))
    fields.add("link_status", status)
  }

  static func request(
    _ command: UInt8, _ body: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch command {
    case 0x01:
      fields.add("hardware_arbitration_disable", try body.uint32() & 1 != 0)
    case 0x04:
      fields.add("allow_link_down", try body.uint32() & 1 != 0)
    case 0x08:
      fields.add("aen_management_controller_id", UInt8(truncatingIfNeeded: try body.uint32()))
      fields.add("aen_control", try body.uint32())
    case 0x09:
      fields.add("link_settings", try body.uint32())
      fields.add("oem_link_settings", try body.uint32())
    case 0x0b:
      try body.skip(2)
      fields.add("vlan_id", try body.uint16() & 0x0fff)
      try body.skip(2)
      fields.add("filter_selector", try body.uint8())
      fields.add("enable", try body.uint8() & 1 != 0)
    case 0x0c:
      fields.add("enable_vlan_mode", UInt8(truncatingIfNeeded: try body.uint32()))
    case 0x0e:
      fields.add("mac_address", try body.macAddress())
      fields.add("mac_address_number", try body.uint8())
      let control = try body.uint8()
      fields.add("address_type", control >> 5)
      fields.add("enable", control & 1 != 0)
    case 0x10, 0x12:
      fields.add("packet_filter_settings", try body.uint32())
    case 0x14:
      fields.add("flow_control_enable", UInt8(truncatingIfNeeded: try body.uint32()))
    case 0x50 where body.count >= 4:
      fields.add("manufacturer_id", try body.uint32())
      fields.add("oem_data", octets: body.rest)
    default: break
    }
  }

  static func response(
    _ command: UInt8, _ body: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    // A response that reports a failure ends behind its codes.
    guard !body.isAtEnd else { return }
    switch command {
    case 0x0a:
      try linkStatus(&body, into: &fields)
      fields.add("other_indications", try body.uint32())
      fields.add("oem_link_status", try body.uint32())
    case 0x15:
      fields.add("nc_si_version", octets: try body.take(8))
      fields.add("firmware_name", text: try body.take(12).untilZero())
      fields.add("firmware_version", try body.uint32())
      fields.add("pci_device_id", try body.uint16())
      fields.add("pci_vendor_id", try body.uint16())
      fields.add("pci_subsystem_device_id", try body.uint16())
      fields.add("pci_subsystem_vendor_id", try body.uint16())
      fields.add("manufacturer_id", try body.uint32())
    case 0x16:
      fields.add("capabilities", try body.uint32())
      fields.add("broadcast_filter_capabilities", try body.uint32())
      fields.add("multicast_filter_capabilities", try body.uint32())
      fields.add("buffering_capabilities", try body.uint32())
      fields.add("aen_control_support", try body.uint32())
      fields.add("vlan_filter_count", try body.uint8())
      fields.add("mixed_filter_count", try body.uint8())
      fields.add("multicast_filter_count", try body.uint8())
      fields.add("unicast_filter_count", try body.uint8())
      try body.skip(2)
      fields.add("vlan_mode_support", try body.uint8())
      fields.add("channel_count", try body.uint8())
    case 0x50 where body.count >= 4:
      fields.add("manufacturer_id", try body.uint32())
      fields.add("oem_data", octets: body.rest)
    case 0x52: fields.add("package_uuid", octets: try body.take(16))
    default: break
    }
  }
}
