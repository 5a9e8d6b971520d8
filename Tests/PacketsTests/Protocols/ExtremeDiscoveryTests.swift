import Testing

@testable import Packets

@Suite struct ExtremeDiscoveryTests {
  /// Information, name, a VLAN, a standby router and an unknown record, by hand.
  private static let message = bytes(
    """
    01 00  // version
    00 77  // length
    00 00  // checksum
    00 2a  // sequence number
    00 00 02 00 00 00 00 05  // machine id
    99 02 00 24 00 00 00 02 00 00 00 00 00 00 00 00 07 08 01 04
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  // slot, port, version 7.8.1.4
    99 01 00 0b 73 75 6d 6d 69 74 00  // display
    99 05 00 15 80 00 00 0a 00 00 00 00 0a 00 00 01 6d 67 6d 74
    00  // VLAN 10
    99 08 00 1a 00 01 00 05 00 01 00 02 0a 00 00 02 02 00 00 00
    00 06 00 02 00 00  // standby router
    99 15 00 05 01  // unknown
    99 00 00 04  // end
    """)

  @Test func messageIsRead() {
    let reading = Reading(ExtremeDiscovery.self, Self.message)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(1))
    #expect(fields["sequence_number"] == .number(42))
    #expect(fields["machine_id"] == .mac(MACAddress(rawValue: 0x0200_0000_0005)))
    #expect(fields["slot"] == .number(0))
    #expect(fields["port"] == .number(2))
    #expect(fields["software_version"] == .text("7.8.1.4"))
    #expect(fields["display"] == .text("summit"))
    #expect(fields["vlans"]?.values?.first?.fields?["has_ip_interface"] == .flag(true))
    #expect(fields["vlans"]?.values?.first?.fields?["vlan_id"] == .number(10))
    #expect(
      fields["vlans"]?.values?.first?.fields?["ip_address"]
        == .address(IPAddress(v4: 0x0a00_0001)))
    #expect(fields["vlans"]?.values?.first?.fields?["name"] == .text("mgmt"))
    #expect(fields["standby_routers"]?.values?.first?.fields?["group"] == .number(1))
    #expect(fields["standby_routers"]?.values?.first?.fields?["priority"] == .number(5))
    #expect(fields["standby_routers"]?.values?.first?.fields?["state"] == .number(1))
    #expect(
      fields["standby_routers"]?.values?.first?.fields?["virtual_ip_address"]
        == .address(IPAddress(v4: 0x0a00_0002)))
    #expect(fields["standby_routers"]?.values?.first?.fields?["hello_timer_seconds"] == .number(2))
    #expect(fields["other_records"]?.values?.first?.fields?["type"] == .number(21))
  }

  @Test func recordWithoutMarkerIsBroken() {
    var other = Self.message
    other[16] = 0x98
    let reading = Reading(ExtremeDiscovery.self, other)
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .option)
    #expect(reading.fields["machine_id"] != nil)
  }

  @Test func lengthReachesPastTheFrame() {
    var other = Self.message
    other[2] = 0x10
    #expect(Reading(ExtremeDiscovery.self, other).fault == .totalLength)
  }

  @Test func whateverTheOctets() {
    expectTotal(ExtremeDiscovery.self, Self.message)
  }
}
