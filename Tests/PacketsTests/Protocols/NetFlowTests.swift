import Testing

@testable import Packets

@Suite struct NetFlowTests {
  /// Version 5 with one flow.
  private static let fifth = bytes(
    """
    00 05 00 01 00 01 00 00 5f 00 00 00 00 00 00 64 00 00 00 2a
    01 02 40 64 0a 00 00 01 0a 00 00 02 0a 00 00 fe 00 01 00 02
    00 00 00 0a 00 00 03 e8 00 00 10 00 00 00 20 00 13 88 00 50
    00 18 06 00 fd e9 fd ea 18 18 00 00
    """)

  /// Version 9: a template, an options template and a record.
  private static let ninth = bytes(
    """
    00 09 00 03 00 01 00 00 5f 00 00 00 00 00 00 07 00 00 01 00
    00 00 00 10 01 00 00 02 00 08 00 04 00 0c 00 04 00 01 00 14
    01 01 00 04 00 04 00 01 00 04 00 22 00 04 00 00 01 00 00 0c
    0a 00 00 01 0a 00 00 02
    """)

  @Test func fifthVersion() {
    let reading = Reading(NetFlow.self, Self.fifth)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["count"] == .number(1))
    #expect(reading.fields["system_uptime_milliseconds"] == .number(65_536))
    #expect(reading.fields["flow_sequence"] == .number(42))
    #expect(reading.fields["sampling_mode"] == .number(1))
    #expect(reading.fields["sampling_interval"] == .number(100))
  }

  @Test func ninthVersion() {
    let reading = Reading(NetFlow.self, Self.ninth)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["source_id"] == .number(256))
    #expect(reading.fields["set_ids"] == .list([.number(0), .number(1), .number(256)]))
    let templates = reading.fields["templates"]?.values?.compactMap(\.fields)
    #expect(templates?.map { $0["template_id"] } == [.number(256), .number(257)])
    #expect(templates?.map { $0["field_count"] } == [.number(2), .number(2)])
    #expect(templates?[1]["scope_field_count"] == .number(1))
  }

  @Test func nearMisses() {
    var other = Self.fifth
    other[3] = 2
    #expect(Reading(NetFlow.self, other).recognition == .unsure)
    #expect(Reading(NetFlow.self, other).fault == .totalLength)
    other[1] = 6
    #expect(Reading(NetFlow.self, other).recognition == .notMine)
    other = Self.ninth
    other[23] = 3
    #expect(Reading(NetFlow.self, other).recognition == .unsure)
    #expect(Reading(NetFlow.self, other).fault == .option)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.fifth, Self.ninth] { expectTotal(NetFlow.self, sample) }
  }
}
