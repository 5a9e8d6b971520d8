import Testing

@testable import Packets

@Suite struct CiscoDiscoveryTests {
  /// All usual records, by hand.
  private static let message = bytes(
    """
    02 b4 00 00  // version 2, 180 seconds, checksum
    00 01 00 0f 73 77 31 2e 65 78 61 6d 70 6c 65  // device
    00 02 00 2d 00 00 00 02 01 01 cc 00 04 c0 00 02 01 02 08 aa
    aa 03 00 00 00 86 dd 00 10 fe 80 00 00 00 00 00 00 00 00 00
    00 00 00 00 01  // addresses
    00 03 00 09 47 69 30 2f 31  // port
    00 04 00 08 00 00 00 29  // router, switch, IGMP
    00 05 00 0a 49 4f 53 20 31 35  // software
    00 06 00 0b 63 69 73 63 6f 20 58  // platform
    00 07 00 09 0a 00 00 00 18  // prefix 10.0.0.0/24
    00 08 00 0b 00 00 0c 01 12 00 00  // hello
    00 09 00 07 6c 61 62  // VTP domain
    00 0a 00 06 00 63  // native VLAN 99
    00 0b 00 05 01  // full duplex
    00 0e 00 07 01 00 14  // appliance VLAN 20
    00 10 00 06 18 6a  // 6250 milliwatts
    00 11 00 08 00 00 05 dc  // MTU
    00 12 00 05 00  // trust
    00 13 00 05 00  // class of service
    00 14 00 07 73 77 31  // system name
    00 16 00 11 00 00 00 01 01 01 cc 00 04 c0 00 02 02  // management address
    00 17 00 0b 00 72 61 63 6b 20 34  // location
    00 19 00 0c 00 01 00 02 00 00 18 6a  // power requested
    00 1a 00 10 00 01 00 02 00 00 3c 28 ff ff ff ff  // power available
    10 03 00 05 00  // unknown
    """)

  @Test func messageIsRead() {
    let reading = Reading(CiscoDiscovery.self, Self.message)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(2))
    #expect(fields["time_to_live_seconds"] == .number(180))
    #expect(fields["checksum"] == .number(0))
    #expect(fields["device_id"] == .text("sw1.example"))
    #expect(fields["addresses"]?.values?.first == .address(IPAddress(v4: 0xc000_0201)))
    #expect(
      fields["addresses"]?.values?.last
        == .address(IPAddress(high: 0xfe80000000000000, low: 1)))
    #expect(fields["port_id"] == .text("Gi0/1"))
    #expect(fields["capabilities"] == .number(41))
    #expect(
      fields["capabilities_names"]
        == .list([.text("router"), .text("switch"), .text("igmp_report_filter")]))
    #expect(fields["software_version"] == .text("IOS 15"))
    #expect(fields["platform"] == .text("cisco X"))
    #expect(
      fields["ip_prefixes"]?.values?.first?.fields?["address"]
        == .address(IPAddress(v4: 0x0a00_0000)))
    #expect(fields["ip_prefixes"]?.values?.first?.fields?["prefix_length"] == .number(24))
    #expect(fields["protocol_hello"]?.fields?["protocol_id"] == .number(274))
    #expect(fields["vtp_management_domain"] == .text("lab"))
    #expect(fields["native_vlan"] == .number(99))
    #expect(fields["full_duplex"] == .flag(true))
    #expect(fields["appliance_vlan_reply"]?.fields?["vlan"] == .number(20))
    #expect(fields["power_consumption_milliwatts"] == .number(6250))
    #expect(fields["mtu"] == .number(1500))
    #expect(fields["extended_trust"] == .number(0))
    #expect(fields["untrusted_port_class_of_service"] == .number(0))
    #expect(fields["system_name"] == .text("sw1"))
    #expect(fields["management_addresses"]?.values?.first == .address(IPAddress(v4: 0xc000_0202)))
    #expect(fields["location"] == .text("rack 4"))
    #expect(fields["power_requested"]?.fields?["levels_milliwatts"] == .list([.number(6250)]))
    #expect(fields["power_available"]?.fields?["management_id"] == .number(2))
    #expect(
      fields["power_available"]?.fields?["levels_milliwatts"]
        == .list([.number(15400), .number(4294967295)]))
    #expect(fields["other_records"]?.values?.first?.fields?["type"] == .number(4099))
    #expect(fields["other_records"]?.values?.first?.fields?["value"] == .octets(bytes("00")))
  }

  @Test func otherVersionsAreUnsure() {
    var other = Self.message
    other[0] = 3
    #expect(Reading(CiscoDiscovery.self, other).recognition == .unsure)
    #expect(Reading(CiscoDiscovery.self, bytes("02 b4 00 00 00 01 00 03")).recognition == .unsure)
  }

  /// A native VLAN of one octet; the platform behind it is read all the same.
  @Test func brokenRecordDoesNotHideTheNext() {
    let octets = bytes("02 b4 00 00 00 0a 00 05 01 00 06 00 05 58")
    let reading = Reading(CiscoDiscovery.self, octets)
    #expect(reading.fault == .option)
    #expect(reading.fields["platform"] == .text("X"))
  }

  @Test func lengthsThatContradict() {
    #expect(Reading(CiscoDiscovery.self, bytes("02 b4 00 00 00 01 00 03")).fault == .option)
    let long = bytes("02 b4 00 00 00 01 00 09 41")
    #expect(Reading(CiscoDiscovery.self, long).fault == .option)
    #expect(Reading(CiscoDiscovery.self, long, wireLength: 100).fault == .truncated)
  }

  /// A hub of on-demand routing.
  @Test func defaultGateway() {
    let octets = bytes("02 b4 00 00 00 07 00 08 0a 00 00 01")
    let gateways = Reading(CiscoDiscovery.self, octets).fields["default_gateways"]
    #expect(gateways == .list([.address(IPAddress(v4: 0x0a00_0001))]))
  }

  @Test func whateverTheOctets() {
    expectTotal(CiscoDiscovery.self, Self.message)
  }
}
