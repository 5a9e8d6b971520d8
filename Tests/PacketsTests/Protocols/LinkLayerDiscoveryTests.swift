import Testing

@testable import Packets

@Suite struct LinkLayerDiscoveryTests {
  /// The basic set with two management addresses, a reserved type and a private TLV, by hand.
  private static let basic = bytes(
    """
    02 07 04 02 00 00 00 00 01  // chassis: MAC address
    04 05 05 73 77 70 31  // port: interface name
    06 02 00 78  // time to live
    08 06 75 70 6c 69 6e 6b  // port description
    0a 06 6c 65 61 66 2d 31  // system name
    0c 09 4c 69 6e 75 78 20 36 2e 31  // system description
    0e 04 00 14 00 04  // bridge and router, bridge enabled
    10 14 05 01 0a 00 00 01 02 00 00 00 03 08 2b 06 01 04 01 bf
    08 05  // IPv4, interface 3, 1.3.6.1.4.1.8072.5
    10 18 11 02 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01
    02 00 00 00 03 00  // IPv6
    12 01 01  // reserved type
    fe 06 02 00 00 07 ca fe  // somebody's own
    00 00  // end
    00 00 00 00  // padding
    """)

  /// The TLVs of IEEE 802.1 with data center bridging, by hand.
  private static let bridging = bytes(
    """
    02 06 05 01 c0 00 02 01  // chassis: network address
    04 07 03 02 00 00 00 00 02  // port: MAC address
    06 02 00 78  // time to live
    fe 06 00 80 c2 01 00 0a  // port VLAN 10
    fe 07 00 80 c2 02 06 00 14  // port and protocol VLAN 20, supported and enabled
    fe 0b 00 80 c2 03 00 0a 04 6d 67 6d 74  // VLAN 10 is mgmt
    fe 0b 00 80 c2 03 00 14 04 64 61 74 61  // VLAN 20 is data
    fe 07 00 80 c2 04 02 88 cc  // protocol identity
    fe 08 00 80 c2 05 01 02 03 04  // VID usage digest
    fe 06 00 80 c2 06 00 0a  // management VID
    fe 09 00 80 c2 07 03 00 00 00 05  // aggregated, port 5
    fe 06 00 80 c2 08 08 08  // congestion notification
    fe 1c 00 80 c2 09 c3 01 00 00 22 00 00 00 32 32 00 00 00 00
    00 00 02 02 00 00 00 00 00 00  // ETS configuration
    fe 1c 00 80 c2 0a 00 01 00 00 22 00 00 00 32 32 00 00 00 00
    00 00 02 02 00 00 00 00 00 00  // ETS recommendation
    fe 06 00 80 c2 0b 88 08  // PFC
    fe 0b 00 80 c2 0c 00 61 89 06 84 0c bc  // application priority: FCoE 3, TCP or UDP 3260 4
    00 00  // end
    """)

  /// The TLVs of IEEE 802.3 and of LLDP-MED with inventory and location, by hand.
  private static let ethernet = bytes(
    """
    02 03 07 41 31  // chassis: locally assigned
    04 02 07 37  // port: locally assigned
    06 02 00 78  // time to live
    fe 09 00 12 0f 01 03 6c 01 00 1e  // autonegotiation, 1000BASE-T full duplex
    fe 0c 00 12 0f 02 07 01 05 51 01 2c 01 2c  // power, class 4, requested and allocated 30 W
    fe 09 00 12 0f 03 01 00 00 00 00  // not aggregated
    fe 06 00 12 0f 04 05 ee  // maximum frame size 1518
    fe 0e 00 12 0f 05 00 11 00 12 00 13 00 14 00 15  // EEE
    fe 07 00 12 bb 01 00 33 03  // capabilities, class III
    fe 08 00 12 bb 02 01 40 14 6e  // voice: VLAN 10, priority 1, DSCP 46
    fe 11 00 12 bb 03 02 0b 02 44 45 03 06 42 65 72 6c 69 6e  // civic address
    fe 07 00 12 bb 04 43 00 41  // power 6.5 W
    fe 07 00 12 bb 05 68 77 31  // hardware
    fe 07 00 12 bb 06 66 77 32  // firmware
    fe 07 00 12 bb 07 73 77 33  // software
    fe 07 00 12 bb 08 53 4e 34  // serial number
    fe 08 00 12 bb 09 41 63 6d 65  // manufacturer
    fe 06 00 12 bb 0a 50 36  // model
    fe 06 00 12 bb 0b 41 37  // asset id
    00 00  // end
    """)

  /// The exchange before IEEE 802.1Qaz, version 1.01, by hand.
  private static let exchange = bytes(
    """
    02 07 04 02 00 00 00 00 01  // chassis
    04 07 03 02 00 00 00 00 01  // port
    06 02 00 78  // time to live
    fe 37 00 1b 21 02 02 0a 00 00 00 00 00 01 00 00 00 02 04 11
    00 00 80 00 00 01 00 00 32 32 00 00 00 00 00 00 02 06 06 00
    00 c0 00 08 02 08 0a 00 00 40 00 89 06 00 1b 21 08  // control, groups, PFC, application
    00 00  // end
    """)

  @Test func basicIsRead() {
    let reading = Reading(LinkLayerDiscovery.self, Self.basic)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["chassis_id_subtype"] == .number(4))
    #expect(fields["chassis_id"] == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(fields["port_id_subtype"] == .number(5))
    #expect(fields["port_id"] == .text("swp1"))
    #expect(fields["time_to_live_seconds"] == .number(120))
    #expect(fields["port_description"] == .text("uplink"))
    #expect(fields["system_name"] == .text("leaf-1"))
    #expect(fields["system_description"] == .text("Linux 6.1"))
    #expect(fields["system_capabilities"] == .number(20))
    #expect(fields["system_capabilities_names"] == .list([.text("mac_bridge"), .text("router")]))
    #expect(fields["enabled_capabilities"] == .number(4))
    #expect(fields["enabled_capabilities_names"] == .list([.text("mac_bridge")]))
    #expect(
      fields["management_addresses"]?.values?.first?.fields?["address"]
        == .address(IPAddress(v4: 0x0a00_0001)))
    #expect(
      fields["management_addresses"]?.values?.first?.fields?["interface_numbering_subtype"]
        == .number(2))
    #expect(
      fields["management_addresses"]?.values?.first?.fields?["interface_number"]
        == .number(3))
    #expect(
      fields["management_addresses"]?.values?.first?.fields?["object_identifier"]
        == .text("1.3.6.1.4.1.8072.5"))
    #expect(
      fields["management_addresses"]?.values?.last?.fields?["address"]
        == .address(IPAddress(high: 0xfe80000000000000, low: 1)))
    #expect(fields["management_addresses"]?.values?.last?.fields?["object_identifier"] == nil)
    #expect(fields["reserved_tlvs"]?.values?.first?.fields?["type"] == .number(9))
    #expect(fields["reserved_tlvs"]?.values?.first?.fields?["value"] == .octets(bytes("01")))
    #expect(
      fields["organizationally_specific_tlvs"]?.values?.first?.fields?[
        "organizationally_unique_identifier"]
        == .octets(bytes("02 00 00")))
    #expect(
      fields["organizationally_specific_tlvs"]?.values?.first?.fields?["subtype"]
        == .number(7))
    #expect(
      fields["organizationally_specific_tlvs"]?.values?.first?.fields?["information"]
        == .octets(bytes("ca fe")))
    #expect(fields["ieee_802_1"] == nil)
  }

  @Test func bridgingIsRead() {
    let reading = Reading(LinkLayerDiscovery.self, Self.bridging)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["chassis_id"] == .address(IPAddress(v4: 0xc000_0201)))
    #expect(fields["port_id"] == .mac(MACAddress(rawValue: 0x0200_0000_0002)))
    #expect(fields["ieee_802_1"]?.fields?["port_vlan_id"] == .number(10))
    #expect(
      fields["ieee_802_1"]?.fields?["port_and_protocol_vlans"]?.values?.first?.fields?["supported"]
        == .flag(true))
    #expect(
      fields["ieee_802_1"]?.fields?["port_and_protocol_vlans"]?.values?.first?.fields?["enabled"]
        == .flag(true))
    #expect(
      fields["ieee_802_1"]?.fields?["port_and_protocol_vlans"]?.values?.first?.fields?[
        "port_and_protocol_vlan_id"]
        == .number(20))
    #expect(
      fields["ieee_802_1"]?.fields?["vlans"]?.values?.first?.fields?["vlan_name"]
        == .text("mgmt"))
    #expect(fields["ieee_802_1"]?.fields?["vlans"]?.values?.last?.fields?["vlan_id"] == .number(20))
    #expect(
      fields["ieee_802_1"]?.fields?["vlans"]?.values?.last?.fields?["vlan_name"]
        == .text("data"))
    #expect(
      fields["ieee_802_1"]?.fields?["protocol_identities"]?.values?.first
        == .octets(bytes("88 cc")))
    #expect(fields["ieee_802_1"]?.fields?["vid_usage_digest"] == .number(16909060))
    #expect(fields["ieee_802_1"]?.fields?["management_vid"] == .number(10))
    #expect(
      fields["ieee_802_1"]?.fields?["link_aggregation"]?.fields?["aggregation_capability"]
        == .flag(true))
    #expect(
      fields["ieee_802_1"]?.fields?["link_aggregation"]?.fields?["aggregated_port_id"]
        == .number(5))
    #expect(
      fields["ieee_802_1"]?.fields?["congestion_notification"]?.fields?[
        "per_priority_cnpv_indicators"]
        == .number(8))
    #expect(fields["ieee_802_1"]?.fields?["ets_configuration"]?.fields?["willing"] == .flag(true))
    #expect(
      fields["ieee_802_1"]?.fields?["ets_configuration"]?.fields?["credit_based_shaper"]
        == .flag(true))
    #expect(
      fields["ieee_802_1"]?.fields?["ets_configuration"]?.fields?["maximum_traffic_classes"]
        == .number(3))
    #expect(
      fields["ieee_802_1"]?.fields?["ets_configuration"]?.fields?["priority_assignment"]
        == .list([
          .number(0), .number(1), .number(0), .number(0), .number(0), .number(0), .number(2),
          .number(2),
        ]))
    #expect(
      fields["ieee_802_1"]?.fields?["ets_configuration"]?.fields?["traffic_class_bandwidth_percent"]
        == .list([
          .number(0), .number(0), .number(0), .number(50), .number(50), .number(0), .number(0),
          .number(0),
        ]))
    #expect(
      fields["ieee_802_1"]?.fields?["ets_configuration"]?.fields?[
        "transmission_selection_algorithm"]
        == .list([
          .number(0), .number(0), .number(0), .number(2), .number(2), .number(0), .number(0),
          .number(0),
        ]))
    #expect(fields["ieee_802_1"]?.fields?["ets_recommendation"]?.fields?["willing"] == nil)
    #expect(
      fields["ieee_802_1"]?.fields?["ets_recommendation"]?.fields?["priority_assignment"]
        == .list([
          .number(0), .number(1), .number(0), .number(0), .number(0), .number(0), .number(2),
          .number(2),
        ]))
    #expect(
      fields["ieee_802_1"]?.fields?["priority_based_flow_control"]?.fields?["willing"]
        == .flag(true))
    #expect(
      fields["ieee_802_1"]?.fields?["priority_based_flow_control"]?.fields?["pfc_capability"]
        == .number(8))
    #expect(
      fields["ieee_802_1"]?.fields?["priority_based_flow_control"]?.fields?["pfc_enable"]
        == .number(8))
    #expect(
      fields["ieee_802_1"]?.fields?["application_priorities"]?.values?.first?.fields?["priority"]
        == .number(3))
    #expect(
      fields["ieee_802_1"]?.fields?["application_priorities"]?.values?.first?.fields?["selector"]
        == .number(1))
    #expect(
      fields["ieee_802_1"]?.fields?["application_priorities"]?.values?.first?.fields?["protocol_id"]
        == .number(35078))
    #expect(
      fields["ieee_802_1"]?.fields?["application_priorities"]?.values?.last?.fields?["protocol_id"]
        == .number(3260))
  }

  @Test func ethernetIsRead() {
    let reading = Reading(LinkLayerDiscovery.self, Self.ethernet)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["chassis_id"] == .text("A1"))
    #expect(fields["port_id"] == .text("7"))
    #expect(
      fields["ieee_802_3"]?.fields?["mac_phy_configuration_status"]?.fields?[
        "autonegotiation_enabled"]
        == .flag(true))
    #expect(
      fields["ieee_802_3"]?.fields?["mac_phy_configuration_status"]?.fields?[
        "pmd_autonegotiation_advertised_capability"]
        == .number(27649))
    #expect(
      fields["ieee_802_3"]?.fields?["mac_phy_configuration_status"]?.fields?["operational_mau_type"]
        == .number(30))
    #expect(
      fields["ieee_802_3"]?.fields?["power_via_mdi"]?.fields?["port_class_pse"]
        == .flag(true))
    #expect(fields["ieee_802_3"]?.fields?["power_via_mdi"]?.fields?["power_class"] == .number(5))
    #expect(fields["ieee_802_3"]?.fields?["power_via_mdi"]?.fields?["power_type"] == .number(1))
    #expect(fields["ieee_802_3"]?.fields?["power_via_mdi"]?.fields?["power_priority"] == .number(1))
    #expect(
      fields["ieee_802_3"]?.fields?["power_via_mdi"]?.fields?["pse_allocated_power_100_milliwatts"]
        == .number(300))
    #expect(
      fields["ieee_802_3"]?.fields?["link_aggregation"]?.fields?["aggregation_status"]
        == .flag(false))
    #expect(fields["ieee_802_3"]?.fields?["maximum_frame_size"] == .number(1518))
    #expect(
      fields["ieee_802_3"]?.fields?["energy_efficient_ethernet"]?.fields?[
        "transmit_tw_microseconds"]
        == .number(17))
    #expect(
      fields["ieee_802_3"]?.fields?["energy_efficient_ethernet"]?.fields?[
        "echo_receive_tw_microseconds"]
        == .number(21))
    #expect(fields["lldp_med"]?.fields?["capabilities"] == .number(51))
    #expect(fields["lldp_med"]?.fields?["device_class"] == .number(3))
    #expect(
      fields["lldp_med"]?.fields?["network_policies"]?.values?.first?.fields?["application_type"]
        == .number(1))
    #expect(
      fields["lldp_med"]?.fields?["network_policies"]?.values?.first?.fields?["tagged"]
        == .flag(true))
    #expect(
      fields["lldp_med"]?.fields?["network_policies"]?.values?.first?.fields?["vlan_id"]
        == .number(10))
    #expect(
      fields["lldp_med"]?.fields?["network_policies"]?.values?.first?.fields?["layer_2_priority"]
        == .number(1))
    #expect(
      fields["lldp_med"]?.fields?["network_policies"]?.values?.first?.fields?["dscp"]
        == .number(46))
    #expect(
      fields["lldp_med"]?.fields?["locations"]?.values?.first?.fields?["location_data_format"]
        == .number(2))
    #expect(
      fields["lldp_med"]?.fields?["locations"]?.values?.first?.fields?["country_code"]
        == .text("DE"))
    #expect(
      fields["lldp_med"]?.fields?["locations"]?.values?.first?.fields?["civic_address_elements"]?
        .values?.first?.fields?["value"]
        == .text("Berlin"))
    #expect(
      fields["lldp_med"]?.fields?["extended_power_via_mdi"]?.fields?["power_value_100_milliwatts"]
        == .number(65))
    #expect(fields["lldp_med"]?.fields?["hardware_revision"] == .text("hw1"))
    #expect(fields["lldp_med"]?.fields?["firmware_revision"] == .text("fw2"))
    #expect(fields["lldp_med"]?.fields?["software_revision"] == .text("sw3"))
    #expect(fields["lldp_med"]?.fields?["serial_number"] == .text("SN4"))
    #expect(fields["lldp_med"]?.fields?["manufacturer_name"] == .text("Acme"))
    #expect(fields["lldp_med"]?.fields?["model_name"] == .text("P6"))
    #expect(fields["lldp_med"]?.fields?["asset_id"] == .text("A7"))
  }

  @Test func exchangeIsRead() {
    let reading = Reading(LinkLayerDiscovery.self, Self.exchange)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["dcbx"]?.fields?["subtype"] == .number(2))
    #expect(fields["dcbx"]?.fields?["sequence_number"] == .number(1))
    #expect(fields["dcbx"]?.fields?["acknowledgment_number"] == .number(2))
    #expect(fields["dcbx"]?.fields?["features"]?.values?.first?.fields?["type"] == .number(2))
    #expect(fields["dcbx"]?.fields?["features"]?.values?.first?.fields?["enable"] == .flag(true))
    #expect(fields["dcbx"]?.fields?["features"]?.values?.first?.fields?["willing"] == .flag(false))
    #expect(
      fields["dcbx"]?.fields?["features"]?.values?.first?.fields?["priority_group_percent"]
        == .list([
          .number(50), .number(50), .number(0), .number(0), .number(0), .number(0), .number(0),
          .number(0),
        ]))
    #expect(
      fields["dcbx"]?.fields?["features"]?.values?.first?.fields?["traffic_classes_supported"]
        == .number(2))
    #expect(fields["dcbx"]?.fields?["features"]?.values?.last?.fields?["type"] == .number(4))
    #expect(
      fields["dcbx"]?.fields?["features"]?.values?.last?.fields?["applications"]?.values?.first?
        .fields?["protocol_id"]
        == .number(35078))
    #expect(
      fields["dcbx"]?.fields?["features"]?.values?.last?.fields?["applications"]?.values?.first?
        .fields?["selector"]
        == .number(0))
    #expect(
      fields["dcbx"]?.fields?["features"]?.values?.last?.fields?["applications"]?.values?.first?
        .fields?["organizationally_unique_identifier"]
        == .octets(bytes("00 1b 21")))
    #expect(
      fields["dcbx"]?.fields?["features"]?.values?.last?.fields?["applications"]?.values?.first?
        .fields?["user_priority_map"]
        == .number(8))
  }

  @Test func anotherFirstTLVIsUnsure() {
    #expect(Reading(LinkLayerDiscovery.self, bytes("04 07 04 02 00")).recognition == .unsure)
    #expect(Reading(LinkLayerDiscovery.self, bytes("02 01 04 00 00")).recognition == .unsure)
  }

  @Test func mandatoryTLVIsMissing() {
    let reading = Reading(LinkLayerDiscovery.self, bytes("02 03 07 41 31 06 02 00 78 00 00"))
    #expect(reading.fault == .field)
    #expect(reading.fields["time_to_live_seconds"] == .number(120))
  }

  /// The port VLAN has one octet too few; what stands behind it is read all the same.
  @Test func brokenTLVDoesNotHideTheNext() {
    let octets = bytes(
      """
      02 03 07 41 31 04 02 07 37 06 02 00 78
      fe 05 00 80 c2 01 00
      0a 01 73 00 00
      """)
    let reading = Reading(LinkLayerDiscovery.self, octets)
    #expect(reading.fault == .option)
    #expect(reading.fields["system_name"] == .text("s"))
  }

  @Test func secondTimeToLiveIsBroken() {
    let octets = bytes("02 03 07 41 31 04 02 07 37 06 02 00 78 06 02 00 01 00 00")
    let reading = Reading(LinkLayerDiscovery.self, octets)
    #expect(reading.fault == .option)
    #expect(reading.fields["time_to_live_seconds"] == .number(120))
  }

  @Test func lengthReachesPastTheFrame() {
    let octets = bytes("02 03 07 41 31 04 20 07 37")
    #expect(Reading(LinkLayerDiscovery.self, octets).fault == .option)
    #expect(Reading(LinkLayerDiscovery.self, octets, wireLength: 60).fault == .truncated)
  }

  /// An object identifier whose last number is not finished.
  @Test func unfinishedObjectIdentifierIsOctets() {
    let octets = bytes("2b 86")
    #expect(
      unsafe LinkLayerDiscovery.objectIdentifier(octets.span.bytes) == .octets(octets))
  }

  @Test func whateverTheOctets() {
    expectTotal(LinkLayerDiscovery.self, Self.basic)
    expectTotal(LinkLayerDiscovery.self, Self.bridging)
    expectTotal(LinkLayerDiscovery.self, Self.ethernet)
    expectTotal(LinkLayerDiscovery.self, Self.exchange)
  }
}
