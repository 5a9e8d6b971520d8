import Testing

@testable import Packets

@Suite struct SpanningTreeTests {
  /// A configuration BPDU of VLAN 10 with a topology change, by hand.
  private static let configuration = bytes(
    """
    00 00 00 00 01  // STP, configuration, topology change
    10 01 02 00 00 00 00 01  // root
    00 00 00 04  // cost
    80 0a 02 00 00 00 00 02  // bridge
    80 03  // port
    01 00 14 00 02 00 0f 00  // times
    """)

  /// An MST BPDU with one instance, by hand.
  private static let multiple = bytes(
    """
    00 00 03 02 7c  // MSTP, designated, learning, forwarding, agreement
    80 00 02 00 00 00 00 01  // root
    00 00 00 00  // external cost
    80 00 02 00 00 00 00 01  // regional root
    80 01  // port
    00 00 14 00 02 00 0f 00  // times
    00  // version 1 length
    00 50  // version 3 length
    00 72 65 67 69 6f 6e 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00  // selector, name
    00 07  // revision
    ac 36 17 7f 50 28 3c d4 b8 38 21 d8 ab 26 de 62  // digest
    00 00 4e 20  // internal cost
    90 00 02 00 00 00 00 02  // bridge
    13  // hops
    7c 80 05 02 00 00 00 00 01 00 00 4e 20 90 80 12  // instance 5
    """)

  @Test func configurationIsRead() {
    let reading = Reading(SpanningTree.self, Self.configuration)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["protocol_version_identifier"] == .number(0))
    #expect(fields["bpdu_type"] == .number(0))
    #expect(fields["topology_change"] == .flag(true))
    #expect(fields["topology_change_acknowledgment"] == .flag(false))
    #expect(fields["proposal"] == nil)
    #expect(fields["root_identifier"]?.fields?["priority"] == .number(4096))
    #expect(fields["root_identifier"]?.fields?["system_id_extension"] == .number(1))
    #expect(
      fields["root_identifier"]?.fields?["address"]
        == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(fields["root_path_cost"] == .number(4))
    #expect(fields["bridge_identifier"]?.fields?["priority"] == .number(32768))
    #expect(fields["bridge_identifier"]?.fields?["system_id_extension"] == .number(10))
    #expect(
      fields["bridge_identifier"]?.fields?["address"]
        == .mac(MACAddress(rawValue: 0x0200_0000_0002)))
    #expect(fields["port_identifier"] == .number(32771))
    #expect(fields["message_age_256ths_of_second"] == .number(256))
    #expect(fields["max_age_256ths_of_second"] == .number(5120))
    #expect(fields["hello_time_256ths_of_second"] == .number(512))
    #expect(fields["forward_delay_256ths_of_second"] == .number(3840))
  }

  @Test func multipleIsRead() {
    let reading = Reading(SpanningTree.self, Self.multiple)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["protocol_version_identifier"] == .number(3))
    #expect(fields["bpdu_type"] == .number(2))
    #expect(fields["port_role"] == .number(3))
    #expect(fields["learning"] == .flag(true))
    #expect(fields["forwarding"] == .flag(true))
    #expect(fields["agreement"] == .flag(true))
    #expect(fields["external_path_cost"] == .number(0))
    #expect(fields["root_path_cost"] == nil)
    #expect(
      fields["regional_root_identifier"]?.fields?["address"]
        == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(
      fields["mst_configuration_identifier"]?.fields?["configuration_name"]
        == .text("region"))
    #expect(fields["mst_configuration_identifier"]?.fields?["revision_level"] == .number(7))
    #expect(
      fields["mst_configuration_identifier"]?.fields?["configuration_digest"]
        == .octets(bytes("ac 36 17 7f 50 28 3c d4 b8 38 21 d8 ab 26 de 62")))
    #expect(fields["internal_root_path_cost"] == .number(20000))
    #expect(fields["bridge_identifier"]?.fields?["priority"] == .number(36864))
    #expect(
      fields["bridge_identifier"]?.fields?["address"]
        == .mac(MACAddress(rawValue: 0x0200_0000_0002)))
    #expect(fields["remaining_hops"] == .number(19))
    #expect(
      fields["msti_configuration_messages"]?.values?.first?.fields?["regional_root_identifier"]?
        .fields?["system_id_extension"]
        == .number(5))
    #expect(
      fields["msti_configuration_messages"]?.values?.first?.fields?["port_role"]
        == .number(3))
    #expect(
      fields["msti_configuration_messages"]?.values?.first?.fields?["internal_root_path_cost"]
        == .number(20000))
    #expect(
      fields["msti_configuration_messages"]?.values?.first?.fields?["bridge_priority"]
        == .number(144))
    #expect(
      fields["msti_configuration_messages"]?.values?.first?.fields?["port_priority"]
        == .number(128))
    #expect(
      fields["msti_configuration_messages"]?.values?.first?.fields?["remaining_hops"]
        == .number(18))
  }

  @Test func topologyChangeNotificationEndsBehindItsType() {
    let reading = Reading(SpanningTree.self, bytes("00 00 00 80"))
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["bpdu_type"] == .number(0x80))
  }

  /// GARP has the same service access points and protocol identifier 1.
  @Test func registrationIsNoSpanningTree() {
    #expect(Reading(SpanningTree.self, bytes("00 01 01 02 00 00")).recognition == .notMine)
    #expect(Reading(SpanningTree.self, bytes("00 00 02 07")).recognition == .unsure)
    #expect(Reading(SpanningTree.self, bytes("00 00 02 07")).fault == .field)
  }

  /// Instances of sixteen octets do not add up to 81.
  @Test func lengthThatIsNoNumberOfInstances() {
    var other = Self.multiple
    other[37] = 0x51
    let reading = Reading(SpanningTree.self, other)
    #expect(reading.fault == .headerLength)
    #expect(reading.fields["external_path_cost"] == .number(0))
  }

  @Test func cutInsideAnInstance() {
    let cut = Array(Self.multiple.dropLast(3))
    let reading = Reading(SpanningTree.self, cut, wireLength: Self.multiple.count)
    #expect(reading.fault == .truncated)
    #expect(reading.fields["remaining_hops"] == .number(19))
  }

  @Test func whateverTheOctets() {
    expectTotal(SpanningTree.self, Self.configuration)
    expectTotal(SpanningTree.self, Self.multiple)
  }
}
