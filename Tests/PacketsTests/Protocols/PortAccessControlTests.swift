import Testing

@testable import Packets

@Suite struct PortAccessControlTests {
  /// An identity, padded, by hand.
  private static let identity = bytes(
    """
    01 00 00 0a  // version 1, EAP packet
    02 07 00 0a 01  // response 7, identity
    61 6c 69 63 65  // identity
    00 00  // padding
    """)

  /// The second message of a handshake, by hand.
  private static let key = bytes(
    """
    02 03 00 5f  // version 2, key
    02 01 0a 00 10  // RSN, version 2, pairwise, MIC
    00 00 00 00 00 00 00 01  // replay counter
    11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11
    11 11 11 11 11 11 11 11 11 11 11 11  // nonce
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  // IV
    00 00 00 00 00 00 00 00  // RSC
    00 00 00 00 00 00 00 00  // reserved
    22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22  // MIC
    00 00  // data length
    """)

  /// A key server with one live peer, by hand.
  private static let keyAgreement = bytes(
    """
    03 05 00 54  // version 3, MKA
    01 10 e0 20  // key server, desired, capability 2, 32 octets
    02 00 00 00 00 01 00 01  // SCI
    aa aa aa aa aa aa aa aa aa aa aa aa  // member
    00 00 00 05  // message number
    00 80 c2 01  // agility
    63 61 6b 31  // CAK name
    01 00 00 10 bb bb bb bb bb bb bb bb bb bb bb bb 00 00 00 06  // live peer
    06 00 00 08 00 00 00 00 00 00 00 00  // key management domain
    cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc cc  // ICV
    """)

  @Test func identityIsRead() {
    let reading = Reading(PortAccessControl.self, Self.identity)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["protocol_version"] == .number(1))
    #expect(fields["packet_type"] == .number(0))
    #expect(fields["eap"]?.fields?["code"] == .number(2))
    #expect(fields["eap"]?.fields?["identifier"] == .number(7))
    #expect(fields["eap"]?.fields?["type"] == .number(1))
    #expect(fields["eap"]?.fields?["identity"] == .text("alice"))
  }

  @Test func keyIsRead() {
    let reading = Reading(PortAccessControl.self, Self.key)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["packet_type"] == .number(3))
    #expect(fields["key"]?.fields?["descriptor_type"] == .number(2))
    #expect(fields["key"]?.fields?["key_descriptor_version"] == .number(2))
    #expect(fields["key"]?.fields?["pairwise"] == .flag(true))
    #expect(fields["key"]?.fields?["key_ack"] == .flag(false))
    #expect(fields["key"]?.fields?["key_mic_present"] == .flag(true))
    #expect(fields["key"]?.fields?["secure"] == .flag(false))
    #expect(fields["key"]?.fields?["key_length"] == .number(16))
    #expect(fields["key"]?.fields?["replay_counter"] == .number(1))
    #expect(fields["key"]?.fields?["key_data_length"] == .number(0))
  }

  @Test func keyAgreementIsRead() {
    let reading = Reading(PortAccessControl.self, Self.keyAgreement)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["protocol_version"] == .number(3))
    #expect(fields["packet_type"] == .number(5))
    #expect(fields["mka"]?.fields?["mka_version_identifier"] == .number(1))
    #expect(fields["mka"]?.fields?["key_server_priority"] == .number(16))
    #expect(fields["mka"]?.fields?["key_server"] == .flag(true))
    #expect(fields["mka"]?.fields?["macsec_desired"] == .flag(true))
    #expect(fields["mka"]?.fields?["macsec_capability"] == .number(2))
    #expect(fields["mka"]?.fields?["sci_address"] == .mac(MACAddress(rawValue: 0x0200_0000_0001)))
    #expect(fields["mka"]?.fields?["sci_port"] == .number(1))
    #expect(fields["mka"]?.fields?["actor_message_number"] == .number(5))
    #expect(fields["mka"]?.fields?["algorithm_agility"] == .number(8438273))
    #expect(fields["mka"]?.fields?["cak_name"] == .octets(bytes("63 61 6b 31")))
    #expect(
      fields["mka"]?.fields?["live_peers"]?.values?.first?.fields?["message_number"]
        == .number(6))
    #expect(fields["mka"]?.fields?["other_parameter_sets"] == .list([.number(6)]))
  }

  @Test func otherVersionTypeAndLengthAreUnsure() {
    for (position, octet) in [(0, 0), (0, 4), (1, 9), (2, 1)] as [(Int, UInt8)] {
      var other = Self.identity
      other[position] = octet
      #expect(Reading(PortAccessControl.self, other).recognition == .unsure)
    }
  }

  @Test func startHasNoBody() {
    let reading = Reading(PortAccessControl.self, bytes("01 01 00 00"))
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["packet_type"] == .number(1))
  }

  /// A refusal that offers PEAP and TLS instead.
  @Test func legacyNak() {
    let reading = Reading(PortAccessControl.self, bytes("01 00 00 07 02 01 00 07 03 19 0d"))
    #expect(
      reading.fields["eap"]?.fields?["desired_authentication_types"]
        == .list([.number(25), .number(13)]))
  }

  @Test func bodyShorterThanItsOwnLength() {
    var other = Self.identity
    other[7] = 0x20
    #expect(Reading(PortAccessControl.self, other).fault == .totalLength)
    var agreement = Self.keyAgreement
    agreement[7] = 0x08
    #expect(Reading(PortAccessControl.self, agreement).fault == .headerLength)
    let cut = Array(Self.key.prefix(40))
    #expect(Reading(PortAccessControl.self, cut, wireLength: Self.key.count).fault == .truncated)
  }

  @Test func whateverTheOctets() {
    expectTotal(PortAccessControl.self, Self.identity)
    expectTotal(PortAccessControl.self, Self.key)
    expectTotal(PortAccessControl.self, Self.keyAgreement)
  }
}
