import Packets
import Testing

@testable import Devices

/// What messages show, and what they do not.
@Suite struct RoleMessageTests {
  private func kinds(_ statements: [RoleStatement]) -> [RoleEvidenceKind] { statements.map(\.kind) }

  @Test func onlyAnswersShowManagement() {
    let answer = RoleSample.packet(ports: (623, 40_000))
    let question = RoleSample.packet(ports: (40_000, 623))
    #expect(
      RoleSample.statements(
        "rmcp", [("message_type_name", .text("presence_pong")), ("supports_ipmi", .flag(true))],
        in: answer) == [RoleStatement(.rmcp, "presence_pong, supports IPMI")])
    #expect(
      RoleSample.statements("rmcp", [("message_type_name", .text("presence_ping"))], in: question)
        .isEmpty)
    let command: [(String, FieldValue)] = [
      ("payload_type_name", .text("ipmi_message")), ("command_name", .text("get_device_id")),
    ]
    #expect(
      RoleSample.statements("ipmi", command + [("response", .flag(true))], in: answer)
        == [RoleStatement(.ipmi, "get_device_id")])
    #expect(
      kinds(RoleSample.statements("ipmi", command + [("response", .flag(false))], in: question))
        == [.polls])
    let secret: [(String, FieldValue)] = [
      ("payload_type_name", .text("ipmi_message")), ("encrypted", .flag(true)),
    ]
    #expect(kinds(RoleSample.statements("ipmi", secret, in: answer)) == [.ipmi])
    #expect(RoleSample.statements("ipmi", secret, in: question).isEmpty)
    let both = RoleSample.packet(ports: (623, 623))
    #expect(RoleSample.statements("ipmi", secret, in: both).isEmpty)
  }

  /// Who redirects hosts to another router is one; not who has no address yet, or names itself.
  @Test func redirects() {
    func kinds(from source: IPAddress, gateway: IPAddress) -> [RoleEvidenceKind] {
      self.kinds(
        RoleSample.statements(
          "icmp", [("type", .number(5)), ("gateway_address", .address(gateway))],
          in: RoleSample.packet(source)))
    }
    #expect(kinds(from: RoleSample.address, gateway: RoleSample.peer) == [.routing])
    #expect(kinds(from: RoleSample.address, gateway: RoleSample.address).isEmpty)
    #expect(kinds(from: IPAddress(v4: 0), gateway: RoleSample.peer).isEmpty)
  }

  /// A relay's frame is not the client's.
  @Test func relayedClientsAreNotTheSender() {
    let fields: [(String, FieldValue)] = [
      ("operation", .number(1)), ("vendor_class_identifier", .text("iDRAC")),
      ("parameter_request_list", .list([.number(1), .number(3), .number(6)])),
      ("host_name", .text("idrac-1")),
    ]
    let own = RoleSample.statements(
      "dhcp", fields + [("client_hardware_address", .mac(RoleSample.server))])
    #expect(
      own == [
        RoleStatement(.vendorClass, "iDRAC"), RoleStatement(.parameterRequests, "1,3,6"),
        RoleStatement(.hostName, "idrac-1", isName: true),
      ])
    let relayed = RoleSample.statements(
      "dhcp", fields + [("client_hardware_address", .mac(RoleSample.other))])
    #expect(relayed.isEmpty)
  }

  /// Firmware of a card has nothing but identifiers; an agent of a system says more.
  @Test func firmwareIsToldFromAgents() {
    let identifiers: [(String, FieldValue)] = [
      ("chassis_id", .mac(RoleSample.server)), ("port_id", .mac(RoleSample.server)),
      ("port_description", .text("ConnectX-4 Lx, 25G/10G/1G SFP")),
    ]
    let lifetime: [(String, FieldValue)] = [("time_to_live_seconds", .number(48))]
    #expect(
      RoleSample.statements("lldp", identifiers + lifetime)
        == [RoleStatement(.cardFirmware, "ConnectX-4 Lx, 25G/10G/1G SFP")])
    // The last message of any agent.
    #expect(
      RoleSample.statements("lldp", identifiers + [("time_to_live_seconds", .number(0))]).isEmpty)
    let agent = RoleSample.statements(
      "lldp",
      identifiers + lifetime + [
        ("system_name", .text("sw-1")), ("system_description", .text("Arista Networks EOS")),
        ("enabled_capabilities", .number(4)),
        ("enabled_capabilities_names", .list([.text("mac_bridge")])),
      ])
    #expect(kinds(agent) == [.capabilities, .platform, .hostName])
    #expect(agent[0].text == "lldp mac_bridge")
  }

  @Test func certificatesAreTheServers() {
    var certificate = Fields()
    certificate.add("subject", "CN=IPMI,O=Super Micro Computer")
    certificate.add("issuer", "CN=IPMI")
    let fields: [(String, FieldValue)] = [("certificate", .group(certificate))]
    #expect(RoleSample.statements("tls", fields).map(\.text).count == 2)
    #expect(RoleSample.statements("tls", fields, fromInitiator: true).isEmpty)
  }

  @Test func questionsShowNothing() {
    #expect(RoleSample.statements("ssdp", [("method", .text("M-SEARCH"))]).isEmpty)
    #expect(RoleSample.statements("slp", [("function", .number(1)), ("url", .text("x"))]).isEmpty)
    #expect(RoleSample.statements("ntp", [("mode", .number(3))]).isEmpty)
    #expect(RoleSample.statements("mdns", [("response", .flag(false))]).isEmpty)
    #expect(RoleSample.statements("rip", [("command", .number(1))]).isEmpty)
    #expect(RoleSample.statements("radius", [("code", .number(1))]).isEmpty)
    #expect(RoleSample.statements("icmp", [("type", .number(8)), ("code", .number(0))]).isEmpty)
    #expect(RoleSample.statements("gre", [("x", .number(8))]).isEmpty)
  }

  /// Text from the wire is one line of bounded length.
  @Test func textsAreCut() {
    #expect(RoleStatement(.platform, "Cisco IOS\nCopyright").text == "Cisco IOS")
    #expect(RoleStatement(.platform, "a\u{1b}[2Jb  ").text == "a[2Jb")
    let long = RoleStatement(.platform, String(repeating: "ä", count: 500)).text
    #expect(long.utf8.count == RoleStatement.longest)
  }

  @Test func headersShowServicesAndRouters() {
    var packet = RoleSample.packet(ports: (17_990, 40_000))
    packet.transport = .tcp
    packet.tcpFlags = [.syn, .ack]
    #expect(RoleStatement.ofHeaders(packet) == [RoleStatement(.service, "tcp/17990")])
    packet.tcpFlags = [.syn]
    #expect(RoleStatement.ofHeaders(packet).isEmpty)
    var hello = RoleSample.packet()
    hello.network = .none
    hello.linkProtocol = LinkProtocol(.llc, 0xfefe)
    hello.destinationMAC = MACAddress(rawValue: 0x0180_c200_0015)
    #expect(RoleStatement.ofHeaders(hello) == [RoleStatement(.routing, "is_is")])
    hello.destinationMAC = MACAddress(rawValue: 0x0900_2b00_0004)
    #expect(RoleStatement.ofHeaders(hello).isEmpty)
  }
}
