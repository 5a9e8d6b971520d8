import Testing

@testable import Packets

@Suite struct IPFIXTests {
  /// A template with an enterprise field, an options template and a record.
  private static let message = bytes(
    """
    00 0a 00 4a 5f 00 00 00 00 00 00 07 00 00 01 00 00 02 00 18
    01 00 00 03 00 08 00 04 00 0c 00 04 80 01 00 02 00 00 00 09
    00 03 00 14 01 01 00 02 00 01 00 95 00 04 00 29 00 08 00 00
    01 00 00 0e 0a 00 00 01 0a 00 00 02 00 07
    """)

  @Test func setsAndTemplates() {
    let reading = Reading(IPFIX.self, Self.message)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["sequence_number"] == .number(7))
    #expect(reading.fields["observation_domain_id"] == .number(256))
    #expect(reading.fields["set_ids"] == .list([.number(2), .number(3), .number(256)]))
    let templates = reading.fields["templates"]?.values?.compactMap(\.fields)
    #expect(templates?.map { $0["template_id"] } == [.number(256), .number(257)])
    #expect(templates?[0]["field_count"] == .number(3))
    #expect(templates?[1]["scope_field_count"] == .number(1))
  }

  @Test func headOfAStream() {
    let some = Reading(IPFIX.self, Array(Self.message.prefix(30)), in: .tcp)
    #expect(some.recognition == .unsure)
    #expect(some.fault == .truncated)
    #expect(Reading(IPFIX.self, Self.message + Self.message, in: .tcp).fault == .none)
  }

  @Test func nearMisses() {
    #expect(Reading(IPFIX.self, Self.message + [0]).recognition == .notMine)
    var other = Self.message
    other[1] = 9
    #expect(Reading(IPFIX.self, other).recognition == .notMine)
    other = Self.message
    other[17] = 1
    #expect(Reading(IPFIX.self, other).recognition == .unsure)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.message] { expectTotal(IPFIX.self, sample) }
  }
}
