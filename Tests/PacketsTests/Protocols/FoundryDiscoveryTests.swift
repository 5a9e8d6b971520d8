import Testing

@testable import Packets

@Suite struct FoundryDiscoveryTests {
  /// All known records and one that is not, by hand.
  private static let message = bytes(
    """
    01 b4 00 00  // version, hold time, checksum
    00 01 00 08 63 6f 72 65  // device
    00 02 00 11 00 00 00 01 01 01 cc 00 04 c0 00 02 03  // address
    00 03 00 0d 65 74 68 65 72 6e 65 74 31  // port
    00 04 00 08 00 00 00 09  // capabilities
    00 05 00 09 56 65 72 20 35  // software
    00 06 00 08 46 45 53 58  // platform
    01 01 00 06 00 01  // unknown
    """)

  @Test func messageIsRead() {
    let reading = Reading(FoundryDiscovery.self, Self.message)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(1))
    #expect(fields["hold_time_seconds"] == .number(180))
    #expect(fields["device_id"] == .text("core"))
    #expect(fields["addresses"]?.values?.first == .address(IPAddress(v4: 0xc000_0203)))
    #expect(fields["port_id"] == .text("ethernet1"))
    #expect(fields["capabilities"] == .number(9))
    #expect(fields["software_version"] == .text("Ver 5"))
    #expect(fields["platform"] == .text("FESX"))
    #expect(fields["other_records"]?.values?.first?.fields?["type"] == .number(257))
  }

  @Test func otherVersionIsUnsure() {
    var other = Self.message
    other[0] = 2
    #expect(Reading(FoundryDiscovery.self, other).recognition == .unsure)
  }

  @Test func secondDeviceIsBroken() {
    let octets = bytes("01 b4 00 00 00 01 00 05 41 00 01 00 05 42")
    let reading = Reading(FoundryDiscovery.self, octets)
    #expect(reading.fault == .option)
    #expect(reading.fields["device_id"] == .text("A"))
  }

  @Test func whateverTheOctets() {
    expectTotal(FoundryDiscovery.self, Self.message)
  }
}
