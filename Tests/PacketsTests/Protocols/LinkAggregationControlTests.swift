import Testing

@testable import Packets

@Suite struct LinkAggregationControlTests {
  /// An active port and a partner that is not there yet, by hand.
  private static let message = bytes(
    """
    01 01  // LACP version 1
    01 14 80 00 02 00 00 00 00 01 00 0b 00 ff 00 03 3d 00 00 00  // actor
    02 14 ff ff 02 00 00 00 00 02 00 15 00 80 00 04 47 00 00 00  // partner
    03 10 00 05 00 00 00 00 00 00 00 00 00 00 00 00  // collector
    00 00  // terminator
    """)

  @Test func messageIsRead() {
    let reading = Reading(LinkAggregationControl.self, Self.message)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version_number"] == .number(1))
    #expect(fields["actor"]?.fields?["system_priority"] == .number(32768))
    #expect(fields["actor"]?.fields?["system"] == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(fields["actor"]?.fields?["key"] == .number(11))
    #expect(fields["actor"]?.fields?["port_priority"] == .number(255))
    #expect(fields["actor"]?.fields?["port"] == .number(3))
    #expect(fields["actor"]?.fields?["lacp_activity"] == .flag(true))
    #expect(fields["actor"]?.fields?["lacp_timeout"] == .flag(false))
    #expect(fields["actor"]?.fields?["aggregation"] == .flag(true))
    #expect(fields["actor"]?.fields?["synchronization"] == .flag(true))
    #expect(fields["actor"]?.fields?["collecting"] == .flag(true))
    #expect(fields["actor"]?.fields?["distributing"] == .flag(true))
    #expect(fields["actor"]?.fields?["defaulted"] == .flag(false))
    #expect(fields["actor"]?.fields?["expired"] == .flag(false))
    #expect(fields["partner"]?.fields?["system_priority"] == .number(65535))
    #expect(fields["partner"]?.fields?["system"] == .mac(MACAddress(rawValue: 0x0200_0000_0002)))
    #expect(fields["partner"]?.fields?["lacp_timeout"] == .flag(true))
    #expect(fields["partner"]?.fields?["defaulted"] == .flag(true))
    #expect(fields["partner"]?.fields?["collecting"] == .flag(false))
    #expect(fields["collector_max_delay_10_microseconds"] == .number(5))
  }

  @Test func otherSubtypesAreNotMine() {
    for subtype: UInt8 in [2, 3, 10] {
      var other = Self.message
      other[0] = subtype
      #expect(Reading(LinkAggregationControl.self, other).recognition == .notMine)
    }
  }

  @Test func actorOfAnotherLengthIsBroken() {
    var other = Self.message
    other[3] = 0x13
    #expect(Reading(LinkAggregationControl.self, other).recognition == .unsure)
    #expect(Reading(LinkAggregationControl.self, other).fault == .option)
  }

  @Test func whateverTheOctets() {
    expectTotal(LinkAggregationControl.self, Self.message)
  }
}
