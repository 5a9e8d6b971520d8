import Testing

@testable import Packets

@Suite struct SynchronizationMessageTests {
  /// An event with both quality levels, by hand.
  private static let event = bytes(
    """
    0a 00 19 a7 00 01  // ESMC
    18 00 00 00  // version 1, event
    01 00 04 04  // quality level 4
    02 00 14 22 02 00 00 ff fe 00 00 01 01 02 03 00 00 00 00 00  // extended quality level
    00 00 00  // padding
    """)

  @Test func eventIsRead() {
    let reading = Reading(SynchronizationMessage.self, Self.event)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(1))
    #expect(fields["event_flag"] == .flag(true))
    #expect(fields["ssm_code"] == .number(4))
    #expect(fields["enhanced_ssm_code"] == .number(34))
    #expect(fields["sync_e_clock_identity"] == .octets(bytes("02 00 00 ff fe 00 00 01")))
    #expect(fields["mixed_eec_and_eeec"] == .flag(true))
    #expect(fields["partial_chain"] == .flag(false))
    #expect(fields["cascaded_eeecs"] == .number(2))
    #expect(fields["cascaded_eecs"] == .number(3))
  }

  @Test func otherOrganizationIsNotMine() {
    var other = Self.event
    other[3] = 0xa8
    #expect(Reading(SynchronizationMessage.self, other).recognition == .notMine)
  }

  @Test func qualityLevelOfAnotherLengthIsBroken() {
    let octets = bytes("0a 00 19 a7 00 01 10 00 00 00 01 00 05 04 00")
    #expect(Reading(SynchronizationMessage.self, octets).fault == .option)
  }

  @Test func whateverTheOctets() {
    expectTotal(SynchronizationMessage.self, Self.event)
  }
}
