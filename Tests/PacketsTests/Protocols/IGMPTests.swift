import Testing

@testable import Packets

@Suite struct IGMPTests {
  /// Version 2: a member of 239.1.2.3.
  private static let second = bytes(
    """
    16 00 f8 fa ef 01 02 03
    """)

  /// Version 1: who is a member of anything.
  private static let firstQuery = bytes(
    """
    11 00 ee ff 00 00 00 00
    """)

  /// Version 3: who of 239.1.2.3 wants 10.0.0.1; long times.
  private static let thirdQuery = bytes(
    """
    11 98 e8 d1 ef 01 02 03 0a 8f 00 01 0a 00 00 01
    """)

  /// Version 3: two groups, the second with sources and a word of auxiliary data.
  private static let thirdReport = bytes(
    """
    22 00 45 4f 00 00 00 02 04 00 00 00 ef 01 02 03 01 01 00 02
    ef 01 02 04 0a 00 00 01 0a 00 00 02 de ad be ef
    """)

  @Test func reportOfVersion2() {
    let reading = Reading(IGMP.self, Self.second)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["version"] == .number(2))
    #expect(reading.fields["group_address"] == .address(address("239.1.2.3")))
  }

  @Test func queries() {
    #expect(Reading(IGMP.self, Self.firstQuery).fields["version"] == .number(1))
    let reading = Reading(IGMP.self, Self.thirdQuery)
    #expect(reading.fault == .none)
    #expect(reading.fields["version"] == .number(3))
    // 0x98: (8 | 16) << (1 + 3); 0x8f: (15 | 16) << 3.
    #expect(reading.fields["max_response_time_tenths"] == .number(384))
    #expect(reading.fields["querier_query_interval_seconds"] == .number(248))
    #expect(reading.fields["suppress_router_side_processing"] == .flag(true))
    #expect(reading.fields["querier_robustness_variable"] == .number(2))
    #expect(reading.fields["source_addresses"] == .list([.address(address("10.0.0.1"))]))
  }

  @Test func reportOfVersion3() {
    let reading = Reading(IGMP.self, Self.thirdReport)
    #expect(reading.fault == .none)
    let records = reading.fields["group_records"]?.values
    #expect(records?.count == 2)
    #expect(records?.last?.fields?["multicast_address"] == .address(address("239.1.2.4")))
    #expect(records?.last?.fields?["source_addresses"]?.values?.count == 2)
  }

  @Test func sourcesBeforeTheCutStay() {
    let reading = Reading(IGMP.self, Array(Self.thirdReport.prefix(28)), wireLength: 36)
    #expect(reading.fault == .truncated)
    let last = reading.fields["group_records"]?.values?.last?.fields
    #expect(last?["source_addresses"] == .list([.address(address("10.0.0.1"))]))
  }

  @Test func unknownTypeIsNot() {
    #expect(Reading(IGMP.self, bytes("99 00 00 00 00 00 00 00")).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.second, Self.firstQuery, Self.thirdQuery, Self.thirdReport] {
      expectTotal(IGMP.self, sample)
    }
  }
}
