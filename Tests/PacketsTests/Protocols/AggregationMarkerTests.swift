import Testing

@testable import Packets

@Suite struct AggregationMarkerTests {
  /// A response, by hand.
  private static let response = bytes(
    """
    02 01  // marker version 1
    02 10 00 03 02 00 00 00 00 01 00 00 00 2a 00 00  // response
    00 00  // terminator
    """)

  @Test func responseIsRead() {
    let reading = Reading(AggregationMarker.self, Self.response)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version_number"] == .number(1))
    #expect(fields["response"] == .flag(true))
    #expect(fields["requester_port"] == .number(3))
    #expect(fields["requester_system"] == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(fields["requester_transaction_id"] == .number(42))
  }

  @Test func otherSubtypeAndOtherRecord() {
    var other = Self.response
    other[2] = 3
    #expect(Reading(AggregationMarker.self, other).recognition == .unsure)
    #expect(Reading(AggregationMarker.self, other).fault == .option)
    other[0] = 1
    #expect(Reading(AggregationMarker.self, other).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    expectTotal(AggregationMarker.self, Self.response)
  }
}
