import Testing

@testable import Packets

@Suite struct PortAggregationTests {
  /// Two ports that found each other, by hand.
  private static let information = bytes(
    """
    01 05  // information, slow hello, consistent
    02 00 00 00 00 01 02 80 00 00 00 15 00 0d 00 01 00 00 00 21  // local
    02 00 00 00 00 02 01 40 00 00 00 16 00 0d 00 01 00 00 00 22  // partner
    00 01 00 03  // partner count, TLVs
    00 01 00 06 53 31  // device
    00 02 00 0a 46 61 30 2f 31 33  // port
    00 03 00 0a 02 00 00 00 00 03  // aggregate port
    """)

  @Test func informationIsRead() {
    let reading = Reading(PortAggregation.self, Self.information)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(1))
    #expect(fields["slow_hello"] == .flag(true))
    #expect(fields["auto_mode"] == .flag(false))
    #expect(fields["consistent_state"] == .flag(true))
    #expect(fields["local"]?.fields?["device_id"] == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(fields["local"]?.fields?["learn_capability"] == .number(2))
    #expect(fields["local"]?.fields?["port_hot_standby_priority"] == .number(128))
    #expect(fields["local"]?.fields?["sent_port_ifindex"] == .number(21))
    #expect(fields["local"]?.fields?["group_ifindex"] == .number(33))
    #expect(fields["partner"]?.fields?["device_id"] == .mac(MACAddress(rawValue: 0x0200_0000_0002)))
    #expect(fields["partner"]?.fields?["group_capability"] == .number(851969))
    #expect(fields["partner_count"] == .number(1))
    #expect(fields["device_name"] == .text("S1"))
    #expect(fields["physical_port_name"] == .text("Fa0/13"))
    #expect(fields["agport_mac_address"] == .mac(MACAddress(rawValue: 0x0200_0000_0003)))
  }

  @Test func flush() {
    let octets = bytes("02 00 02 00 00 00 00 01 02 00 00 00 00 02 00 00 00 2a")
    let reading = Reading(PortAggregation.self, octets)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["transaction_id"] == .number(42))
  }

  @Test func otherVersion() {
    var other = Self.information
    other[0] = 3
    #expect(Reading(PortAggregation.self, other).recognition == .unsure)
    #expect(Reading(PortAggregation.self, other).fault == .version)
  }

  @Test func whateverTheOctets() {
    expectTotal(PortAggregation.self, Self.information)
  }
}
