import Devices
import Packets
import Testing

@testable import Rules

@Suite struct ConfigurationUploadTests {
  private func lines(_ scene: ContentScene, policy: String = "") throws -> [String] {
    try scene.findings("config.exfiltration", policy: policy).map {
      "\($0.severity.rawValue) \($0.value("protocol.topic") ?? .text("?"))"
    }
  }

  private func request(_ opcode: UInt16, _ name: String) -> Fields {
    var fields = Fields()
    fields.add("opcode", opcode)
    fields.add("filename", name)
    return fields
  }

  @Test(
    arguments: [
      (2, "sw-01-confg", Machine.switch, Machine.stranger, "73"),
      (2, "core.0", .switch, .stranger, "47"),
      (2, "core.0", .switch, .outside(), "73"), (2, "running-config", .switch, .server, "21"),
      (1, "sw-01-confg", .switch, .stranger, nil), (2, "Startup-Config", .bmc, .stranger, "73"),
      (2, "running-config", .card, .stranger, nil),
      (2, "running-config", .switch, .outside(), "73"),
    ] as [(UInt16, String, Machine, Machine, String?)])
  func trivialTransfers(
    opcode: UInt16, name: String, device: Machine, peer: Machine, severity: String?
  ) throws {
    var scene = ContentScene()
    scene.datagram(
      device, peer, 69, from: 40_000, [0, 2, 65], "tftp", request(opcode, name), at: 100)
    #expect(try lines(scene) == (severity.map { ["\($0) text(\"tftp\")"] } ?? []))
    // What a peer writes to the device is not the device's.
    scene = ContentScene()
    scene.datagram(
      peer, device, 69, from: 40_000, [0, 2, 65], "tftp", request(opcode, name), at: 100)
    #expect(try lines(scene).isEmpty)
  }

  @Test func policy() throws {
    var scene = ContentScene()
    scene.datagram(
      .switch, .stranger, 69, from: 40_000, [0, 2], "tftp", request(2, "x-confg"), at: 100)
    scene.datagram(
      .switch, .host, 69, from: 40_001, [0, 2], "tftp", request(2, "x-confg"), at: 200)
    let backup =
      "expected:\n  - {role: switch, peer: 10.0.9.9, transport: udp, port: 69, reason: backup}\n"
    #expect(try lines(scene).count == 2 && lines(scene, policy: backup).count == 1)
  }

  /// Names come from the wire.
  @Test func names() {
    #expect(ConfigurationName.shown("a\u{1b}[31m\nb\u{7f}é") == "a?[31m?b??")
    #expect(ConfigurationName.shown(String(repeating: "x", count: 999)).count == 64)
    #expect(!ConfigurationName.includes("firmware.bin") && ConfigurationName.includes("A.CFG"))
  }

  @Test(
    arguments: [
      ("PUT", "/x", "47"), ("PUT", "/running-config", "73"), ("POST", "/event", nil),
      ("POST", "/sw-1.cfg", "73"), ("POST", "/redfish/v1/events/running", nil),
      ("POST", "/config/event", nil), ("POST", "/upload?file=running-config", "73"),
      ("PUT", "/config/core.0", "47"), ("GET", "/sw-1.cfg", nil),
    ])
  func web(method: String, target: String, severity: String?) throws {
    var fields = Fields()
    fields.add("method", method)
    fields.add("target", target)
    var scene = ContentScene()
    scene.connect(.switch, .stranger, 80, at: 100, [(false, Array("PUT".utf8), "http", fields)])
    #expect(try lines(scene) == (severity.map { ["\($0) text(\"http\")"] } ?? []))
  }

  /// To set a value somewhere is not to hand out a configuration.
  @Test(arguments: [("/api/key/config", 28, nil), ("/config", 4000, "73"), ("/sw.cfg", 28, "73")])
  func sizes(target: String, length: UInt64, severity: String?) throws {
    var fields = Fields()
    fields.add("method", "PUT")
    fields.add("target", target)
    fields.add("content_length", .number(length))
    var scene = ContentScene()
    scene.connect(.switch, .stranger, 80, at: 100, [(false, Array("PUT".utf8), "http", fields)])
    #expect(try lines(scene) == (severity.map { ["\($0) text(\"http\")"] } ?? []))
  }

  @Test(arguments: [(20_000, 1000, true), (20_000, 9000, false), (9000, 100, false)])
  func shells(sent: Int, got: Int, isTold: Bool) throws {
    var scene = ContentScene()
    scene.connect(
      .switch, .stranger, 22, at: 100,
      [
        (true, [UInt8](repeating: 1, count: got), "ssh", Fields()),
        (false, [UInt8](repeating: 1, count: sent), "ssh", Fields()),
      ])
    #expect(try lines(scene) == (isTold ? ["47 text(\"ssh\")"] : []))
    // What an administrator fetches is management.
    scene = ContentScene()
    scene.connect(
      .stranger, .switch, 22, at: 100, [(true, [UInt8](repeating: 1, count: sent), "ssh", Fields())]
    )
    #expect(try lines(scene).isEmpty)
  }

  @Test func fileTransfer() throws {
    let control = [(false, Array("USER a\r\n".utf8), "ftp" as ProtocolName?, Fields())]
    var scene = ContentScene()
    scene.connect(.switch, .stranger, 21, at: 100, control)
    // A listing, and a file that is fetched.
    scene.connect(.stranger, .switch, 50_001, at: 101, [(false, [1, 2, 3], nil, Fields())])
    #expect(try lines(scene).isEmpty)
    scene.connect(.stranger, .switch, 50_002, at: 102, [(true, [1, 2, 3], nil, Fields())])
    #expect(try lines(scene) == ["47 text(\"ftp\")"])
    // An octet against it changes nothing.
    scene = ContentScene()
    scene.connect(.switch, .stranger, 21, at: 100, control)
    scene.connect(
      .stranger, .switch, 50_001, at: 101,
      [(true, [1, 2, 3, 4, 5], nil, Fields()), (false, [1], nil, Fields())])
    #expect(try lines(scene) == ["47 text(\"ftp\")"])
    // Without a session of FTP it could be anything.
    scene = ContentScene()
    scene.connect(.stranger, .switch, 50_002, at: 102, [(true, [1, 2, 3], nil, Fields())])
    #expect(try lines(scene).isEmpty)
  }

  @Test func readingBySNMP() throws {
    var fields = Fields()
    fields.add("pdu_type_name", "get_bulk_request")
    var answer = Fields()
    answer.add("pdu_type_name", "response")
    func walk(_ count: Int, every gap: Double = 0.05, behind strangers: UInt32 = 0) -> ContentScene
    {
      var scene = ContentScene()
      for number in 0..<strangers * 8 {
        scene.datagram(
          Machine(0x0200_0000_0909, 0x0a00_2000 + number % strangers), .switch, 161, from: 40_000,
          [UInt8](repeating: 0x30, count: 50), "snmp", fields, at: 10 + Double(number) * 0.1)
      }
      for number in 0..<count {
        let time = 100 + Double(number) * gap
        scene.datagram(
          .stranger, .switch, 161, from: 40_000, [UInt8](repeating: 0x30, count: 50), "snmp",
          fields, at: time)
        scene.datagram(
          .switch, .stranger, 40_000, from: 161, [UInt8](repeating: 0x30, count: 1200), "snmp",
          answer,
          at: time + 0.01)
      }
      return scene
    }
    let managers = "groups:\n  management: [10.0.4.1]\n"
    #expect(try lines(walk(60), policy: managers) == ["47 text(\"snmp\")"])
    #expect(try lines(walk(40), policy: managers).isEmpty)
    #expect(try lines(walk(60, behind: 64), policy: managers).count == 1)
    // Sixty polls in five hours are no walk.
    #expect(try lines(walk(60, every: 300), policy: managers).isEmpty)
    #expect(try lines(walk(60)).isEmpty)
    #expect(try lines(walk(60), policy: "groups:\n  management: [10.0.9.9]\n").isEmpty)
  }

  @Test(arguments: [
    ("1.3.6.1.4.1.9.9.96.1.1.1.1.2.7", true), ("1.3.6.1.4.1.9.2.1.55.10.0.0.1", true),
    ("1.3.6.1.4.1.9.9.961.1", false), ("1.3.6.1.2.1.1.6.0", false),
  ])
  func copies(object: String, isTold: Bool) throws {
    var binding = Fields()
    binding.add("name", object)
    var fields = Fields()
    fields.add("pdu_type_name", "set_request")
    fields.add("variable_bindings", [.group(binding)])
    var scene = ContentScene()
    scene.datagram(.stranger, .switch, 161, from: 40_000, [0x30, 2], "snmp", fields, at: 100)
    #expect(try lines(scene) == (isTold ? ["73 text(\"copy\")"] : []))
  }
}
