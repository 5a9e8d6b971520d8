/// TLVs of IEEE 802.3, 00-12-0F: IEEE 802.3-2018 clause 79.3.
extension LinkLayerDiscovery {
  /// Reads one; `false` where its subtype is not known.
  static func ethernet(
    _ subtype: UInt8, _ reader: inout ByteReader, _ gathered: inout Gathered
  ) throws(DecodeFault.Kind) -> Bool {
    guard let name = ethernetNames[subtype] else { return false }
    guard gathered.ethernet[name] == nil else { throw .option }
    var group = Fields()
    switch subtype {
    case 1:
      let status = try reader.uint8()
      group.add("autonegotiation_supported", status & 1 != 0)
      group.add("autonegotiation_enabled", status & 2 != 0)
      group.add("pmd_autonegotiation_advertised_capability", try reader.uint16())
      group.add("operational_mau_type", try reader.uint16())
    case 2: try power(&reader, into: &group)
    case 3: group = try linkAggregation(&reader)
    case 4:
      gathered.ethernet.add(name, try reader.uint16())
      return true
    case 5:
      group.add("transmit_tw_microseconds", try reader.uint16())
      group.add("receive_tw_microseconds", try reader.uint16())
      group.add("fallback_receive_tw_microseconds", try reader.uint16())
      group.add("echo_transmit_tw_microseconds", try reader.uint16())
      group.add("echo_receive_tw_microseconds", try reader.uint16())
    case 6:
      group.add("transmit_fast_wake", try reader.uint8() != 0)
      group.add("receive_fast_wake", try reader.uint8() != 0)
      group.add("echo_transmit_fast_wake", try reader.uint8() != 0)
      group.add("echo_receive_fast_wake", try reader.uint8() != 0)
    default:
      gathered.ethernet.add(name, try reader.uint16())
      return true
    }
    gathered.ethernet.add(name, group)
    return true
  }

  private static let ethernetNames: [UInt8: String] = [
    1: "mac_phy_configuration_status", 2: "power_via_mdi", 3: "link_aggregation",
    4: "maximum_frame_size", 5: "energy_efficient_ethernet",
    6: "energy_efficient_ethernet_fast_wake", 7: "additional_ethernet_capabilities",
  ]

  /// Power over the link: three octets, twelve with classification, more of two signatures.
  private static func power(
    _ reader: inout ByteReader, into group: inout Fields
  ) throws(DecodeFault.Kind) {
    let support = try reader.uint8()
    group.add("port_class_pse", support & 1 != 0)
    group.add("pse_mdi_power_supported", support & 2 != 0)
    group.add("pse_mdi_power_enabled", support & 4 != 0)
    group.add("pse_pairs_control_ability", support & 8 != 0)
    group.add("pse_power_pair", try reader.uint8())
    group.add("power_class", try reader.uint8())
    guard reader.count >= 5 else { return }
    let head = try reader.uint8()
    group.add("power_type", head >> 6)
    group.add("power_source", head >> 4 & 3)
    group.add("power_priority", head & 3)
    group.add("pd_requested_power_100_milliwatts", try reader.uint16())
    group.add("pse_allocated_power_100_milliwatts", try reader.uint16())
    if !reader.isAtEnd { group.add("type_3_and_4_extension", octets: reader.rest) }
  }
}
