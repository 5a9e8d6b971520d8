import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct FirstContactTests {
  static let rule = "policy.first-contact"

  private func findings(_ packets: [Packet], policy: String = "") throws -> [Finding] {
    var bench = try RuleBench(only: [FirstContactTests.rule], policy: policy)
    bench.add(packets)
    bench.finish()
    return bench.findings
  }

  /// The plain case: a controller opens a connection to an outside address.
  @Test func controllerCallsOut() throws {
    let finding = try #require(
      try findings([Machine.bmc.tcp(to: .outside(), 443, at: 100)]).first)
    #expect(finding.rule.name == FirstContactTests.rule)
    #expect(finding.severity == .high && finding.riskScore == 73 && finding.update == 0)
    #expect(finding.device.name == "bmc-1")
    #expect(finding.peer == nil)
    #expect(finding.peerEnd.address == IPAddress(v4: 0xcb00_7107) && finding.peerEnd.port == 443)
    #expect(finding.conversation.direction == .outbound && finding.conversation.deviceStarted)
    #expect(finding.time == Timestamp(seconds: 100, nanoseconds: 0))
    #expect(
      finding.reason.contains("bmc-1 (bmc) started a conversation with 203.0.113.7 on tcp/443"))
  }

  @Test(
    arguments: [
      (Machine.bmc, 1), (.otherBMC, 1), (.switch, 1), (.card, 0), (.server, 0), (.host, 0),
      (.stranger, 0),
    ] as [(Machine, Int)]) func roles(machine: Machine, count: Int) throws
  {
    #expect(try findings([machine.udp(to: .outside(), 9999, at: 100)]).count == count)
  }

  /// Inside, group, link-local and reserved addresses are not outside; public ones are.
  @Test(
    arguments: [
      (0x0a09_0909, 0), (0xac10_0001, 0), (0xc0a8_0001, 0), (0x6440_0001, 0), (0xe000_00fb, 0),
      (0xa9fe_0001, 0), (0xffff_ffff, 0), (0x7f00_0001, 0), (0x0808_0808, 1), (0xac20_0001, 1),
    ] as [(UInt32, Int)]) func scopes(address: UInt32, count: Int) throws
  {
    let peer = Machine(0x0200_0000_0001, address)
    #expect(try findings([Machine.bmc.udp(to: peer, 9999, at: 100)]).count == count)
  }

  /// Outside in IPv6 is whatever is neither fc00::/7 nor bound to the link.
  @Test(
    arguments: [
      (0x2001_0db8_0000_0000, 1), (0xfd00_0000_0000_0001, 0), (0xfe80_0000_0000_0000, 0),
      (0xff02_0000_0000_0000, 0), (0x0064_ff9b_0000_0000, 1),
    ] as [(UInt64, Int)]) func scopesOfIPv6(high: UInt64, count: Int) throws
  {
    let device = Machine(Machine.bmc.mac, IPAddress(high: 0xfd00 << 48, low: 1))
    let peer = Machine(0x0200_0000_0001, IPAddress(high: high, low: 7))
    #expect(try findings([device.tcp(to: peer, 443, at: 100)]).count == count)
  }

  @Test func policyNetworksReplaceTheDefaults() throws {
    let packets = [
      Machine.bmc.udp(to: .outside(), 9999, at: 100), Machine.bmc.udp(to: .stranger, 9999, at: 101),
    ]
    let found = try findings(packets, policy: "internal: [203.0.113.0/24]")
    #expect(found.map(\.peerEnd.address) == [Machine.stranger.address])
  }

  /// An entry of the policy silences what it says, and no other port, protocol, peer or role.
  @Test func expectation() throws {
    let policy = """
      expected:
        - role: bmc
          peer: 203.0.113.7
          transport: tcp
          port: 443
          reason: call-home
      """
    #expect(try findings([Machine.bmc.tcp(to: .outside(), 443, at: 100)], policy: policy).isEmpty)
    for other in [
      Machine.bmc.tcp(to: .outside(), 444, at: 100),
      Machine.bmc.udp(to: .outside(), 443, at: 100),
      Machine.bmc.tcp(to: .outside(8), 443, at: 100),
      Machine.switch.tcp(to: .outside(), 443, at: 100),
      // The port of the service counts, not that which the device took for itself.
      Machine.bmc.tcp(to: .outside(), 40000, from: 443, at: 100),
    ] {
      #expect(try findings([other], policy: policy).count == 1)
    }
  }

  /// Conversations that the outside starts do not count, whatever the device answers.
  @Test func answersAreNoContact() throws {
    let outside = Machine.outside()
    #expect(
      try findings([
        outside.tcp(to: .bmc, 443, from: 50000, at: 100),
        Machine.bmc.tcp(to: outside, 50000, from: 443, at: 100.1, [.syn, .ack]),
        Machine.bmc.tcp(to: outside, 50000, from: 443, at: 100.2, .ack, payload: 50),
        Machine.bmc.tcp(to: outside, 50000, from: 443, at: 130, .ack, payload: 50),
        outside.udp(to: .bmc, 623, from: 50000, at: 200),
        Machine.bmc.udp(to: outside, 50000, from: 623, at: 200.1),
        outside.icmp(to: .bmc, type: 8, at: 300),
        Machine.bmc.icmp(to: outside, type: 0, at: 300.1),
      ]
      ).isEmpty)
  }

  /// A refusal, an ICMP error and a fragment without ports are not the device's own initiative.
  @Test func whatIsNoInitiative() throws {
    let outside = Machine.outside()
    var fragment = Machine.bmc.sends(.udp, to: outside, at: 400)
    fragment.traits.formUnion([.fragment, .laterFragment])
    #expect(
      try findings([
        Machine.bmc.tcp(to: outside, 50000, from: 4444, at: 100, [.rst, .ack]),
        Machine.bmc.icmp(to: outside, type: 3, code: 3, at: 200),
        Machine.bmc.icmp(to: outside, type: 11, at: 300), fragment,
      ]
      ).isEmpty)
  }

  /// Who asks for a neighbor's hardware address asks on the link, whatever the address (RFC 4861 section 6.1).
  @Test func neighborSolicitation() throws {
    let bmc = Machine(0x0200_0000_0101, IPAddress(high: 0x2001_0db8_0000_0001, low: 1))
    let gateway = Machine(0x0200_0000_0909, IPAddress(high: 0x2001_0db8_0000_0001, low: 2))
    #expect(try findings([bmc.icmp(to: gateway, type: 135, at: 100)]).isEmpty)
    #expect(try findings([bmc.icmp(to: gateway, type: 128, at: 100)]).count == 1)
  }

  @Test func otherProtocols() throws {
    let found = try findings([
      Machine.bmc.sends(IPProtocol(rawValue: 47), to: .outside(), at: 100),
      Machine.bmc.icmp(to: .outside(), type: 8, at: 101),
    ])
    #expect(found.map { $0.reason.contains("on protocol 47") } == [true, false])
    #expect(found.map { $0.reason.contains("on icmp type 8") } == [false, true])
  }

  /// A connection found midway counts at its first payload, once, however long it then goes on.
  @Test func midstream() throws {
    var packets = [Machine.bmc.tcp(to: .outside(), 443, at: 100, .ack)]
    #expect(try findings(packets).isEmpty)
    packets += (1...20).map {
      Machine.bmc.tcp(to: .outside(), 443, at: 100 + Double($0) * 20, .ack, payload: 10)
    }
    let found = try findings(packets)
    #expect(found.map(\.update) == [0])
    #expect(found.map(\.time) == [Timestamp(seconds: 120, nanoseconds: 0)])
    let evidence = try #require(found.first?.evidence.first { $0.path == "contact.beginning_seen" })
    #expect(evidence.value == .flag(false))
  }

  /// What a stranger sends to a silent controller is no initiative of the controller, although a
  /// SYN-ACK, an echo answer, a refusal or a low port would be an answer elsewhere.
  @Test func backscatterIsNoContact() throws {
    let outside = Machine.outside()
    #expect(
      try findings([
        outside.udp(to: .bmc, 40000, from: 53, at: 10),
        outside.tcp(to: .bmc, 40001, from: 443, at: 100, [.syn, .ack]),
        Machine.bmc.tcp(to: outside, 443, from: 40001, at: 100.1, .rst),
        outside.tcp(to: .bmc, 40002, from: 443, at: 101, .rst, payload: 5),
        outside.tcp(to: .bmc, 40003, from: 443, at: 102, .ack, payload: 5),
        outside.icmp(to: .bmc, type: 0, at: 103),
      ]
      ).isEmpty)
  }

  /// The SYN was not captured, the rest was: the device's own segments tell, at the latest at the end.
  @Test func missedSYN() throws {
    let outside = Machine.outside()
    let found = try findings([
      outside.tcp(to: .bmc, 40001, from: 443, at: 100, [.syn, .ack]),
      Machine.bmc.tcp(to: outside, 443, from: 40001, at: 100.1, .ack),
      Machine.bmc.tcp(to: outside, 443, from: 40001, at: 100.2, .ack, payload: 90),
    ])
    #expect(found.map(\.update) == [0])
  }

  /// Echo answers that nobody asked for are a channel of their own; only at the beginning of a capture
  /// may their question have been missed.
  @Test func unaskedEchoAnswers() throws {
    let outside = Machine.outside()
    #expect(try findings([Machine.bmc.icmp(to: outside, type: 0, at: 5)]).isEmpty)
    let found = try findings([
      Machine.stranger.udp(to: .host, 9, at: 0), Machine.bmc.icmp(to: outside, type: 0, at: 100),
    ])
    #expect(found.count == 1)
  }

  /// One channel: a line at 1, 4, 16 conversations under one id, with a rising risk.
  @Test func updatesAtGrowingDistances() throws {
    let found = try findings(
      (0..<20).map {
        Machine.bmc.tcp(to: .outside(), 443, from: 40000 + $0, at: 100 + Double($0) * 60)
      })
    #expect(found.map(\.update) == [0, 1, 2])
    #expect(Set(found.map(\.id)).count == 1)
    #expect(found.map(\.riskScore) == [73, 77, 81])
    #expect(found.allSatisfy { $0.start == Timestamp(seconds: 100, nanoseconds: 0) })
  }

  /// Ids depend on rule, device and channel, not on when or in which order.
  @Test func idsAreStable() throws {
    let first = try findings([
      Machine.bmc.tcp(to: .outside(), 443, at: 100),
      Machine.otherBMC.tcp(to: .outside(), 443, at: 101),
      Machine.bmc.tcp(to: .outside(8), 443, at: 102), Machine.bmc.udp(to: .outside(), 443, at: 103),
    ])
    #expect(Set(first.map(\.id)).count == 4)
    let again = try findings([
      Machine.bmc.udp(to: .outside(), 443, from: 1234, at: 5103),
      Machine.bmc.tcp(to: .outside(), 443, from: 1234, at: 5200),
    ])
    #expect(again.map(\.id) == [first[3].id, first[0].id])
  }

  /// A thousand peers on one port, then a thousand ports at one peer: lines as few as the doublings.
  @Test func scansAreNoFlood() throws {
    let peers = try findings(
      (0..<200).map { Machine.bmc.tcp(to: .outside($0), 443, at: 100 + Double($0)) })
    #expect(peers.count == 3 + 6)
    #expect(peers.last?.reason.contains("128 outside addresses") == true)
    #expect(peers.last?.relatedAddresses.count == 7)
    let ports = try findings(
      (0..<1000).map { Machine.bmc.tcp(to: .outside(), UInt16($0), at: 100 + Double($0)) })
    #expect(ports.count < 30)
    // An update belongs to a line that was there before it.
    for (position, finding) in ports.enumerated() where finding.update > 0 {
      #expect(
        ports[..<position].contains { $0.id == finding.id && $0.update == finding.update - 1 })
    }
  }

  @Test func switchedOff() throws {
    var bench = try RuleBench(only: ["beacon.periodic"])
    bench.add([Machine.bmc.tcp(to: .outside(), 443, at: 100)])
    #expect(bench.findings.isEmpty)
  }

  @Test func unwatchedRole() throws {
    var settings = RuleSettings()
    settings.watchedRoles = [.switch]
    var bench = try RuleBench(settings: settings)
    bench.add([Machine.bmc.tcp(to: .outside(), 443, at: 100)])
    #expect(bench.findings.isEmpty && bench.sightings == 0 && bench.devicesSeen == 1)
    bench.add([Machine.switch.tcp(to: .outside(), 443, at: 101)])
    #expect(bench.findings.count == 1)
  }
}
