import Testing

@testable import Packets

@Suite struct BFDTests {
  /// A session that is up, one packet a second.
  private static let up = bytes(
    """
    20 c0 03 18 00 00 00 01 00 00 00 02 00 0f 42 40 00 0f 42 40
    00 00 00 00
    """)

  /// A session that is down, with a keyed SHA-1 digest.
  private static let authenticated = bytes(
    """
    23 44 05 34 00 00 00 07 00 00 00 00 00 0f 42 40 00 0f 42 40
    00 00 c3 50 04 1c 02 00 00 00 00 05 01 02 03 04 05 06 07 08
    09 0a 0b 0c 0d 0e 0f 10 11 12 13 14
    """)

  @Test func sessionIsRead() {
    let reading = Reading(BFD.self, Self.up)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["state_name"] == .text("Up"))
    #expect(reading.fields["diagnostic"] == .number(0))
    #expect(reading.fields["detect_multiplier"] == .number(3))
    #expect(reading.fields["my_discriminator"] == .number(1))
    #expect(reading.fields["your_discriminator"] == .number(2))
    #expect(reading.fields["desired_min_tx_interval_microseconds"] == .number(1_000_000))
    #expect(reading.fields["required_min_echo_rx_interval_microseconds"] == .number(0))
    #expect(reading.fields["authentication_type"] == nil)
  }

  @Test func authenticationIsNamed() {
    let reading = Reading(BFD.self, Self.authenticated)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["diagnostic"] == .number(3))
    #expect(reading.fields["state"] == .number(1))
    #expect(reading.fields["authentication_present"] == .flag(true))
    #expect(reading.fields["authentication_type"] == .number(4))
    #expect(reading.fields["authentication_key_id"] == .number(2))
  }

  /// Another version, a length of 25, no multiplier, multipoint, no discriminator.
  @Test(arguments: [(0, 0x40), (3, 25), (2, 0), (1, 0xc1), (7, 0)])
  func isNoControlPacket(position: Int, octet: UInt8) {
    var other = Self.up
    other[position] = octet
    #expect(Reading(BFD.self, other).recognition == .notMine)
  }

  @Test func intervalOfHoursIsUnsure() {
    var other = Self.up
    other[12] = 0xff
    #expect(Reading(BFD.self, other).recognition == .unsure)
  }

  @Test func authenticationLengthMustFit() {
    var other = Self.authenticated
    other[25] = 27
    #expect(Reading(BFD.self, other).fault == .option)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.up, Self.authenticated] { expectTotal(BFD.self, sample) }
  }
}
