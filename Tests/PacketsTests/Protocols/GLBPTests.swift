import Testing

@testable import Packets

@Suite struct GLBPTests {
  /// The active gateway of group 1 and one forwarder, with a password.
  private static let hello = bytes(
    """
    01 00 00 01 00 00 02 00 00 00 00 01 01 1c 00 20 00 64 00 00
    00 00 0b b8 00 00 27 10 02 58 38 40 00 00 01 04 c0 a8 00 01
    02 14 01 40 00 a7 64 00 00 00 00 00 00 00 00 07 b4 00 01 01
    03 0a 01 06 73 65 63 72 65 74
    """)

  @Test func helloAndForwarder() {
    let reading = Reading(GLBP.self, Self.hello)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["group"] == .number(1))
    #expect(reading.fields["owner_id"] == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(reading.fields["priority"] == .number(100))
    #expect(reading.fields["hold_time_milliseconds"] == .number(10_000))
    #expect(reading.fields["virtual_ip_address"] == .address(address("192.168.0.1")))
    #expect(reading.fields["authentication_type"] == .number(1))
    let forwarder = reading.fields["forwarders"]?.values?.first?.fields
    #expect(forwarder?["weight"] == .number(100))
    #expect(forwarder?["virtual_mac_address"] == .mac(MACAddress(rawValue: 0x0007_b400_0101)))
  }

  @Test func otherVersionIsNot() {
    var other = Self.hello
    other[0] = 2
    #expect(Reading(GLBP.self, other).recognition == .notMine)
  }

  @Test func shortOptionIsAFault() {
    var other = Self.hello
    other[13] = 10
    let reading = Reading(GLBP.self, other)
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .option)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.hello] { expectTotal(GLBP.self, sample) }
  }
}
