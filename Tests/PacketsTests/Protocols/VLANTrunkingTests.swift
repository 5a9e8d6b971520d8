import Testing

@testable import Packets

@Suite struct VLANTrunkingTests {
  /// A summary with one follower, by hand.
  private static let summary = bytes(
    """
    02 01 01 03 6c 61 62 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  // version 2, summary, one follower
    00 00 00 15  // revision
    c0 00 02 01  // updater
    39 33 30 33 30 31 30 30 30 39 30 30  // timestamp
    00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f  // digest
    """)

  /// A subset of two VLANs, the second suspended, by hand.
  private static let subset = bytes(
    """
    02 02 01 03 6c 61 62 00 00 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  // version 2, subset
    00 00 00 15  // revision
    14 00 01 07 00 01 05 dc 00 01 86 a1 64 65 66 61 75 6c 74 00  // VLAN 1
    14 01 03 04 03 eb 11 78 00 01 8a 8b 72 69 6e 67 01 01 0c cc  // VLAN 1003, suspended
    """)

  @Test func summaryIsRead() {
    let reading = Reading(VLANTrunking.self, Self.summary)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(2))
    #expect(fields["code"] == .number(1))
    #expect(fields["followers"] == .number(1))
    #expect(fields["management_domain"] == .text("lab"))
    #expect(fields["configuration_revision_number"] == .number(21))
    #expect(fields["updater_identity"] == .address(IPAddress(v4: 0xc000_0201)))
    #expect(fields["update_timestamp"] == .text("930301000900"))
    #expect(
      fields["md5_digest"]
        == .octets(bytes("00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f")))
  }

  @Test func subsetIsRead() {
    let reading = Reading(VLANTrunking.self, Self.subset)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["code"] == .number(2))
    #expect(fields["sequence_number"] == .number(1))
    #expect(fields["configuration_revision_number"] == .number(21))
    #expect(fields["vlans"]?.values?.first?.fields?["vlan_id"] == .number(1))
    #expect(fields["vlans"]?.values?.first?.fields?["name"] == .text("default"))
    #expect(fields["vlans"]?.values?.first?.fields?["mtu"] == .number(1500))
    #expect(fields["vlans"]?.values?.first?.fields?["ieee_802_10_index"] == .number(100001))
    #expect(fields["vlans"]?.values?.first?.fields?["suspended"] == .flag(false))
    #expect(fields["vlans"]?.values?.last?.fields?["vlan_id"] == .number(1003))
    #expect(fields["vlans"]?.values?.last?.fields?["type"] == .number(3))
    #expect(fields["vlans"]?.values?.last?.fields?["suspended"] == .flag(true))
    #expect(fields["vlans"]?.values?.last?.fields?["name"] == .text("ring"))
  }

  @Test func domainLongerThanItsField() {
    var other = Self.summary
    other[3] = 33
    #expect(Reading(VLANTrunking.self, other).recognition == .unsure)
    #expect(Reading(VLANTrunking.self, other).fault == .field)
  }

  /// A VLAN of zero octets would repeat for ever.
  @Test func emptyVLANIsBroken() {
    var other = Self.subset
    other[40] = 0
    #expect(Reading(VLANTrunking.self, other).fault == .option)
  }

  @Test func thirdVersionIsReadToItsDomain() {
    var other = Self.summary
    other[0] = 3
    let reading = Reading(VLANTrunking.self, other)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["management_domain"] == .text("lab"))
    #expect(reading.fields["configuration_revision_number"] == nil)
  }

  @Test func requestAndJoin() {
    let head = Self.summary.dropFirst(3).prefix(33)
    let request = Reading(VLANTrunking.self, [2, 3, 0] + head + bytes("00 05"))
    #expect(request.fields["start_value"] == .number(5))
    let join = Reading(VLANTrunking.self, [2, 4, 0] + head + bytes("00 00 03 ef 40"))
    #expect(join.fields["last_vlan"] == .number(1007))
    #expect(join.fields["advertised_vlans"] == .octets([0x40]))
  }

  @Test func whateverTheOctets() {
    expectTotal(VLANTrunking.self, Self.summary)
    expectTotal(VLANTrunking.self, Self.subset)
  }
}
