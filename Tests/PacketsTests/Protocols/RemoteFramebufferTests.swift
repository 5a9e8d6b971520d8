import Testing

@testable import Packets

@Suite struct RemoteFramebufferTests {
  /// A server lets in without and with a password; the client takes the second.
  private static let server = Array("RFB 003.008\n".utf8) + [2, 1, 2]
  private static let client = Array("RFB 003.008\n".utf8) + [2]

  @Test func bothSides() {
    let server = Reading(
      RemoteFramebuffer.self, Self.server, sourcePort: 5900, destinationPort: 40000)
    #expect(server.recognition == .certain)
    #expect(server.fault == .none)
    #expect(server.fields["protocol_version"]?.text == "003.008")
    #expect(server.fields["server"] == .flag(true))
    #expect(server.fields["security_types"] == .list([.number(1), .number(2)]))
    #expect(
      server.fields["security_type_names"]
        == .list([.text("none"), .text("vnc_authentication")]))
    let client = Reading(
      RemoteFramebuffer.self, Self.client, sourcePort: 40000, destinationPort: 5901)
    #expect(client.fields["server"] == .flag(false))
    #expect(client.fields["security_type_name"]?.text == "vnc_authentication")
  }

  @Test func serverChoosesInVersion33() {
    let octets = Array("RFB 003.003\n".utf8) + [0, 0, 0, 2]
    let reading = Reading(RemoteFramebuffer.self, octets, sourcePort: 5900, destinationPort: 40000)
    #expect(reading.fault == .none)
    #expect(reading.fields["security_type"]?.number == 2)
  }

  @Test func refusalHasAReason() {
    let octets = Array("RFB 003.008\n".utf8) + [0, 0, 0, 0, 8] + Array("too many".utf8)
    let reading = Reading(RemoteFramebuffer.self, octets, sourcePort: 80, destinationPort: 40000)
    #expect(reading.fault == .none)
    #expect(reading.fields["reason"]?.text == "too many")
  }

  @Test func streamThatGrows() {
    #expect(Reading(RemoteFramebuffer.self, Array("RFB 0".utf8)).recognition == .unsure)
    let version = Reading(RemoteFramebuffer.self, Array(Self.server.prefix(12)))
    #expect(version.recognition == .certain)
    #expect(version.fault == .truncated)
    #expect(version.fields["protocol_version"]?.text == "003.008")
  }

  @Test func nearMisses() {
    for text in ["RFC 003.008\n", "RFB 003,008\n", "RFB 003.008\r", "RFB 3.8\n    "] {
      #expect(Reading(RemoteFramebuffer.self, Array(text.utf8)).recognition == .notMine)
    }
  }

  @Test func whateverTheOctets() {
    expectTotal(RemoteFramebuffer.self, Self.server)
    expectTotal(RemoteFramebuffer.self, Array("RFB 003.003\n".utf8) + [0, 0, 0, 0, 0, 0, 0, 1, 65])
  }
}
