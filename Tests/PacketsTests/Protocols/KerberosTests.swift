import Testing

@testable import Packets

@Suite struct KerberosTests {
  /// alice asks for a ticket to get tickets, UDP.
  private static let request = bytes(
    """
    6a 81 a2 30 81 9f a1 03 02 01 05 a2 03 02 01 0a a3 15 30 13 30 11 a1 04
    02 02 00 80 a2 09 04 07 30 05 a0 03 01 01 ff a4 7c 30 7a a0 07 03 05 00
    40 81 00 10 a1 12 30 10 a0 03 02 01 01 a1 09 30 07 1b 05 61 6c 69 63 65
    a2 0d 1b 0b 45 58 41 4d 50 4c 45 2e 43 4f 4d a3 20 30 1e a0 03 02 01 02
    a1 17 30 15 1b 06 6b 72 62 74 67 74 1b 0b 45 58 41 4d 50 4c 45 2e 43 4f
    4d a5 11 18 0f 32 30 33 37 30 39 31 33 30 32 34 38 30 35 5a a7 06 02 04
    12 34 56 78 a8 0f 30 0d 02 01 12 02 01 11 02 01 17 02 02 ff 79
    """)
  /// She gets one, TCP.
  private static let reply = bytes(
    """
    00 00 00 96 6b 81 93 30 81 90 a0 03 02 01 05 a1 03 02 01 0b a3 0d 1b 0b
    45 58 41 4d 50 4c 45 2e 43 4f 4d a4 12 30 10 a0 03 02 01 01 a1 09 30 07
    1b 05 61 6c 69 63 65 a5 50 61 4e 30 4c a0 03 02 01 05 a1 0d 1b 0b 45 58
    41 4d 50 4c 45 2e 43 4f 4d a2 20 30 1e a0 03 02 01 02 a1 17 30 15 1b 06
    6b 72 62 74 67 74 1b 0b 45 58 41 4d 50 4c 45 2e 43 4f 4d a3 14 30 12 a0
    03 02 01 12 a1 03 02 01 02 a2 06 04 04 01 02 03 04 a6 0f 30 0d a0 03 02
    01 11 a2 06 04 04 05 06 07 08
    """)
  /// She has to prove who she is first.
  private static let error = bytes(
    """
    7e 5a 30 58 a0 03 02 01 05 a1 03 02 01 1e a4 11 18 0f 32 30 32 36 30 31
    30 31 30 30 30 30 30 30 5a a5 03 02 01 07 a6 03 02 01 19 a9 0d 1b 0b 45
    58 41 4d 50 4c 45 2e 43 4f 4d aa 20 30 1e a0 03 02 01 02 a1 17 30 15 1b
    06 6b 72 62 74 67 74 1b 0b 45 58 41 4d 50 4c 45 2e 43 4f 4d
    """)

  @Test func requestOfTheAuthenticationService() {
    let reading = Reading(Kerberos.self, Self.request)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["message_type_name"]?.text == "as_req")
    #expect(reading.fields["client_name"]?.text == "alice")
    #expect(reading.fields["realm"]?.text == "EXAMPLE.COM")
    #expect(reading.fields["service_name"]?.text == "krbtgt/EXAMPLE.COM")
    #expect(reading.fields["till"]?.text == "20370913024805Z")
    #expect(reading.fields["kdc_options"]?.number == 0x4081_0010)
    #expect(
      reading.fields["encryption_types"]
        == .list([.signed(18), .signed(17), .signed(23), .signed(-135)]))
    #expect(reading.fields["preauthentication_types"] == .list([.signed(128)]))
  }

  @Test func replyInAStream() {
    let reading = Reading(Kerberos.self, Self.reply, in: .tcp)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["message_type_name"]?.text == "as_rep")
    #expect(reading.fields["client_name"]?.text == "alice")
    #expect(reading.fields["client_realm"]?.text == "EXAMPLE.COM")
    #expect(reading.fields["service_name"]?.text == "krbtgt/EXAMPLE.COM")
    #expect(reading.fields["ticket_encryption_type"] == .signed(18))
    #expect(reading.fields["encryption_type"] == .signed(17))
  }

  @Test func streamThatGrows() {
    let early = Reading(Kerberos.self, Array(Self.reply.prefix(12)), in: .tcp)
    #expect(early.recognition == .unsure)
    #expect(early.fault == .truncated)
    let later = Reading(Kerberos.self, Array(Self.reply.prefix(60)), in: .tcp)
    #expect(later.recognition == .certain)
    #expect(later.fault == .truncated)
    #expect(later.fields["client_name"]?.text == "alice")
  }

  @Test func errorCode() {
    let reading = Reading(Kerberos.self, Self.error)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["error_code"] == .signed(25))
    #expect(reading.fields["server_time"]?.text == "20260101000000Z")
    #expect(reading.fields["service_name"]?.text == "krbtgt/EXAMPLE.COM")
  }

  @Test func nearMisses() {
    var octets = Self.request
    octets[10] = 4  // Version 4.
    #expect(Reading(Kerberos.self, octets).recognition == .notMine)
    octets = Self.request
    octets[0] = 0x6b  // The tag and the type in the message differ.
    #expect(Reading(Kerberos.self, octets).recognition == .notMine)
    #expect(Reading(Kerberos.self, Self.request, in: .tcp).recognition == .notMine)
    #expect(Reading(Kerberos.self, Self.reply, in: .udp).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    expectTotal(Kerberos.self, Self.request)
    expectTotal(Kerberos.self, Self.error)
    expectTotal(Kerberos.self, Self.reply, in: .tcp)
  }
}
