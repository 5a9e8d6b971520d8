import Testing

@testable import Packets

@Suite struct DynamicTrunkingTests {
  /// A trunk of 802.1Q, by hand.
  private static let trunk = bytes(
    """
    01  // version
    00 01 00 08 6c 61 62 00  // domain
    00 02 00 05 81  // trunk, on
    00 03 00 05 a5  // 802.1Q
    00 04 00 0a 02 00 00 00 00 01  // sender
    """)

  @Test func trunkIsRead() {
    let reading = Reading(DynamicTrunking.self, Self.trunk)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(1))
    #expect(fields["domain"] == .text("lab"))
    #expect(fields["trunk_operating_status"] == .number(1))
    #expect(fields["trunk_administrative_status"] == .number(1))
    #expect(fields["trunk_operating_type"] == .number(5))
    #expect(fields["trunk_administrative_type"] == .number(5))
    #expect(fields["sender_id"] == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
  }

  @Test func otherVersionIsUnsure() {
    var other = Self.trunk
    other[0] = 2
    #expect(Reading(DynamicTrunking.self, other).recognition == .unsure)
  }

  @Test func statusOfTwoOctetsIsBroken() {
    #expect(Reading(DynamicTrunking.self, bytes("01 00 02 00 06 81 00")).fault == .option)
  }

  @Test func whateverTheOctets() {
    expectTotal(DynamicTrunking.self, Self.trunk)
  }
}
