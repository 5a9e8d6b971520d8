import Devices
import Packets
import Testing

@testable import Rules

@Suite struct OutsideConversationTests {
  private static let both = ["policy.outside", "policy.exposed"]

  private func lines(
    _ scene: Scene, policy: String = "", isFinished: Bool = true,
    settings: RuleSettings = RuleSettings()
  ) throws -> [String] {
    try scene.findings(
      "policy.outside", "policy.exposed", "policy.first-contact", "policy.role",
      "policy.new-service", policy: policy, settings: settings, isFinished: isFinished
    )
    .map { "\($0.rule.name) \($0.severity.word)" }
  }

  /// One line a conversation, by the rule that its port or content calls for, before it is over.
  @Test(
    arguments: [
      (443, nil, "policy.exposed critical"), (22, nil, "policy.exposed critical"),
      (17990, nil, "policy.exposed critical"), (4444, nil, "policy.outside critical"),
      (4444, "ssh", "policy.exposed critical"), (4444, "tls", "policy.outside critical"),
      (8443, "tls", "policy.exposed critical"), (443, "dns", "policy.outside critical"),
    ] as [(UInt16, ProtocolName?, String)])
  func connections(port: UInt16, name: ProtocolName?, line: String) throws {
    var scene = Scene()
    scene.connect(.outside(), .bmc, port, at: 100, name)
    #expect(try lines(scene, isFinished: false) == (name == nil ? [] : [line]))
    #expect(try lines(scene) == [line])
  }

  /// What nobody knows is told after sixteen packets, once.
  @Test func unknownContent() throws {
    var scene = Scene()
    scene.connect(.outside(), .bmc, 4444, at: 100, from: 50_900)
    for turn in 0..<12 as Range<Int> {
      let time = 100.1 + Double(turn) / 100
      scene.add(
        turn % 2 == 0
          ? Machine.outside().tcp(to: .bmc, 4444, from: 50_900, at: time, .ack, payload: 10)
          : Machine.bmc.tcp(to: .outside(), 50_900, from: 4444, at: time, .ack, payload: 10))
      #expect(try lines(scene, isFinished: false).isEmpty == (turn < 11))
    }
    #expect(try lines(scene) == ["policy.outside critical"])
  }

  /// A handshake without payload counts when it is over; a refusal never does.
  @Test func handshakes() throws {
    var scene = Scene()
    scene.connect(.outside(), .bmc, 4444, at: 100, says: 0, answers: 0)
    #expect(try lines(scene, isFinished: false).isEmpty)
    #expect(try lines(scene) == ["policy.outside high"])
    scene = Scene()
    scene.connect(.outside(), .bmc, 22, at: 100, says: 0, answers: 0)
    #expect(try lines(scene) == ["policy.exposed critical"])
    scene = Scene()
    scene.refuse(.outside(), .bmc, 22, at: 100)
    scene.refuse(.outside(), .bmc, 4444, at: 101)
    scene.add(Machine.outside().tcp(to: .bmc, 4445, at: 102))
    scene.add(Machine.outside().udp(to: .bmc, 161, at: 103))
    scene.add(Machine.bmc.icmp(to: .outside(), type: 3, code: 3, at: 103.1))
    #expect(try lines(scene).isEmpty)
  }

  /// Datagrams and echoes are answered or not; nobody can be sure who asked.
  @Test func datagrams() throws {
    var scene = Scene()
    scene.ask(.outside(), .bmc, 40_000, at: 100)
    scene.ask(.outside(), .bmc, 623, at: 200, "rmcp")
    scene.add(Machine.outside().icmp(to: .bmc, type: 8, at: 300))
    scene.add(Machine.bmc.icmp(to: .outside(), type: 0, at: 300.1))
    #expect(
      try lines(scene, isFinished: false)
        == ["policy.outside high", "policy.exposed critical", "policy.outside high"])
  }

  /// Silent, unasked or early: what comes in the first minute of a capture may be an answer.
  @Test func answersToTheDevicesOwnQuestions() throws {
    let policy = """
      expected:
        - {role: bmc, direction: out, peer: 203.0.113.7, transport: udp, port: 123}
      """
    var scene = Scene()
    for round in 0..<5 as Range<Int> {
      let time = 100 + Double(round) * 100
      scene.add(Machine.bmc.udp(to: .outside(), 123, from: 123, at: time))
      scene.add(Machine.outside().udp(to: .bmc, 123, from: 123, at: time + 75))
    }
    #expect(try lines(scene, policy: policy).isEmpty)
    #expect(try lines(scene) == ["policy.first-contact high"])
  }

  @Test(
    arguments: [
      (Machine.bmc, 1), (.switch, 1), (.card, 0), (.server, 0), (.host, 0), (.stranger, 0),
    ] as [(Machine, Int)])
  func roles(machine: Machine, count: Int) throws {
    var scene = Scene()
    scene.connect(.outside(), machine, 443, at: 100)
    #expect(try lines(scene).count == count)
  }

  /// Routers count where they are watched, and only under addresses that are their own.
  @Test func routers() throws {
    let gateway = Machine(0x0200_0000_0001, 0x0a00_0001)
    let behind = Machine(0x0200_0000_0001, 0x0a00_0777)
    let outside = Machine(0x0200_0000_0999, 0xcb00_7107)
    var scene = Scene()
    scene.connect(outside, gateway, 22, at: 100)
    scene.connect(outside, behind, 22, at: 200)
    #expect(try lines(scene).isEmpty)
    var settings = RuleSettings()
    settings.watchedRoles.append(.router)
    #expect(try lines(scene, settings: settings) == ["policy.exposed critical"])
  }

  /// A switch that is known by its hardware address only is not what it forwards.
  @Test func switchWithoutAddress() throws {
    let inventory = "mac,ip,role,name\n02:00:00:00:02:01,,switch,sw-1\n"
    let server = Machine(0x0200_0000_0201, 0x0a00_0777)
    var scene = Scene()
    scene.connect(.outside(), server, 443, at: 100)
    var bench = try RuleBench(only: OutsideConversationTests.both, inventory: inventory)
    bench.add(scene.packets)
    bench.finish()
    #expect(bench.findings.isEmpty)
    // Its own packets leave with a whole time to live.
    #expect(try scene.findings("policy.exposed", inventory: inventory).count == 1)
  }

  @Test func policyExpectsIt() throws {
    var scene = Scene()
    scene.connect(.outside(), .bmc, 443, at: 100, "tls")
    let entry = { (rest: String) in
      "expected:\n  - {role: bmc, peer: 203.0.113.7, \(rest)}\n"
    }
    #expect(try lines(scene, policy: entry("direction: in, port: 443")).isEmpty)
    #expect(try lines(scene, policy: entry("port: 443, protocol: tls")).isEmpty)
    #expect(try lines(scene, policy: "internal: [0.0.0.0/0]").isEmpty)
    #expect(try lines(scene, policy: entry("direction: out, port: 443")).count == 1)
    // Content that the entry does not name is seen when it is known, and told once.
    #expect(
      try lines(scene, policy: entry("port: 443, protocol: ssh")) == ["policy.exposed critical"])
  }

  /// What keeps an entry from fitting stands in the line.
  @Test(
    arguments: [
      ("port: 80", "port"), ("port: 443, protocol: ssh", "protocol"),
      ("port: 443, direction: out", "direction"), ("port: 443, until: 1970-01-01", "until"),
    ])
  func nearestEntry(rest: String, differs: String) throws {
    var scene = Scene()
    let day = 86_400.0
    scene.connect(.outside(), .bmc, 443, at: day + 100, "tls")
    let policy = "expected:\n  - {role: bmc, peer: 203.0.113.7, \(rest)}\n"
    let found = try scene.findings("policy.exposed", policy: policy)
    #expect(found.count == 1)
    #expect(found.first?.value("policy.nearest.differs") == .text(differs))
    #expect(found.first?.value("policy.nearest.line") == .integer(2))
    #expect(found.first?.reason.contains("the entry in line 2 of the policy nearly fits") == true)
  }

  /// Eight addresses give three lines and one each at the fourth and the eighth.
  @Test func manyCallers() throws {
    var scene = Scene()
    for number in 0..<8 as Range<UInt32> {
      scene.connect(.outside(number + 10), .bmc, 443, at: 100 + Double(number) * 10)
    }
    let found = try scene.findings("policy.exposed")
    #expect(found.count == 5 && found.allSatisfy { $0.riskScore == 99 })
    #expect(found.last?.reason.contains("8 outside addresses") == true)
    #expect(Set(found.prefix(4).map(\.id)).count == 4 && found.last?.id == found[3].id)
  }

  /// What was only accepted and what was used are told apart, each under its own identifier.
  @Test func worse() throws {
    var scene = Scene()
    scene.connect(.outside(), .bmc, 4444, at: 100, says: 0, answers: 0)
    scene.connect(.outside(), .bmc, 4444, at: 1000)
    let found = try scene.findings("policy.outside")
    #expect(found.map(\.severity) == [.high, .critical])
    #expect(Set(found.map(\.id)).count == 2 && found.allSatisfy { $0.update == 0 })
  }
}
