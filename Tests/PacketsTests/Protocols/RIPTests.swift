import Testing

@testable import Packets

@Suite struct RIPTests {
  /// Version 2: two routes, the second unreachable.
  private static let response = bytes(
    """
    02 02 00 00 00 02 00 00 0a 01 00 00 ff ff 00 00 00 00 00 00
    00 00 00 01 00 02 00 07 c0 a8 00 00 ff ff ff 00 0a 00 00 02
    00 00 00 10
    """)

  /// Version 2: a password and one route.
  private static let password = bytes(
    """
    02 02 00 00 ff ff 00 02 73 65 63 72 65 74 00 00 00 00 00 00
    00 00 00 00 00 02 00 00 0a 01 00 00 ff ff 00 00 00 00 00 00
    00 00 00 01
    """)

  /// Version 1: a request for the whole table.
  private static let request = bytes(
    """
    01 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 10
    """)

  @Test func routes() {
    let reading = Reading(RIP.self, Self.response)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let entries = reading.fields["entries"]?.values
    #expect(entries?.count == 2)
    #expect(entries?.first?.fields?["address"] == .address(address("10.1.0.0")))
    #expect(entries?.first?.fields?["subnet_mask"] == .address(address("255.255.0.0")))
    #expect(entries?.last?.fields?["next_hop"] == .address(address("10.0.0.2")))
    #expect(entries?.last?.fields?["metric"] == .number(16))
  }

  @Test func passwordIsNotKept() {
    let reading = Reading(RIP.self, Self.password)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["authentication_type"] == .number(2))
    #expect(reading.fields["entries"]?.values?.count == 1)
  }

  /// The same octets are a request of RIPng: only the port tells them apart.
  @Test func wholeTable() {
    #expect(Reading(RIP.self, Self.request).recognition == .unsure)
    #expect(Reading(RIPng.self, Self.request).recognition == .unsure)
  }

  @Test func nearMisses() {
    var other = Self.response
    other[23] = 17
    #expect(Reading(RIP.self, other).recognition == .notMine)
    other = Self.response
    other[5] = 3
    #expect(Reading(RIP.self, other).recognition == .notMine)
    let cut = Reading(RIP.self, Array(Self.response.dropLast()))
    #expect(cut.recognition == .unsure)
    #expect(cut.fault == .truncated)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.response, Self.password, Self.request] { expectTotal(RIP.self, sample) }
  }
}
