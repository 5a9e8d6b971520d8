import Testing

@testable import Packets

@Suite struct LLMNRTests {
  /// srv1 is 192.168.1.5, in conflict and tentatively.
  private static let response = bytes(
    """
    47 11 85 00 00 01 00 01 00 00 00 00  // a response with conflict and tentative
    04 73 72 76 31 00 00 01 00 01  // srv1 A IN
    c0 0c 00 01 00 01 00 00 00 1e 00 04 c0 a8 01 05  // A 192.168.1.5
    """)

  private func reading(_ octets: [UInt8]) -> Reading {
    Reading(LLMNR.self, octets, sourcePort: 5355, destinationPort: 50000)
  }

  @Test func flagsOfItsOwn() {
    let reading = reading(Self.response)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["conflict"] == .flag(true))
    #expect(reading.fields["tentative"] == .flag(true))
    #expect(reading.fields["recursion_desired"] == nil)
    let answer = reading.fields["answers"]?.values?.first?.fields
    #expect(answer?["name"] == .text("srv1"))
    #expect(answer?["address"] == .address(address("192.168.1.5")))
  }

  @Test func oneQuestionWithoutReservedFlags() {
    #expect(Reading(LLMNR.self, Self.response).recognition == .notMine)
    var other = Self.response
    other[3] = 0x80
    #expect(reading(other).recognition == .notMine)
    other = Self.response
    other[5] = 2
    #expect(reading(other).recognition == .notMine)
    // A query with an answer in it.
    other = Self.response
    other[2] = 0
    #expect(reading(other).recognition == .notMine)
  }

  @Test func whateverTheOctets() { expectTotal(LLMNR.self, Self.response) }
}
