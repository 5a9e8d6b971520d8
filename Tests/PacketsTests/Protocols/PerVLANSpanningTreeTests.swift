import Testing

@testable import Packets

@Suite struct PerVLANSpanningTreeTests {
  /// A rapid BPDU of VLAN 20, by hand.
  private static let rapid = bytes(
    """
    00 00 02 02 3c  // RSTP, designated, learning, forwarding
    60 14 02 00 00 00 00 01  // root
    00 00 00 04  // cost
    80 14 02 00 00 00 00 02  // bridge
    80 03  // port
    01 00 14 00 02 00 0f 00  // times
    00  // version 1 length
    00 00 00 02 00 14  // VLAN 20
    """)

  @Test func rapidIsRead() {
    let reading = Reading(PerVLANSpanningTree.self, Self.rapid)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["protocol_version_identifier"] == .number(2))
    #expect(fields["port_role"] == .number(3))
    #expect(fields["forwarding"] == .flag(true))
    #expect(fields["root_identifier"]?.fields?["system_id_extension"] == .number(20))
    #expect(fields["originating_vlan"] == .number(20))
  }

  /// The VLAN lacks its second octet.
  @Test func recordReachesPastTheFrame() {
    let cut = Array(Self.rapid.dropLast(1))
    #expect(Reading(PerVLANSpanningTree.self, cut).fault == .option)
    #expect(
      Reading(PerVLANSpanningTree.self, cut, wireLength: Self.rapid.count).fault == .truncated)
  }

  @Test func otherProtocolIdentifierIsNotMine() {
    var other = Self.rapid
    other[1] = 1
    #expect(Reading(PerVLANSpanningTree.self, other).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    expectTotal(PerVLANSpanningTree.self, Self.rapid)
  }
}
