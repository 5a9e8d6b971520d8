import Devices
import Packets
import Testing

@testable import Rules

@Suite struct RoleViolationTests {
  private func lines(
    _ scene: Scene, policy: String = "", inventory: String = RuleBench.inventory,
    settings: RuleSettings = RuleSettings()
  ) throws -> [String] {
    try scene.findings(
      "policy.role", "policy.new-service", policy: policy, inventory: inventory,
      settings: settings
    ).map { "\($0.rule.name) \($0.device.label) \($0.severity.word)" }
  }

  /// Who calls whom, on which port of TCP, and how much it matters.
  @Test(
    arguments: [
      (Machine.bmc, Machine.otherBMC, 22, "high"), (.bmc, .otherBMC, 443, "high"),
      (.bmc, .card, 8080, "high"), (.bmc, .switch, 22, "high"), (.bmc, .stranger, 8080, "medium"),
      (.bmc, .server, 9000, "medium"), (.switch, .host, 22, "high"), (.switch, .bmc, 22, "high"),
      (.bmc, .stranger, 443, nil), (.bmc, .server, 389, nil), (.switch, .server, 49, nil),
      (.card, .stranger, 8080, nil), (.server, .bmc, 22, nil), (.host, .switch, 22, nil),
    ] as [(Machine, Machine, UInt16, String?)])
  func connections(client: Machine, server: Machine, port: UInt16, word: String?) throws {
    var scene = Scene()
    scene.connect(client, server, port, at: 100)
    let found = try lines(scene)
    #expect(found.count == (word == nil ? 0 : 1))
    #expect(found.allSatisfy { $0.hasPrefix("policy.role ") && $0.hasSuffix(word ?? "") })
  }

  /// The first packet tells, answered or not.
  @Test func unanswered() throws {
    var scene = Scene()
    scene.add(Machine.bmc.tcp(to: .stranger, 8080, at: 100))
    let found = try scene.findings("policy.role", isFinished: false)
    #expect(found.map(\.severity) == [.medium])
    #expect(
      found.first?.reason
        == "bmc-1 (bmc) started a conversation with 10.0.9.9 on tcp/8080, which neither its role nor a "
        + "policy entry explains; the first conversation.")
  }

  /// Controllers of one maker manage each other in groups, by HTTPS.
  @Test func groupsOfOneMaker() throws {
    let inventory = """
      mac,ip,role,name,vendor
      02:00:00:00:01:01,10.0.1.1,bmc,bmc-1,HPE
      02:00:00:00:01:02,10.0.1.2,bmc,bmc-2,HPE

      """
    var scene = Scene()
    scene.connect(.bmc, .otherBMC, 443, at: 100)
    #expect(try lines(scene, inventory: inventory) == ["policy.role bmc-1 low"])
    scene.connect(.bmc, .otherBMC, 22, at: 200)
    #expect(
      try lines(scene, inventory: inventory) == ["policy.role bmc-1 low", "policy.role bmc-1 high"])
  }

  /// A peer that is in a conversation with the device may be called back; one that was refused may not.
  @Test func callbacks() throws {
    var scene = Scene()
    scene.connect(.host, .switch, 22, at: 100)
    scene.connect(.switch, .host, 50_010, at: 101)
    scene.refuse(.stranger, .switch, 9999, at: 102)
    scene.connect(.switch, .stranger, 50_010, at: 103)
    #expect(try lines(scene) == ["policy.role sw-1 low", "policy.role sw-1 high"])
    // Five minutes after the last word the conversation is over.
    var later = Scene()
    later.connect(.host, .switch, 22, at: 100)
    later.connect(.switch, .host, 50_010, at: 500)
    #expect(try lines(later) == ["policy.role sw-1 high"])
    // A controller has no business with another that calls it.
    var lateral = Scene()
    lateral.connect(.otherBMC, .bmc, 443, at: 100)
    lateral.connect(.bmc, .otherBMC, 5000, at: 101)
    #expect(try lines(lateral).allSatisfy { $0.hasSuffix("high") })
  }

  /// Groups, broadcasts, neighbour discovery, refusals.
  @Test func whatIsNoCall() throws {
    var scene = Scene()
    let group = Machine(0x0100_5e7f_0001, 0xeffe_0001)
    let broadcast = Machine(0xffff_ffff_ffff, 0x0a00_01ff)
    scene.add(Machine.bmc.udp(to: group, 7777, at: 100))
    scene.add(Machine.bmc.udp(to: broadcast, 7777, at: 101))
    scene.add(
      Machine.bmc.linkLocal(0x101).icmp(to: Machine.host.linkLocal(0x501), type: 135, at: 102))
    scene.refuse(.stranger, .bmc, 8080, at: 103)
    scene.add(Machine.bmc.icmp(to: .stranger, type: 3, code: 3, at: 104))
    #expect(try lines(scene).isEmpty)
  }

  /// Answers to a group's question, by content; anything else from the same ports is told.
  @Test(
    arguments: [
      ("ssdp", 49_000, 0), ("slp", 49_000, 0), ("rmcp", 623, 0), ("rmcp", 49_000, 1),
      ("ntp", 49_000, 1), (nil, 49_000, 1),
    ] as [(ProtocolName?, UInt16, Int)])
  func answersToGroups(name: ProtocolName?, port: UInt16, count: Int) throws {
    var scene = Scene()
    scene.add(Machine.bmc.udp(to: .host, 51_000, from: port, at: 100), name)
    #expect(try lines(scene).count == count)
  }

  /// A datagram conversation that was silent for long goes on from the device's own port.
  @Test func late() throws {
    var scene = Scene()
    scene.ask(.host, .bmc, 623, at: 100, from: 50_623)
    scene.add(Machine.bmc.udp(to: .host, 50_623, from: 623, at: 250))
    #expect(try lines(scene).isEmpty)
    // Nobody asked at this port.
    scene.add(Machine.bmc.udp(to: .host, 50_624, from: 623, at: 400))
    #expect(try lines(scene) == ["policy.role bmc-1 medium"])
    // Its own service speaking its own language may answer what came before the capture.
    scene = Scene()
    scene.add(Machine.bmc.udp(to: .host, 50_624, from: 623, at: 100), "ipmi")
    #expect(try lines(scene).isEmpty)
  }

  /// Whether it is an answer is asked about the peer, where the policy says who may ask.
  @Test(
    arguments: [("10.0.5.1", 0), ("10.0.4.1", 1)] as [(String, Int)])
  func lateToAGroup(member: String, count: Int) throws {
    var scene = Scene()
    // In its first minute a capture may have missed the question.
    scene.add(Machine.host.udp(to: .server, 9999, at: 1))
    scene.add(Machine.switch.udp(to: .host, 50_624, from: 161, at: 100), "snmp")
    let policy = "groups: {management: [\(member)], monitoring: [\(member)]}"
    #expect(try lines(scene, policy: policy).count == count)
  }

  /// The blocks of a file that was asked for by TFTP come from another port: who serves it answers.
  @Test func files() throws {
    var scene = Scene()
    scene.add(Machine.host.udp(to: .switch, 69, from: 40_069, at: 100), "tftp")
    scene.add(Machine.switch.udp(to: .host, 40_069, from: 50_069, at: 100.1), "tftp")
    #expect(try lines(scene) == ["policy.new-service sw-1 medium"])
    let found = try scene.findings("policy.new-service")
    #expect(found.first?.reason.contains("answered 10.0.5.1 on udp/69") == true)
    let expected = "expected:\n  - {role: switch, direction: in, peer: 10.0.5.1, port: 69}\n"
    #expect(try lines(scene, policy: expected).isEmpty)
    // The first block, which the server sends, is lost.
    scene = Scene()
    scene.add(Machine.switch.udp(to: .server, 69, from: 40_069, at: 100), "tftp")
    scene.add(Machine.switch.udp(to: .server, 50_069, from: 40_069, at: 100.1), "tftp")
    #expect(try lines(scene).isEmpty)
    // From another port than the one that asked, and to another peer.
    scene.add(Machine.switch.udp(to: .server, 50_070, from: 40_070, at: 200))
    scene.add(Machine.switch.udp(to: .host, 50_069, from: 40_069, at: 300))
    #expect(try lines(scene).count == 2)
  }

  /// Content that is not that of the job is told when the conversation shows it.
  @Test func contradiction() throws {
    var scene = Scene()
    scene.connect(.bmc, .server, 443, at: 100, "ssh")
    #expect(try lines(scene) == ["policy.role bmc-1 medium"])
    scene = Scene()
    scene.connect(.bmc, .server, 443, at: 100, "tls")
    #expect(try lines(scene).isEmpty)
  }

  @Test func policyAndDefaults() throws {
    var scene = Scene()
    scene.connect(.bmc, .stranger, 8080, at: 100)
    #expect(
      try lines(scene, policy: "expected:\n  - {role: bmc, peer: 10.0.9.9, port: 8080}\n").isEmpty)
    // Members of a defined group only, and nothing at all where the operator wants no defaults.
    scene = Scene()
    scene.ask(.bmc, .server, 123, at: 100)
    #expect(try lines(scene).isEmpty)
    #expect(try lines(scene, policy: "groups: {ntp: [10.0.4.1]}").isEmpty)
    #expect(
      try lines(scene, policy: "groups: {ntp: [10.0.4.2]}") == ["policy.role bmc-1 medium"])
    #expect(try lines(scene, policy: "defaults: false") == ["policy.role bmc-1 medium"])
  }

  @Test func routers() throws {
    let gateway = Machine(0x0200_0000_0001, 0x0a00_0001)
    let behind = Machine(0x0200_0000_0001, 0x0a00_0777)
    var scene = Scene()
    scene.connect(gateway, .server, 22, at: 100)
    scene.connect(behind, .server, 22, at: 200)
    #expect(try lines(scene).isEmpty)
    var settings = RuleSettings()
    settings.watchedRoles.append(.router)
    #expect(try lines(scene, settings: settings) == ["policy.role gw high"])
  }

  /// Many peers and many ports give lines at growing distances only.
  @Test func scans() throws {
    var scene = Scene()
    for number in 0..<200 as Range<UInt32> {
      scene.add(
        Machine.bmc.tcp(
          to: Machine(0x0200_0000_0909, 0x0a00_6400 + number), 8080, at: 100 + Double(number)))
    }
    #expect(try lines(scene).count == 3 + 6)
    scene = Scene()
    for number in 0..<1000 as Range<UInt16> {
      scene.add(Machine.bmc.tcp(to: .stranger, 10_000 + number, at: 100 + Double(number)))
    }
    #expect(try lines(scene).count < 30)
  }
}
