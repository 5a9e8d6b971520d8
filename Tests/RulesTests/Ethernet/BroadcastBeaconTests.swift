import Capture
import Packets
import Testing

@testable import Rules

@Suite struct BroadcastBeaconTests {
  static let rule = "ethernet.broadcast-beacon"
  private let everybody: UInt64 = 0xffff_ffff_ffff
  private let absent = IPAddress(v4: 0x0a00_0163)

  /// Gratuitous ARP, so many times.
  private func announce(
    _ machine: Machine, every period: Double, from start: Double, _ count: Int,
    in bench: inout NeighborBench
  ) {
    for number in 0..<count {
      bench.arp(
        machine.mac, machine.address, for: machine.address, at: start + Double(number) * period,
        operation: 1)
    }
  }

  /// IPMI's intervals are a controller's habit; others, and those of a switch, are told.
  @Test(
    arguments: [
      (Machine.bmc, 2.0, 0), (.bmc, 30, 0), (.bmc, 60, 0), (.bmc, 90, 1), (.bmc, 600, 1),
      (.switch, 30, 1), (.card, 90, 0), (.server, 90, 0),
    ] as [(Machine, Double, Int)]) func announcements(
      machine: Machine, period: Double, count: Int
    ) throws
  {
    var bench = try NeighborBench(BroadcastBeaconTests.rule)
    announce(machine, every: period, from: 0, 20, in: &bench)
    #expect(bench.findings.count == count)
    #expect(bench.findings.allSatisfy { $0.severity == .low && $0.rule.name == Self.rule })
  }

  /// Questions of a controller: for somebody who never answers, while others do.
  @Test(
    arguments: [
      (Machine.bmc, true, false, 1), (.bmc, false, false, 0), (.bmc, true, true, 0),
      (.switch, true, false, 0), (.card, true, false, 0),
    ] as [(Machine, Bool, Bool, Int)]) func questions(
      machine: Machine, othersAnswer: Bool, answers: Bool, count: Int
    ) throws
  {
    var bench = try NeighborBench(BroadcastBeaconTests.rule)
    for number in 0..<20 {
      let time = Double(number) * 60
      if othersAnswer {
        bench.arp(
          Machine.stranger.mac, Machine.stranger.address, for: machine.address, at: time + 5,
          to: machine.mac)
      }
      bench.arp(machine.mac, machine.address, for: absent, at: time, operation: 1)
      if answers {
        bench.arp(0x0200_0000_0a0a, absent, for: machine.address, at: time + 0.01, to: machine.mac)
      }
    }
    #expect(bench.findings.count == count)
    if count > 0 {
      #expect(bench.findings[0].reason.contains("asks everybody for 10.0.1.99 (ARP)"))
    }
  }

  /// Datagrams of a controller to everybody: known content matters less than unknown.
  @Test(arguments: [("rmcp", .low), (nil, .medium)] as [(ProtocolName?, Severity)])
  func datagrams(name: ProtocolName?, severity: Severity) throws {
    var scene = Scene()
    let broadcast = Machine(everybody, 0x0a00_01ff)
    for number in 0..<10 {
      scene.add(Machine.bmc.udp(to: broadcast, 623, at: 1000 + Double(number) * 300), name)
    }
    let found = try scene.findings(BroadcastBeaconTests.rule)
    #expect(found.first?.severity == severity)
  }

  /// Switches look for their own frames where everybody hears them.
  @Test(arguments: [(0x9000, 0), (0x9003, 0), (0x88cc, 1)] as [(UInt16, Int)])
  func loopDetection(type: UInt16, count: Int) throws {
    var bench = try NeighborBench(BroadcastBeaconTests.rule)
    for number in 0..<6 {
      bench.add(Machine.switch.frame(type, to: everybody, at: Double(number) * 300))
    }
    #expect(bench.findings.count == count)
  }

  /// A machine of the inventory may be down.
  @Test func questionsForTheInventory() throws {
    var bench = try NeighborBench(BroadcastBeaconTests.rule)
    for number in 0..<20 {
      bench.arp(
        Machine.stranger.mac, Machine.stranger.address, for: Machine.bmc.address,
        at: Double(number) * 60 + 5, to: Machine.bmc.mac)
      bench.arp(
        Machine.bmc.mac, Machine.bmc.address, for: Machine.server.address, at: Double(number) * 60,
        operation: 1)
    }
    #expect(bench.findings.isEmpty)
  }

  /// Known kinds of frames to their own groups and to everybody.
  @Test(
    arguments: [
      (Machine.bmc, 0x88cc, 0x0180_c200_000e, 0), (.bmc, 0x88cc, 0xffff_ffff_ffff, 47),
      (.switch, 0x88cc, 0x0100_5e01_0203, 47), (.card, 0x88cc, 0xffff_ffff_ffff, 21),
      (.card, 0x8035, 0xffff_ffff_ffff, 0), (.bmc, 0x8035, 0xffff_ffff_ffff, 47),
      (.bmc, 0x88b5, 0xffff_ffff_ffff, 0), (.server, 0x88cc, 0xffff_ffff_ffff, 0),
    ] as [(Machine, UInt16, UInt64, Int)]) func frames(
      machine: Machine, type: UInt16, group: UInt64, severity: Int
    ) throws
  {
    var bench = try RuleBench(only: [Self.rule])
    bench.add((0..<20).map { machine.frame(type, to: group, at: Double($0) * 70) })
    #expect(bench.findings.map(\.severity.rawValue) == (severity == 0 ? [] : [severity]))
  }

  /// Packets to groups are told here and not as beacon.periodic; the policy excuses them.
  @Test(
    arguments: [
      (0xefff_0203, 0x0100_5e7f_0203, 47), (0xffff_ffff, 0xffff_ffff_ffff, 47),
      (0x0a00_01ff, 0xffff_ffff_ffff, 47), (0xef01_0203, 0x0100_5e01_0203, 0),
    ] as [(UInt32, UInt64, Int)]) func packets(group: UInt32, mac: UInt64, severity: Int) throws
  {
    var bench = try RuleBench(
      only: [Self.rule, "beacon.periodic"],
      policy: """
        expected:
          - role: bmc
            peer: 239.1.2.3
            transport: udp
            port: 7777
            reason: discovery

        """)
    bench.isMarked = true
    bench.add(
      (0..<20).map { Machine.bmc.udp(to: Machine(mac, group), 7777, at: Double($0) * 70) })
    #expect(bench.findings.map(\.severity.rawValue) == (severity == 0 ? [] : [severity]))
    #expect(bench.findings.allSatisfy { $0.rule.name == Self.rule })
  }

  /// Where this rule is off, the other one tells of groups as before.
  @Test func switchedOff() throws {
    var bench = try RuleBench(only: ["beacon.periodic"])
    bench.add(
      (0..<20).map {
        Machine.bmc.udp(to: Machine(0x0100_5e7f_0203, 0xefff_0203), 7777, at: Double($0) * 70)
      })
    #expect(bench.findings.map(\.rule.name) == ["beacon.periodic"])
  }

  @Test func goesOnOverARestart() throws {
    var bench = try NeighborBench(BroadcastBeaconTests.rule)
    announce(.switch, every: 30, from: 0, 5, in: &bench)
    try bench.restart()
    announce(.switch, every: 30, from: 150, 15, in: &bench)
    #expect(bench.findings.count == 1)
  }
}
