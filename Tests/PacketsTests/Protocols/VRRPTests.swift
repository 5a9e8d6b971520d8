import Testing

@testable import Packets

@Suite struct VRRPTests {
  /// Version 2: router 1 announces 192.168.0.1 every second.
  private static let second = bytes(
    """
    21 01 64 01 00 01 ba 52 c0 a8 00 01 00 00 00 00 00 00 00 00
    """)

  /// Version 3: router 5 announces 10.0.0.1.
  private static let third = bytes(
    """
    31 05 c8 01 00 64 11 07 0a 00 00 01
    """)

  /// Version 3 for IPv6: fe80::1 and 2001:db8::1.
  private static let sixth = bytes(
    """
    31 07 64 02 00 64 3f 8f fe 80 00 00 00 00 00 00 00 00 00 00
    00 00 00 01 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01
    """)

  /// CARP of OpenBSD, under the same protocol number.
  private static let carp = bytes("21 0a 64 07 00 01 ca 2e") + [UInt8](repeating: 0xa5, count: 28)

  @Test func secondVersion() {
    let reading = Reading(VRRP.self, Self.second)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["version"] == .number(2))
    #expect(reading.fields["virtual_router_id"] == .number(1))
    #expect(reading.fields["priority"] == .number(100))
    #expect(reading.fields["advertisement_interval_seconds"] == .number(1))
    #expect(reading.fields["addresses"] == .list([.address(address("192.168.0.1"))]))
  }

  @Test func thirdVersion() {
    let reading = Reading(VRRP.self, Self.third)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["maximum_advertisement_interval_centiseconds"] == .number(100))
    #expect(reading.fields["addresses"] == .list([.address(address("10.0.0.1"))]))
  }

  @Test func lengthSaysIPv6() {
    let reading = Reading(VRRP.self, Self.sixth)
    #expect(reading.fault == .none)
    #expect(
      reading.fields["addresses"]
        == .list([.address(address("fe80::1")), .address(address("2001:db8::1"))]))
  }

  @Test func carpIsAnother() {
    #expect(Reading(VRRP.self, Self.carp).recognition == .notMine)
    #expect(Reading(CARP.self, Self.carp).recognition == .certain)
    #expect(Reading(CARP.self, Self.second).recognition == .notMine)
  }

  @Test func moreAddressesThanOctets() {
    var other = Self.second
    other[3] = 9
    #expect(Reading(VRRP.self, other).fault == .totalLength)
  }

  @Test func otherVersionIsNot() {
    var other = Self.second
    other[0] = 0x41
    let reading = Reading(VRRP.self, other)
    #expect(reading.recognition == .notMine)
    #expect(reading.fault == .version)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.second, Self.third, Self.sixth] { expectTotal(VRRP.self, sample) }
  }
}
