import Testing

@testable import Packets

@Suite struct PrecisionTimeTests {
  /// An announced clock of IEEE 802.1AS, by hand.
  private static let announce = bytes(
    """
    1b 02 00 40 18 00 04 08  // announce, domain 24, unicast
    ff ff ff ff ff ff 00 00  // correction
    00 00 00 00  // type's own
    02 00 00 ff fe 00 00 01 00 02  // port
    00 2a 05 fe  // sequence, control, interval
    00 00 65 00 00 00 00 00 00 09  // origin
    00 25 00 80 06 21 4e 5d 7f 02 00 00 ff fe 00 00 09 00 01 20  // grandmaster
    """)

  /// A delay response in UDP, by hand.
  private static let delayResponse = bytes(
    """
    09 02 00 36 00 00 00 00  // delay response
    00 00 00 00 00 00 00 00  // correction
    00 00 00 00  // type's own
    02 00 00 ff fe 00 00 01 00 01  // port
    00 07 03 00  // sequence, control, interval
    00 01 65 00 00 00 00 00 00 0a  // receipt
    02 00 00 ff fe 00 00 03 00 01  // requesting port
    """)

  /// A management message that asks nothing, by hand.
  private static let management = bytes(
    """
    0d 12 00 36 00 00 00 00  // management
    00 00 00 00 00 00 00 00  // correction
    00 00 00 00  // type's own
    02 00 00 ff fe 00 00 01 00 01  // port
    00 07 04 7f  // sequence, control, interval
    ff ff ff ff ff ff ff ff ff ff  // target
    01 01 00 00  // hops, get
    00 01 00 02 00 00  // TLV: null management
    """)

  @Test func announceIsRead() {
    let reading = Reading(PrecisionTime.self, Self.announce)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["major_sdo_id"] == .number(1))
    #expect(fields["message_type"] == .number(11))
    #expect(fields["version_ptp"] == .number(2))
    #expect(fields["minor_version_ptp"] == .number(0))
    #expect(fields["domain_number"] == .number(24))
    #expect(fields["flag_field"] == .number(1032))
    #expect(fields["two_step"] == .flag(false))
    #expect(fields["unicast"] == .flag(true))
    #expect(fields["correction_field_65536ths_of_nanosecond"] == .signed(-65536))
    #expect(
      fields["source_port_identity"]?.fields?["clock_identity"]
        == .octets(bytes("02 00 00 ff fe 00 00 01")))
    #expect(fields["source_port_identity"]?.fields?["port_number"] == .number(2))
    #expect(fields["sequence_id"] == .number(42))
    #expect(fields["control_field"] == .number(5))
    #expect(fields["log_message_interval"] == .signed(-2))
    #expect(fields["origin_timestamp"]?.fields?["seconds"] == .number(1694498816))
    #expect(fields["origin_timestamp"]?.fields?["nanoseconds"] == .number(9))
    #expect(fields["current_utc_offset_seconds"] == .signed(37))
    #expect(fields["grandmaster_priority_1"] == .number(128))
    #expect(fields["grandmaster_clock_quality"]?.fields?["clock_class"] == .number(6))
    #expect(fields["grandmaster_clock_quality"]?.fields?["clock_accuracy"] == .number(33))
    #expect(
      fields["grandmaster_clock_quality"]?.fields?["offset_scaled_log_variance"]
        == .number(20061))
    #expect(fields["grandmaster_priority_2"] == .number(127))
    #expect(fields["grandmaster_identity"] == .octets(bytes("02 00 00 ff fe 00 00 09")))
    #expect(fields["steps_removed"] == .number(1))
    #expect(fields["time_source"] == .number(32))
  }

  @Test func delayResponseIsRead() {
    let reading = Reading(PrecisionTime.self, Self.delayResponse, in: .udp)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["message_type"] == .number(9))
    #expect(fields["receive_timestamp"]?.fields?["seconds"] == .number(5989466112))
    #expect(fields["receive_timestamp"]?.fields?["nanoseconds"] == .number(10))
    #expect(
      fields["requesting_port_identity"]?.fields?["clock_identity"]
        == .octets(bytes("02 00 00 ff fe 00 00 03")))
    #expect(fields["tlvs"] == nil)
  }

  @Test func managementIsRead() {
    let reading = Reading(PrecisionTime.self, Self.management, in: .udp)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["minor_version_ptp"] == .number(1))
    #expect(fields["target_port_identity"]?.fields?["port_number"] == .number(65535))
    #expect(fields["boundary_hops"] == .number(1))
    #expect(fields["action_field"] == .number(0))
    #expect(fields["tlvs"]?.values?.first?.fields?["tlv_type"] == .number(1))
    #expect(fields["tlvs"]?.values?.first?.fields?["value"] == .octets(bytes("00 00")))
  }

  @Test func otherVersionTypeAndLengthAreNotMine() {
    for (position, octet) in [(1, 0x01), (0, 0x0f), (3, 0x20), (2, 0x01)] as [(Int, UInt8)] {
      var other = Self.delayResponse
      other[position] = octet
      #expect(Reading(PrecisionTime.self, other, in: .udp).recognition == .notMine)
    }
  }

  /// A control field that no message of its type has.
  @Test func otherControlFieldIsUnsure() {
    var other = Self.delayResponse
    other[32] = 4
    #expect(Reading(PrecisionTime.self, other, in: .udp).recognition == .unsure)
  }

  /// Two octets for the checksum of UDP over IPv6, and more than that.
  @Test func octetsBehindTheMessage() {
    let padded = Reading(PrecisionTime.self, Self.delayResponse + [0, 0], in: .udp)
    #expect(padded.recognition == .certain)
    #expect(padded.fields == Reading(PrecisionTime.self, Self.delayResponse, in: .udp).fields)
    let long = Reading(PrecisionTime.self, Self.delayResponse + [0, 0, 0], in: .udp)
    #expect(long.recognition == .unsure)
  }

  @Test func lengthTooSmallForItsType() {
    var other = Self.announce
    other[3] = 0x30
    #expect(Reading(PrecisionTime.self, other).fault == .totalLength)
  }

  @Test func whateverTheOctets() {
    expectTotal(PrecisionTime.self, Self.announce)
    expectTotal(PrecisionTime.self, Self.delayResponse, in: .udp)
    expectTotal(PrecisionTime.self, Self.management, in: .udp)
  }
}
