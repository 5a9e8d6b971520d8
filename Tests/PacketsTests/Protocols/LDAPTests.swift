import Testing

@testable import Packets

@Suite struct LDAPTests {
  /// A bind with a password in clear.
  private static let bind = bytes(
    """
    30 2c 02 01 01 60 27 02 01 03 04 1a 63 6e 3d 61 64 6d 69 6e 2c 64 63 3d
    65 78 61 6d 70 6c 65 2c 64 63 3d 63 6f 6d 80 06 73 65 63 72 65 74
    """)
  /// A bind with a mechanism.
  private static let mechanism = bytes(
    """
    30 1c 02 01 02 60 17 02 01 03 04 00 a3 10 04 0a 47 53 53 2d 53 50 4e 45
    47 4f 04 02 60 01
    """)
  private static let refused = bytes(
    """
    30 1f 02 01 01 61 1a 0a 01 31 04 00 04 13 69 6e 76 61 6c 69 64 20 63 72
    65 64 65 6e 74 69 61 6c 73
    """)
  /// Everything with an object class below a base.
  private static let search = bytes(
    """
    30 44 02 01 03 63 3f 04 11 64 63 3d 65 78 61 6d 70 6c 65 2c 64 63 3d 63
    6f 6d 0a 01 02 0a 01 00 02 01 64 02 01 0a 01 01 00 87 0b 6f 62 6a 65 63
    74 43 6c 61 73 73 30 0e 04 02 63 6e 04 08 6d 65 6d 62 65 72 4f 66
    """)
  /// Asks to go on in TLS.
  private static let startTLS = bytes(
    """
    30 1d 02 01 01 77 18 80 16 31 2e 33 2e 36 2e 31 2e 34 2e 31 2e 31 34 36
    36 2e 32 30 30 33 37
    """)
  /// Where is a controller of the domain? Over UDP, with lengths in the form that Windows writes.
  private static let connectionless = bytes(
    """
    30 84 00 00 00 61 02 01 05 63 84 00 00 00 58 04 00 0a 01 00 0a 01 00 02
    01 00 02 01 00 01 01 00 a0 84 00 00 00 31 a3 84 00 00 00 18 04 09 44 6e
    73 44 6f 6d 61 69 6e 04 0b 65 78 61 6d 70 6c 65 2e 63 6f 6d a3 84 00 00
    00 0d 04 05 4e 74 56 65 72 04 04 06 00 00 00 30 84 00 00 00 0a 04 08 4e
    65 74 6c 6f 67 6f 6e
    """)

  @Test func passwordIsSaidNotShown() {
    let reading = Reading(LDAP.self, Self.bind)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["message_id"]?.number == 1)
    #expect(reading.fields["operation_name"]?.text == "bind_request")
    #expect(reading.fields["version"]?.number == 3)
    #expect(reading.fields["name"]?.text == "cn=admin,dc=example,dc=com")
    #expect(reading.fields["authentication"]?.text == "simple")
    #expect(reading.fields["password_present"] == .flag(true))
    #expect(!"\(reading.fields)".contains("secret"))
  }

  @Test func otherOperations() {
    let mechanism = Reading(LDAP.self, Self.mechanism)
    #expect(mechanism.recognition == .certain)
    #expect(mechanism.fields["mechanism"]?.text == "GSS-SPNEGO")
    let refused = Reading(LDAP.self, Self.refused)
    #expect(refused.recognition == .certain)
    #expect(refused.fields["result_code"]?.number == 49)
    #expect(refused.fields["diagnostic_message"]?.text == "invalid credentials")
    let search = Reading(LDAP.self, Self.search)
    #expect(search.recognition == .certain)
    #expect(search.fault == .none)
    #expect(search.fields["base_object"]?.text == "dc=example,dc=com")
    #expect(search.fields["scope_name"]?.text == "whole_subtree")
    #expect(search.fields["size_limit"]?.number == 100)
    #expect(search.fields["time_limit_seconds"]?.number == 10)
    #expect(search.fields["attributes"] == .list([.text("cn"), .text("memberOf")]))
    let startTLS = Reading(LDAP.self, Self.startTLS)
    #expect(startTLS.recognition == .certain)
    #expect(startTLS.fields["request_name"]?.text == "1.3.6.1.4.1.1466.20037")
  }

  @Test func overUDP() {
    let reading = Reading(LDAP.self, Self.connectionless, in: .udp)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["scope_name"]?.text == "base_object")
    #expect(reading.fields["attributes"] == .list([.text("Netlogon")]))
  }

  @Test func unbindIsUnsure() {
    let reading = Reading(LDAP.self, bytes("30 05 02 01 03 42 00"))
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .none)
    #expect(reading.fields["operation_name"]?.text == "unbind_request")
  }

  @Test func nearMisses() {
    // SNMP opens with a sequence and a small number as well.
    let snmp = bytes("30 0d 02 01 01 04 06 70 75 62 6c 69 63 a0 00")
    #expect(Reading(LDAP.self, snmp).recognition == .notMine)
    var octets = Self.bind
    octets[9] = 4  // No such version.
    #expect(Reading(LDAP.self, octets).recognition == .unsure)
    octets = Self.bind
    octets[5] = 0x71  // No such operation.
    #expect(Reading(LDAP.self, octets).recognition == .notMine)
    octets = Self.bind
    octets[6] += 1  // The operation reaches past the message.
    #expect(Reading(LDAP.self, octets, in: .udp).recognition == .notMine)
    #expect(Reading(LDAP.self, octets).fault == .totalLength)
  }

  @Test func streamThatGrows() {
    let early = Reading(LDAP.self, Array(Self.bind.prefix(11)))
    #expect(early.recognition == .unsure)
    #expect(early.fault == .truncated)
  }

  @Test func whateverTheOctets() {
    for octets in [Self.bind, Self.mechanism, Self.refused, Self.search, Self.startTLS] {
      expectTotal(LDAP.self, octets)
    }
    expectTotal(LDAP.self, Self.connectionless, in: .udp)
  }
}
