import Packets
import Testing

@testable import Devices

@Suite struct RoleProfileTests {
  private static let peer = IPAddress(v4: 0x0a00_0009)

  private func question(
    _ role: DeviceRole, _ transport: UInt8, _ port: UInt16?, isAnswer: Bool = false,
    spoken: ProtocolName? = nil
  ) -> PolicyQuestion {
    PolicyQuestion(
      device: Device(index: 0, macs: [], addresses: [], role: role), deviceStarted: !isAnswer,
      peer: RoleProfileTests.peer, transport: IPProtocol(rawValue: transport), port: port,
      spoken: spoken)
  }

  @Test func whoHasOne() {
    #expect(RoleProfile.profile(of: .bmc)?.role == .bmc)
    #expect(RoleProfile.profile(of: .switch)?.role == .switch)
    #expect(RoleProfile.profile(of: .router)?.role == .router)
    for role in [DeviceRole.nic, .server, .host, .unknown] {
      #expect(RoleProfile.profile(of: role) == nil)
      #expect(Policy.none.usualService(question(role, 17, 123)) == nil)
    }
  }

  /// The port numbers of the protocols' own standards or IANA registrations.
  @Test(
    arguments: [
      (.bmc, 17, 53, "dns"), (.bmc, 6, 53, "dns"), (.bmc, 17, 67, "dhcp"), (.bmc, 17, 123, "ntp"),
      (.bmc, 17, 162, "snmp-trap"), (.bmc, 6, 443, "https"), (.bmc, 6, 3269, "global-catalog"),
      (.bmc, 6, 2049, "nfs"), (.bmc, 1, nil, "icmp"), (.bmc, 1, 8, "icmp"),
      (.bmc, 58, nil, "icmpv6"),
      (.switch, 6, 49, "tacacs+"), (.switch, 17, 1813, "radius"), (.switch, 6, 179, "bgp"),
      (.switch, 17, 6343, "sflow"), (.switch, 17, 9996, "netflow"), (.switch, 17, 4739, "ipfix"),
      (.switch, 17, 68, "dhcp"), (.switch, 112, nil, "vrrp"), (.switch, 89, nil, "ospf"),
      (.router, 17, 1985, "hsrp"),
      // Logins, what the other role does, and what only peers start.
      (.bmc, 6, 22, nil), (.bmc, 6, 23, nil), (.bmc, 6, 49, nil), (.bmc, 6, 179, nil),
      (.bmc, 17, 443, nil), (.bmc, 6, nil, nil), (.bmc, 47, nil, nil), (.bmc, 132, 53, nil),
      (.bmc, 17, 623, nil), (.bmc, 6, 5900, nil),
      (.switch, 6, 22, nil), (.switch, 6, 23, nil), (.switch, 6, 445, nil), (.switch, 6, 2049, nil),
      (.switch, 47, nil, nil), (.switch, 17, 4788, nil), (.router, 6, 22, nil),
      (.switch, 17, 161, nil),
    ] as [(DeviceRole, UInt8, UInt16?, String?)])
  func started(role: DeviceRole, transport: UInt8, port: UInt16?, name: String?) {
    #expect(Policy.none.usualService(question(role, transport, port))?.name == name)
  }

  /// What the vendors' port sheets have devices answer.
  @Test(
    arguments: [
      (.bmc, 17, 623, "ipmi"), (.bmc, 6, 443, "https"), (.bmc, 6, 22, "ssh"),
      (.bmc, 6, 2200, "ssh-console"), (.bmc, 6, 17988, "virtual-media"), (.bmc, 6, 5901, "kvm"),
      (.bmc, 6, 16994, "amt-redirection"), (.bmc, 1, nil, "icmp"), (.bmc, 17, 161, "snmp"),
      (.switch, 17, 161, "snmp"), (.switch, 6, 22, "ssh"), (.switch, 6, 830, "netconf"),
      (.switch, 6, 179, "bgp"), (.router, 17, 123, "ntp"), (.switch, 112, nil, "vrrp"),
      // What only the device starts, and ports that intruders used.
      (.bmc, 17, 514, nil), (.bmc, 17, 123, nil), (.bmc, 6, 31234, nil), (.bmc, 6, 49152, nil),
      (.switch, 6, 4786, nil), (.switch, 17, 514, nil), (.switch, 6, 49, nil),
      (.switch, 17, 623, nil),
    ] as [(DeviceRole, UInt8, UInt16?, String?)])
  func answered(role: DeviceRole, transport: UInt8, port: UInt16?, name: String?) {
    #expect(
      Policy.none.usualService(question(role, transport, port, isAnswer: true))?.name == name)
  }

  /// Nobody has said that anything outside is usual; groups and neighbours on the link may be.
  @Test(
    arguments: [
      ("203.0.113.7", false), ("2001:db8::7", false), ("10.9.9.9", true), ("fd00::7", true),
      ("224.0.1.1", true), ("255.255.255.255", true), ("fe80::7", true),
    ])
  func neverOutside(peer: String, isUsual: Bool) {
    for isAnswer in [false, true] {
      var question = question(.switch, 1, nil, isAnswer: isAnswer)
      question.peer = IPAddress(peer)
      #expect(question.peer != nil)
      #expect((Policy.none.usualService(question) != nil) == isUsual)
    }
  }

  /// What the content is for certain must be what the service speaks; where nobody knows, it may.
  @Test(
    arguments: [
      (17, 123, "ntp", true), (17, 123, "dns", false), (17, 123, nil, true), (6, 443, "tls", true),
      (6, 443, "ssh", false), (6, 443, "http", false), (6, 80, "http", true),
      (6, 80, "ssh", false), (6, 514, "tls", true), (6, 2049, "ssh", true),
    ] as [(UInt8, UInt16, ProtocolName?, Bool)])
  func content(transport: UInt8, port: UInt16, spoken: ProtocolName?, isUsual: Bool) {
    let service = Policy.none.usualService(question(.bmc, transport, port, spoken: spoken))
    #expect((service != nil) == isUsual)
  }

  /// A line that another line hides would be dead; a line without a reason explains nothing; contents and
  /// groups are those that there are.
  @Test(arguments: [DeviceRole.bmc, .switch, .router])
  func everyLineCounts(role: DeviceRole) throws {
    let profile = try #require(RoleProfile.profile(of: role))
    for service in profile.services {
      #expect(!service.name.isEmpty)
      #expect(!service.reason.isEmpty)
      #expect(service.groups.allSatisfy(Policy.knownGroups.contains))
      #expect(service.protocols.allSatisfy(PolicyReader.protocols.contains))
      for port in service.ports.map({ [$0.lowerBound, $0.upperBound] }) ?? [0] {
        for isAnswer in [false, true] where service.direction != (isAnswer ? .out : .in) {
          let found = Policy.none.usualService(
            question(role, service.transport.rawValue, port, isAnswer: isAnswer))
          #expect(found == service, "\(service)")
        }
      }
    }
    // Paces are written as texts: each is one.
    #expect(
      profile.services.filter { $0.name == "ntp" && $0.direction == .out }.allSatisfy {
        $0.pace == Pace(count: 450, seconds: 3600)
      })
    #expect(profile.services.contains { $0.pace == Pace(count: 600, seconds: 3600) })
  }
}
