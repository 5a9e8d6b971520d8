import Devices
import Packets
import Testing

@testable import Rules

@Suite struct NewServiceTests {
  private func severities(
    _ scene: Scene, policy: String = "", isFinished: Bool = true
  ) throws -> [Severity] {
    try scene.findings("policy.new-service", policy: policy, isFinished: isFinished)
      .map(\.severity)
  }

  /// Ports of TCP, what is spoken there, and how much it matters.
  @Test(
    arguments: [
      (Machine.bmc, 8888, nil, .medium), (.bmc, 31_234, nil, .high), (.bmc, 49_152, nil, .high),
      (.switch, 49_152, nil, .medium), (.switch, 57_722, nil, .high), (.bmc, 57_722, nil, .medium),
      (.switch, 22_022, nil, .high), (.bmc, 22_022, nil, .medium), (.switch, 2222, nil, .medium),
      (.switch, 2222, "ssh", .high), (.bmc, 8888, "http", .medium), (.bmc, 8888, "tls", .medium),
      (.bmc, 179, "ssh", .high), (.bmc, 443, nil, nil), (.bmc, 22, "ssh", nil),
      (.switch, 830, nil, nil), (.card, 8888, nil, nil), (.server, 8888, nil, nil),
    ] as [(Machine, UInt16, ProtocolName?, Severity?)])
  func connections(
    server: Machine, port: UInt16, name: ProtocolName?, severity: Severity?
  ) throws {
    var scene = Scene()
    scene.connect(.stranger, server, port, at: 100, name)
    let expected = severity.map { [$0] } ?? []
    #expect(try severities(scene, isFinished: false) == (name == nil ? [] : expected))
    #expect(try severities(scene) == expected)
  }

  /// A handshake alone is a scan; payload of either end behind it is not.
  @Test func scans() throws {
    var scene = Scene()
    scene.connect(.stranger, .bmc, 8888, at: 100, says: 0, answers: 0)
    scene.refuse(.stranger, .bmc, 8889, at: 101)
    scene.add(Machine.stranger.udp(to: .bmc, 9999, at: 102))
    #expect(try severities(scene).isEmpty)
    scene.connect(.stranger, .bmc, 8890, at: 200, answers: 0)
    scene.connect(.stranger, .bmc, 8891, at: 300, says: 0)
    #expect(try severities(scene) == [.medium, .medium])
  }

  /// What shares its port with another protocol contradicts nothing.
  @Test(
    arguments: [("ipmi", .medium), ("rmcp", .medium), ("dns", .high)]
      as [(ProtocolName, Severity)])
  func sharedPorts(name: ProtocolName, severity: Severity) throws {
    var scene = Scene()
    scene.ask(.stranger, .bmc, 623, at: 100, name)
    let policy = "groups: {management: [10.0.4.1], admins: [10.0.4.1]}"
    #expect(try severities(scene, policy: policy) == [severity])
  }

  /// A connection found midway that the device may have started: a file system, from a low port.
  @Test(arguments: [(2049, 0), (2048, 1)] as [(UInt16, Int)])
  func midway(port: UInt16, count: Int) throws {
    var scene = Scene()
    for number in 0..<20 {
      let time = 100 + Double(number)
      scene.add(Machine.server.tcp(to: .bmc, 900, from: port, at: time, [.ack, .psh], payload: 90))
      scene.add(
        Machine.bmc.tcp(to: .server, port, from: 900, at: time + 0.1, [.ack, .psh], payload: 90))
    }
    #expect(try severities(scene).count == count)
  }

  @Test func datagrams() throws {
    var scene = Scene()
    scene.ask(.stranger, .bmc, 9999, at: 100)
    scene.ask(.stranger, .switch, 33_512, at: 101)
    scene.ask(.stranger, .bmc, 161, at: 102)
    #expect(try severities(scene, isFinished: false) == [.medium, .high])
  }

  /// The server of a TFTP transfer answers from a port of its own; the device's port is a client's.
  @Test func ownQuestions() throws {
    var scene = Scene()
    scene.add(Machine.switch.udp(to: .server, 69, from: 40_069, at: 100))
    scene.add(Machine.server.udp(to: .switch, 40_069, from: 50_069, at: 100.1))
    scene.add(Machine.switch.udp(to: .server, 50_069, from: 40_069, at: 100.2))
    #expect(try severities(scene).isEmpty)
    // Another machine at that port was not asked.
    scene.ask(.stranger, .switch, 40_069, at: 101)
    #expect(try severities(scene) == [.medium])
  }

  /// A server that the device is talking to may call back on high ports.
  @Test func callbacks() throws {
    var scene = Scene()
    scene.connect(.switch, .server, 21, at: 100)
    scene.connect(.server, .switch, 50_010, at: 101)
    scene.connect(.server, .switch, 31_234, at: 102)
    scene.connect(.stranger, .switch, 50_010, at: 103)
    // The same port matters more as soon as somebody else uses it.
    #expect(try severities(scene) == [.low, .high, .medium])
  }

  /// Of two managed devices the one that starts is told, by another rule.
  @Test func betweenDevices() throws {
    var scene = Scene()
    scene.connect(.otherBMC, .bmc, 8888, at: 100)
    scene.connect(.switch, .bmc, 8888, at: 200)
    #expect(try severities(scene).isEmpty)
  }

  @Test func policy() throws {
    var scene = Scene()
    scene.connect(.stranger, .bmc, 8888, at: 100, "http")
    let entry = { (rest: String) in "expected:\n  - {role: bmc, port: 8888, \(rest)}\n" }
    #expect(try severities(scene, policy: entry("direction: in")).isEmpty)
    #expect(try severities(scene, policy: entry("direction: out")).count == 1)
    #expect(try severities(scene, policy: entry("protocol: tls")).count == 1)
    #expect(try severities(scene, policy: entry("peer: 10.0.9.0/24")).isEmpty)
    #expect(try severities(scene, policy: entry("peer: 10.0.8.0/24")).count == 1)
  }

  /// One line a port, updates at growing distances, and one line for what is too much.
  @Test func growingDistances() throws {
    var scene = Scene()
    for number in 0..<20 as Range<Int> {
      scene.connect(.stranger, .bmc, 8888, at: 100 + Double(number) * 10)
    }
    let found = try scene.findings("policy.new-service")
    #expect(found.map(\.update) == [0, 1, 2] && Set(found.map(\.id)).count == 1)
    #expect(found.map(\.riskScore) == [47, 49, 51])
    scene = Scene()
    for number in 0..<200 as Range<UInt16> {
      scene.connect(.stranger, .bmc, 9000 + number, at: 100 + Double(number) * 10)
    }
    let many = try scene.findings("policy.new-service")
    #expect(many.count == 32 + 4)
    #expect(many.last?.reason.contains("more than 32 ports") == true)
  }
}
