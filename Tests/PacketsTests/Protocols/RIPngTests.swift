import Testing

@testable import Packets

@Suite struct RIPngTests {
  /// Two routes, the second by way of fe80::1.
  private static let response = bytes(
    """
    02 01 00 00 20 01 0d b8 00 01 00 00 00 00 00 00 00 00 00 00
    00 00 30 01 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01
    00 00 00 ff 20 01 0d b8 00 02 00 00 00 00 00 00 00 00 00 00
    00 05 40 02
    """)

  @Test func routes() {
    let reading = Reading(RIPng.self, Self.response)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let entries = reading.fields["entries"]?.values
    #expect(entries?.count == 3)
    #expect(entries?.first?.fields?["prefix"] == .address(address("2001:db8:1::")))
    #expect(entries?.first?.fields?["prefix_length"] == .number(48))
    #expect(entries?[1].fields?["next_hop"] == .address(address("fe80::1")))
    #expect(entries?.last?.fields?["metric"] == .number(2))
  }

  @Test func bitsBehindThePrefix() {
    var other = Self.response
    other[11] = 1
    #expect(Reading(RIPng.self, other).recognition == .notMine)
  }

  @Test func isNoRIP() { #expect(Reading(RIP.self, Self.response).recognition == .notMine) }

  @Test func whateverTheOctets() {
    for sample in [Self.response] { expectTotal(RIPng.self, sample) }
  }
}
