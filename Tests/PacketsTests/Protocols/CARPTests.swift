import Testing

@testable import Packets

@Suite struct CARPTests {
  /// Host 10 advertises every second and 100/256.
  private static let advertisement = bytes(
    """
    21 0a 64 07 00 01 ca 2e 01 02 03 04 05 06 07 08 a0 a1 a2 a3
    a4 a5 a6 a7 a8 a9 aa ab ac ad ae af b0 b1 b2 b3
    """)

  @Test func advertisementIsRead() {
    let reading = Reading(CARP.self, Self.advertisement)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["virtual_host_id"] == .number(10))
    #expect(reading.fields["advertisement_skew"] == .number(100))
    #expect(reading.fields["advertisement_base_seconds"] == .number(1))
    #expect(reading.fields["counter"] == .number(0x0102_0304_0506_0708))
  }

  @Test func otherLengthIsNot() {
    #expect(Reading(CARP.self, Self.advertisement + [0]).recognition == .notMine)
    #expect(Reading(CARP.self, Array(Self.advertisement.dropLast())).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.advertisement] { expectTotal(CARP.self, sample) }
  }
}
