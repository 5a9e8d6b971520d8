import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct NeighborIdentityTests {
  private static let rule = "identity.lldp"
  private let chassis = FieldValue.mac(MACAddress(rawValue: Machine.switch.mac))

  private static func says(_ name: String, _ description: String) -> (inout Fields) -> Void {
    {
      $0.add("system_name", name)
      $0.add("system_description", description)
      $0.add("enabled_capabilities_names", [.text("mac_bridge")])
    }
  }

  /// The switch speaks each 30 s from 0 to 240 s.
  private func owner(_ bench: inout NeighborBench) {
    for time in stride(from: 0.0, through: 240, by: 30) {
      bench.lldp(
        Machine.switch.mac, chassis: chassis, at: time, Self.says("sw-1", "Example OS"))
    }
  }

  // A chassis that somebody else claims.

  @Test func clone() throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    owner(&bench)
    for time in [250.0, 280, 310] {
      bench.lldp(
        NeighborBench.stranger + 0x10_0000, chassis: chassis, at: time,
        Self.says("sw-1", "Example OS"))
      bench.lldp(
        Machine.switch.mac, chassis: chassis, at: time + 15, Self.says("sw-1", "Example OS"))
    }
    // The first claim, and at once when the switch is heard beside it.
    #expect(bench.severities == [47, 73] && bench.findings.map(\.update) == [0, 1])
    let finding = try #require(bench.findings.last)
    #expect(finding.device.name == "sw-1")
    #expect(finding.deviceEnd.mac == MACAddress(rawValue: NeighborBench.stranger + 0x10_0000))
    #expect(finding.reason.contains("until now that of 02:00:00:00:02:01 (sw-1)"))
    #expect(finding.reason.contains("under the same port, and both go on"))
  }

  /// Name and description agree, the port is another: a further member of a stack.
  @Test func laterMember() throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    owner(&bench)
    for time in [250.0, 280, 310] {
      bench.lldp(
        NeighborBench.stranger + 0x10_0000, chassis: chassis, port: "2/1", at: time,
        Self.says("sw-1", "Example OS"))
      bench.lldp(
        Machine.switch.mac, chassis: chassis, at: time + 15, Self.says("sw-1", "Example OS"))
    }
    #expect(bench.findings.allSatisfy { $0.severity == .low } && !bench.findings.isEmpty)
  }

  /// Whatever it copies, a machine that is declared a controller is no member of a stack; a name that was
  /// another one once stays noted.
  @Test(arguments: [Machine.bmc.mac, NeighborBench.stranger + 0x10_0000]) func impostor(mac: UInt64)
    throws
  {
    var bench = try NeighborBench(
      NeighborIdentityTests.rule,
      inventory: RuleBench.inventory.replacing("02:00:00:00:01:01", with: "04:00:00:00:01:01")
        .replacing("02:00:00:00:02:01", with: "06:00:00:00:02:01"))
    let own = mac == Machine.bmc.mac ? 0x0400_0000_0101 : mac
    let chassis = FieldValue.mac(MACAddress(rawValue: 0x0600_0000_0201))
    for time in stride(from: 0.0, through: 240, by: 30) {
      bench.lldp(0x0600_0000_0201, chassis: chassis, at: time, Self.says("sw-1", "Example OS"))
    }
    for (number, time) in [250.0, 280, 310].enumerated() {
      bench.lldp(
        own, chassis: chassis, port: "p2", at: time,
        Self.says(number == 0 && own == mac ? "pi" : "sw-1", "Example OS"))
      bench.lldp(
        0x0600_0000_0201, chassis: chassis, at: time + 15, Self.says("sw-1", "Example OS"))
    }
    let claims = bench.findings.filter { $0.reason.contains("until now that of") }
    #expect(claims.map(\.severity) == [.medium, .high])
  }

  /// Shared from the beginning, by the ports of one block, by hardware addresses of one device.
  @Test(
    arguments: [(0x0200_0000_0280, 250), (0x0600_0000_0101, 20), (0x0800_0000_0101, 250)]
      as [(UInt64, Double)]) func shared(mac: UInt64, start: Double) throws
  {
    var bench = try NeighborBench(
      NeighborIdentityTests.rule,
      inventory: RuleBench.inventory + "08:00:00:00:01:01,10.0.2.1,switch,sw-1\n")
    var time = 0.0
    while time < 600 {
      bench.lldp(
        Machine.switch.mac, chassis: chassis, at: time, Self.says("sw-1", "Example OS"))
      if time + 10 >= start {
        bench.lldp(mac, chassis: chassis, at: time + 10, Self.says("sw-1", "Example OS"))
      }
      time += 30
    }
    #expect(bench.findings.isEmpty)
  }

  /// The switch is exchanged under its name: CDP.
  @Test(
    arguments: [
      ("sw-1.example", "WS-C3560", 47), ("Switch", "WS-C3560", 21),
      ("sw-1.example", "WS-C2960", 47),
    ]
      as [(String, String, Int)]) func replaced(name: String, platform: String, severity: Int)
    throws
  {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    for time in stride(from: 0.0, through: 300, by: 60) {
      bench.cdp(Machine.switch.mac, name, at: time, platform: "WS-C3560")
    }
    bench.cdp(NeighborBench.stranger + 0x10_0000, name, at: 2000, platform: platform)
    #expect(bench.severities == [severity])
    #expect(bench.findings.first?.reason.contains("silent for 28.3 min") == true)
  }

  /// Two switches that act as one send one bridge identifier; a second one later is low.
  @Test func bridgeIdentifier() throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    for time in stride(from: 0.0, through: 60, by: 2) {
      bench.tree(Machine.switch.mac, bridge: Machine.switch.mac, root: 0x0200_0000_0001, at: time)
      if time > 40 {
        bench.tree(
          0x0600_0000_0101, bridge: Machine.switch.mac, root: 0x0200_0000_0001, at: time + 1)
      }
    }
    #expect(!bench.findings.isEmpty && bench.findings.allSatisfy { $0.severity == .low })
  }

  /// Nobody whom the inventory knows takes part.
  @Test func strangers() throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    for time in stride(from: 0.0, through: 600, by: 30) {
      bench.lldp(NeighborBench.stranger, chassis: .text("x"), at: time)
      if time > 300 { bench.lldp(0x0600_0000_0101, chassis: .text("x"), at: time + 5) }
      bench.tree(NeighborBench.stranger, bridge: 0x0909, root: 0x0909, at: time + 7)
    }
    #expect(bench.findings.isEmpty)
  }

  // A device that speaks as a switch.

  private static func bridge(_ able: [String], _ enabled: [String], _ description: String)
    -> (inout Fields) -> Void
  {
    {
      $0.add("system_description", description)
      $0.add("system_capabilities_names", able.map { .text($0) })
      $0.add("enabled_capabilities_names", enabled.map { .text($0) })
    }
  }

  @Test(
    arguments: [
      (Machine.bmc, ["mac_bridge"], ["mac_bridge"], "", 1),
      (.bmc, ["mac_bridge"], ["mac_bridge"], "Linux 6.6", 1),
      (.bmc, ["mac_bridge", "station_only"], ["station_only"], "", 0),
      (.card, ["mac_bridge", "router"], ["router"], "EOS", 1),
      (.card, ["mac_bridge", "router", "station_only"], ["mac_bridge", "router"], "Debian", 0),
      (.card, ["mac_bridge"], ["mac_bridge"], "VMware ESXi 8.0.2", 0),
      (.card, ["mac_bridge"], ["mac_bridge"], "Cumulus Linux 5.9", 1),
      (.card, [], [], "", 0), (.server, ["mac_bridge"], ["mac_bridge"], "", 1),
      (.host, ["mac_bridge"], ["mac_bridge"], "", 1),
      (.switch, ["mac_bridge"], ["mac_bridge"], "", 0),
      (.stranger, ["mac_bridge"], ["mac_bridge"], "", 0),
    ] as [(Machine, [String], [String], String, Int)]) func bridges(
      machine: Machine, able: [String], enabled: [String], description: String, count: Int
    ) throws
  {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    for time in [0.0, 30, 60] {
      bench.lldp(
        machine.mac, chassis: .mac(MACAddress(rawValue: machine.mac)), at: time,
        Self.bridge(able, enabled, description))
    }
    #expect(bench.severities == Array(repeating: 47, count: count))
  }

  @Test(
    arguments: [
      (["switch"], "N5K-C5548UP", 1), (["host"], "x", 0), (["switch", "host"], "x", 0),
      (["transparent_bridge"], "VMware ESX", 0), ([], "x", 0),
    ] as [([String], String, Int)])
  func bridgesInCDP(capabilities: [String], platform: String, count: Int) throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    bench.cdp(Machine.card.mac, "srv-1", at: 0, platform: platform, capabilities: capabilities)
    #expect(bench.findings.count == count)
  }

  /// Spanning tree at once, the root after 20 seconds.
  @Test func root() throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    for time in stride(from: 0.0, through: 18, by: 2) {
      bench.tree(Machine.card.mac, bridge: Machine.card.mac, root: Machine.card.mac, at: time)
    }
    #expect(bench.findings.allSatisfy { $0.severity == .medium })
    #expect(bench.findings.first?.reason.contains("sends spanning tree") == true)
    for time in stride(from: 20.0, through: 24, by: 2) {
      bench.tree(
        Machine.card.mac, bridge: Machine.card.mac, root: Machine.card.mac, at: time,
        priority: 0x1000)
    }
    #expect(bench.findings.count { $0.severity == .high } == 1)
    let finding = try #require(bench.findings.first { $0.severity == .high })
    #expect(finding.reason.contains("for 20.00 s that it is the root"))
    #expect(finding.reason.contains("with priority 4096"))
  }

  /// A bridge that starts says that it is the root until it has heard the real one.
  @Test func rootOfTheFirstSeconds() throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    for time in stride(from: 0.0, through: 100, by: 2) {
      let root = time.truncatingRemainder(dividingBy: 20) < 10 ? Machine.card.mac : 0x0200_0000_0001
      bench.tree(Machine.card.mac, bridge: Machine.card.mac, root: root, at: time)
    }
    #expect(bench.findings.allSatisfy { $0.severity == .medium } && !bench.findings.isEmpty)
  }

  @Test func switchesAreSwitches() throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    for time in stride(from: 0.0, through: 100, by: 2) {
      bench.tree(Machine.switch.mac, bridge: Machine.switch.mac, root: Machine.switch.mac, at: time)
    }
    #expect(bench.findings.isEmpty)
  }

  // Memory.

  @Test func goesOnOverRestart() throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    for time in stride(from: 0.0, through: 400, by: 30) {
      bench.lldp(
        Machine.switch.mac, chassis: chassis, at: time, Self.says("sw-1", "Example OS"))
      try bench.restart()
      guard time > 240 else { continue }
      bench.lldp(
        NeighborBench.stranger + 0x10_0000, chassis: chassis, at: time + 10,
        Self.says("sw-1", "Example OS"))
      try bench.restart()
    }
    #expect(bench.severities == [47, 73])
    for time in stride(from: 1000.0, through: 1030, by: 2) {
      bench.tree(Machine.card.mac, bridge: Machine.card.mac, root: Machine.card.mac, at: time)
      try bench.restart()
    }
    #expect(bench.findings.count { $0.reason.contains("the root") && $0.update == 0 } == 1)
  }

  /// Made-up identifiers take a device's share, and no more.
  @Test func bounded() throws {
    var bench = try NeighborBench(NeighborIdentityTests.rule)
    for number in 0..<300 {
      bench.lldp(Machine.switch.mac, chassis: .text("c\(number)"), at: Double(number))
    }
    #expect(bench.counter("identifiers") == 64 && bench.counter("agents") == 64)
  }
}
