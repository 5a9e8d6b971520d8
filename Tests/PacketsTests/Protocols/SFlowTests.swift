import Testing

@testable import Packets

@Suite struct SFlowTests {
  /// Counters of interface 3 of the agent 10.0.0.1.
  private static let counters = bytes(
    """
    00 00 00 05 00 00 00 01 0a 00 00 01 00 00 00 00 00 00 00 2a
    00 00 ea 60 00 00 00 01 00 00 00 02 00 00 00 6c 00 00 00 09
    00 00 00 03 00 00 00 01 00 00 00 01 00 00 00 58 00 00 00 03
    00 00 00 06 00 00 00 00 3b 9a ca 00 00 00 00 01 00 00 00 03
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00
    """)

  @Test func countersAreNamed() {
    let reading = Reading(SFlow.self, Self.counters)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["agent_address"] == .address(address("10.0.0.1")))
    #expect(reading.fields["sequence_number"] == .number(42))
    #expect(reading.fields["uptime_milliseconds"] == .number(60_000))
    #expect(reading.fields["sample_count"] == .number(1))
    let sample = reading.fields["samples"]?.values?.first?.fields
    #expect(sample?["format"] == .number(2))
    #expect(sample?["source_id_index"] == .number(3))
    #expect(sample?["records"]?.values?.first?.fields?["format"] == .number(1))
  }

  @Test func recordBeyondItsSample() {
    var other = Self.counters
    other[54] = 0xff
    #expect(Reading(SFlow.self, other).fault == .option)
  }

  @Test func nearMisses() {
    var other = Self.counters
    other[3] = 4
    #expect(Reading(SFlow.self, other).recognition == .notMine)
    #expect(Reading(SFlow.self, other).fault == .version)
    other = Self.counters
    other[7] = 3
    #expect(Reading(SFlow.self, other).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.counters] { expectTotal(SFlow.self, sample) }
  }
}
