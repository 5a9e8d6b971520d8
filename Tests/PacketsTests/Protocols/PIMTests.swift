import Testing

@testable import Packets

@Suite struct PIMTests {
  /// Hello with all options of RFC 7761.
  private static let hello = bytes(
    """
    20 00 df d1 00 01 00 02 00 69 00 02 00 04 81 f4 09 c4 00 13
    00 04 00 00 00 01 00 14 00 04 12 34 56 78 00 18 00 06 01 00
    0a 00 00 09
    """)

  /// One source of 239.1.2.3 joined and one pruned.
  private static let join = bytes(
    """
    23 00 c0 bd 01 00 0a 00 00 02 00 01 00 d2 01 00 00 20 ef 01
    02 03 00 01 00 01 01 00 07 20 0a 00 00 01 01 00 01 20 0a 00
    00 05
    """)

  @Test func helloIsRead() {
    let reading = Reading(PIM.self, Self.hello)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["type_name"] == .text("Hello"))
    #expect(reading.fields["holdtime_seconds"] == .number(105))
    #expect(reading.fields["tracking_support"] == .flag(true))
    #expect(reading.fields["propagation_delay_milliseconds"] == .number(500))
    #expect(reading.fields["override_interval_milliseconds"] == .number(2500))
    #expect(reading.fields["dr_priority"] == .number(1))
    #expect(reading.fields["generation_id"] == .number(0x1234_5678))
    #expect(reading.fields["addresses"] == .list([.address(address("10.0.0.9"))]))
  }

  @Test func joinAndPrune() {
    let reading = Reading(PIM.self, Self.join)
    #expect(reading.fault == .none)
    #expect(reading.fields["upstream_neighbor"] == .address(address("10.0.0.2")))
    let group = reading.fields["groups"]?.values?.first?.fields
    #expect(group?["group"] == .address(address("239.1.2.3")))
    #expect(group?["joined_sources"] == .list([.address(address("10.0.0.1"))]))
    #expect(group?["pruned_sources"] == .list([.address(address("10.0.0.5"))]))
  }

  @Test func firstVersionIsNot() {
    var other = Self.hello
    other[0] = 0x10
    #expect(Reading(PIM.self, other).recognition == .notMine)
    #expect(Reading(PIM.self, other).fault == .version)
  }

  @Test func optionOfAnotherLength() {
    var other = Self.hello
    other[7] = 3
    #expect(Reading(PIM.self, other).fault == .option)
  }

  @Test func addressOfNoFamily() {
    var other = Self.join
    other[4] = 9
    #expect(Reading(PIM.self, other).fault == .field)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.hello, Self.join] { expectTotal(PIM.self, sample) }
  }
}
