import Testing

@testable import Packets

@Suite struct HSRPTests {
  /// Version 1: the active router of group 1.
  private static let first = bytes(
    """
    00 00 10 03 0a 78 01 00 63 69 73 63 6f 00 00 00 c0 a8 00 01
    """)

  /// Version 1: one passive group at this interface.
  private static let advertise = bytes(
    """
    00 03 00 01 00 0a 02 00 00 00 00 01 00 00 00 00
    """)

  /// Version 2: the active router of group 10, with a password.
  private static let second = bytes(
    """
    01 28 02 00 06 04 00 0a 02 00 00 00 00 0a 00 00 00 64 00 00
    0b b8 00 00 27 10 c0 a8 00 01 00 00 00 00 00 00 00 00 00 00
    00 00 03 08 63 69 73 63 6f 00 00 00
    """)

  @Test func firstVersion() {
    let reading = Reading(HSRP.self, Self.first)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["state_name"] == .text("Active"))
    #expect(reading.fields["hello_time_seconds"] == .number(3))
    #expect(reading.fields["hold_time_seconds"] == .number(10))
    #expect(reading.fields["priority"] == .number(120))
    #expect(reading.fields["authentication_data"] == .text("cisco"))
    #expect(reading.fields["virtual_ip_address"] == .address(address("192.168.0.1")))
  }

  @Test func advertisement() {
    let reading = Reading(HSRP.self, Self.advertise)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["active_groups"] == .number(0))
    #expect(reading.fields["passive_groups"] == .number(1))
  }

  @Test func secondVersion() {
    let reading = Reading(HSRP.self, Self.second)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["version"] == .number(2))
    #expect(reading.fields["state_name"] == .text("Active"))
    #expect(reading.fields["group"] == .number(10))
    #expect(reading.fields["identifier"] == .mac(MACAddress(rawValue: 0x0200_0000_000a)))
    #expect(reading.fields["hello_time_milliseconds"] == .number(3000))
    #expect(reading.fields["virtual_ip_address"] == .address(address("192.168.0.1")))
    #expect(reading.fields["authentication_data"] == .text("cisco"))
  }

  /// Op code 4, state 3, a hold time of the hello time, the reserved octet set.
  @Test(arguments: [(1, 4), (2, 3), (4, 3), (7, 1)])
  func isNoHello(position: Int, octet: UInt8) {
    var other = Self.first
    other[position] = octet
    #expect(Reading(HSRP.self, other).recognition == .notMine)
  }

  @Test func shortOption() {
    #expect(Reading(HSRP.self, bytes("04 02 00 00")).fault == .option)
    #expect(Reading(HSRP.self, bytes("04 1c 00 00")).fault == .truncated)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.first, Self.advertise, Self.second] { expectTotal(HSRP.self, sample) }
  }
}
