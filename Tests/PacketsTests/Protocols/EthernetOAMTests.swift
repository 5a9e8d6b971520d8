import Testing

@testable import Packets

@Suite struct EthernetOAMTests {
  /// Information of both ends and of an organization, by hand.
  private static let information = bytes(
    """
    03 00 50 00  // OAM, information, local and remote stable
    01 10 01 00 07 00 1d 05 ee 02 00 01 00 00 00 09  // local
    02 10 01 00 02 01 0c 05 ee 02 00 02 00 00 00 0a  // remote
    fe 07 02 00 00 01 02  // organization
    00  // end
    """)

  @Test func informationIsRead() {
    let reading = Reading(EthernetOAM.self, Self.information)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["code"] == .number(0))
    #expect(fields["local_stable"] == .flag(true))
    #expect(fields["remote_stable"] == .flag(true))
    #expect(fields["link_fault"] == .flag(false))
    #expect(fields["local_information"]?.fields?["oam_version"] == .number(1))
    #expect(fields["local_information"]?.fields?["revision"] == .number(7))
    #expect(fields["local_information"]?.fields?["active_mode"] == .flag(true))
    #expect(fields["local_information"]?.fields?["unidirectional_support"] == .flag(false))
    #expect(fields["local_information"]?.fields?["maximum_oampdu_size"] == .number(1518))
    #expect(
      fields["local_information"]?.fields?["organizationally_unique_identifier"]
        == .octets(bytes("02 00 01")))
    #expect(fields["remote_information"]?.fields?["parser_action"] == .number(1))
    #expect(fields["remote_information"]?.fields?["active_mode"] == .flag(false))
    #expect(
      fields["remote_information"]?.fields?["vendor_specific_information"]
        == .octets(bytes("00 00 00 0a")))
    #expect(fields["other_information"]?.values?.first?.fields?["type"] == .number(254))
  }

  @Test func dyingGaspWithAnEvent() {
    let reading = Reading(EthernetOAM.self, bytes("03 00 02 01 00 07 04 04 aa bb 00 00"))
    #expect(reading.fields["dying_gasp"] == .flag(true))
    #expect(reading.fields["sequence_number"] == .number(7))
    let event = reading.fields["link_events"]?.values?.first?.fields
    #expect(event?["type"] == .number(4))
    #expect(event?["value"] == .octets(bytes("aa bb")))
  }

  @Test func reservedFlagsAndCodesAreUnsure() {
    #expect(Reading(EthernetOAM.self, bytes("03 80 50 00")).recognition == .unsure)
    #expect(Reading(EthernetOAM.self, bytes("03 00 50 05")).recognition == .unsure)
    #expect(Reading(EthernetOAM.self, bytes("01 00 50 00")).recognition == .notMine)
  }

  @Test func recordShorterThanItsHead() {
    #expect(Reading(EthernetOAM.self, bytes("03 00 50 00 fe 01 00")).fault == .option)
  }

  @Test func whateverTheOctets() {
    expectTotal(EthernetOAM.self, Self.information)
  }
}
