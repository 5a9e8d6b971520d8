import Testing

@testable import Packets

@Suite struct EIGRPTests {
  /// Hello of system 100 with its parameters and versions.
  private static let hello = bytes(
    """
    02 05 ee 68 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 64
    00 01 00 0c 01 00 01 00 00 00 00 0f 00 04 00 08 0c 04 01 02
    """)

  @Test func helloIsRead() {
    let reading = Reading(EIGRP.self, Self.hello)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["opcode_name"] == .text("Hello"))
    #expect(reading.fields["autonomous_system_number"] == .number(100))
    #expect(reading.fields["k_values"] == .list([1, 0, 1, 0, 0, 0].map { .number($0) }))
    #expect(reading.fields["hold_time_seconds"] == .number(15))
    #expect(reading.fields["vendor_os_version"] == .text("12.4"))
    #expect(reading.fields["eigrp_version"] == .text("1.2"))
    #expect(reading.fields["tlv_types"] == .list([.number(1), .number(4)]))
  }

  @Test func lengthBelowItsOwnHead() {
    var other = Self.hello
    other[23] = 3
    let reading = Reading(EIGRP.self, other)
    #expect(reading.fault == .option)
    #expect(reading.fields["tlv_types"] == .list([.number(1)]))
  }

  @Test func otherVersionIsNot() {
    var other = Self.hello
    other[0] = 1
    #expect(Reading(EIGRP.self, other).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.hello] { expectTotal(EIGRP.self, sample) }
  }
}
