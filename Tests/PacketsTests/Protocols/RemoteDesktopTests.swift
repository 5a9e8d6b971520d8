import Testing

@testable import Packets

@Suite struct RemoteDesktopTests {
  /// admin asks for TLS, CredSSP or its successor.
  private static let request = bytes(
    """
    03 00 00 2b 26 e0 00 00 00 00 00 43 6f 6f 6b 69 65 3a 20 6d 73 74 73 68
    61 73 68 3d 61 64 6d 69 6e 0d 0a 01 00 08 00 0b 00 00 00
    """)
  /// A request that a balancer shall send to one of its hosts.
  private static let balanced = bytes(
    """
    03 00 00 37 32 e0 00 00 00 00 00 43 6f 6f 6b 69 65 3a 20 6d 73 74 73 3d
    33 36 34 30 32 30 35 32 32 38 2e 31 35 36 32 39 2e 30 30 30 30 0d 0a 01
    00 08 00 03 00 00 00
    """)
  private static let confirm = bytes(
    """
    03 00 00 13 0e d0 00 00 12 34 00 02 1f 08 00 02 00 00 00
    """)
  private static let failure = bytes(
    """
    03 00 00 13 0e d0 00 00 12 34 00 03 00 08 00 05 00 00 00
    """)

  @Test func requestWithCookie() {
    let reading = Reading(RemoteDesktop.self, Self.request)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["tpdu_code_name"]?.text == "connection_request")
    #expect(reading.fields["cookie"]?.text == "admin")
    #expect(reading.fields["requested_protocols"]?.number == 11)
    #expect(
      reading.fields["requested_protocol_names"]
        == .list([.text("ssl"), .text("hybrid"), .text("hybrid_ex")]))
  }

  @Test func requestWithToken() {
    let reading = Reading(RemoteDesktop.self, Self.balanced)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["cookie"] == nil)
    #expect(reading.fields["routing_token"]?.text == "Cookie: msts=3640205228.15629.0000")
    #expect(reading.fields["requested_protocols"]?.number == 3)
  }

  @Test func answers() {
    let confirm = Reading(RemoteDesktop.self, Self.confirm)
    #expect(confirm.recognition == .certain)
    #expect(confirm.fault == .none)
    #expect(confirm.fields["source_reference"]?.number == 0x1234)
    #expect(confirm.fields["selected_protocol"]?.number == 2)
    #expect(confirm.fields["selected_protocol_name"]?.text == "hybrid")
    let failure = Reading(RemoteDesktop.self, Self.failure)
    #expect(failure.recognition == .certain)
    #expect(failure.fields["failure_code"]?.number == 5)
  }

  @Test func requestWithoutNegotiation() {
    let reading = Reading(RemoteDesktop.self, bytes("03 00 00 0b 06 e0 00 00 00 00 00"))
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .none)
    #expect(reading.fields["requested_protocols"] == nil)
  }

  @Test func nearMisses() {
    // The same transport opened by a programmer of Siemens' controllers, with parameters c1, c2 and c0.
    let controller = bytes(
      "03 00 00 16 11 e0 00 00 00 01 00 c1 02 01 00 c2 02 01 02 c0 01 0a")
    #expect(Reading(RemoteDesktop.self, controller).recognition == .notMine)
    var octets = Self.request
    octets[4] -= 1
    #expect(Reading(RemoteDesktop.self, octets).recognition == .notMine)
    #expect(Reading(RemoteDesktop.self, octets).fault == .headerLength)
    octets = Self.confirm
    octets[13] = 9
    #expect(Reading(RemoteDesktop.self, octets).fault == .option)
    octets = Self.request
    octets[34] = 0x20  // No end of the cookie's line.
    #expect(Reading(RemoteDesktop.self, octets).fault == .option)
    #expect(Reading(RemoteDesktop.self, Array(Self.request.prefix(20))).fault == .truncated)
  }

  @Test func whateverTheOctets() {
    for octets in [Self.request, Self.balanced, Self.confirm, Self.failure] {
      expectTotal(RemoteDesktop.self, octets)
    }
  }
}
