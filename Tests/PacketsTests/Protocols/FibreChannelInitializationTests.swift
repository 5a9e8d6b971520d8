import Testing

@testable import Packets

@Suite struct FibreChannelInitializationTests {
  /// An advertisement of a fabric, by hand.
  private static let advertisement = bytes(
    """
    10 00 00 01 00 02 00 0d 80 07  // advertisement, 13 words
    01 01 00 80  // priority
    02 02 02 00 00 00 00 01  // MAC address
    04 03 00 00 20 00 00 00 00 00 00 01  // name
    05 04 00 00 00 0e fc 00 10 00 00 00 00 00 00 02  // fabric
    0c 02 00 01 00 00 1f 40  // keep-alive
    0e 01 00 64  // VLAN 100
    """)

  @Test func advertisementIsRead() {
    let reading = Reading(FibreChannelInitialization.self, Self.advertisement)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["version"] == .number(1))
    #expect(fields["operation_code"] == .number(1))
    #expect(fields["operation_subcode"] == .number(2))
    #expect(fields["fabric_provided_mac_address"] == .flag(true))
    #expect(fields["server_provided_mac_address"] == .flag(false))
    #expect(fields["available_for_login"] == .flag(true))
    #expect(fields["solicited"] == .flag(true))
    #expect(fields["fibre_channel_forwarder"] == .flag(true))
    #expect(fields["priority"] == .number(128))
    #expect(fields["mac_addresses"]?.values?.first == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(fields["name_identifier"] == .octets(bytes("20 00 00 00 00 00 00 01")))
    #expect(fields["fabric"]?.fields?["fc_map"] == .number(982016))
    #expect(fields["fabric"]?.fields?["fabric_name"] == .octets(bytes("10 00 00 00 00 00 00 02")))
    #expect(fields["fka_adv_disabled"] == .flag(true))
    #expect(fields["fka_adv_period_milliseconds"] == .number(8000))
    #expect(fields["vlans"] == .list([.number(100)]))
  }

  @Test func otherVersionAndLength() {
    var other = Self.advertisement
    other[0] = 0x20
    #expect(Reading(FibreChannelInitialization.self, other).recognition == .unsure)
    #expect(Reading(FibreChannelInitialization.self, other).fault == .version)
    other = Self.advertisement
    other[6] = 1
    #expect(Reading(FibreChannelInitialization.self, other).recognition == .unsure)
    #expect(Reading(FibreChannelInitialization.self, other).fault == .totalLength)
  }

  @Test func descriptorOfNoWordsIsBroken() {
    var other = Self.advertisement
    other[11] = 0
    #expect(Reading(FibreChannelInitialization.self, other).fault == .option)
  }

  /// A login carries the header of the Fibre Channel frame that it is.
  @Test func login() {
    let octets = bytes(
      """
      10 00 00 02 00 01 00 07 00 00 07 07 00 00
      22 ff ff fe 00 00 00 00 01 29 00 00 00 00 00 00 00 11 ff ff 00 00 00 00
      """)
    let reading = Reading(FibreChannelInitialization.self, octets)
    #expect(reading.fault == .none)
    #expect(reading.fields["flogi"]?.fields?["d_id"] == .number(0xfffffe))
    #expect(reading.fields["flogi"]?.fields?["ox_id"] == .number(0x11))
  }

  @Test func whateverTheOctets() {
    expectTotal(FibreChannelInitialization.self, Self.advertisement)
  }
}
