import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct MovedAddressTests {
  private static let rule = "identity.mac-moved"
  private let asker = Machine.server.address

  /// A claims the address each minute to 400 s; B from 500 s on, each minute.
  private func move(
    _ machine: Machine, to mac: UInt64, until end: Double, isAnnounced: Bool = false,
    in bench: inout NeighborBench
  ) {
    for time in stride(from: 100.0, through: 400, by: 60) {
      bench.arp(machine.mac, machine.address, for: asker, at: time)
    }
    if isAnnounced { bench.arp(mac, machine.address, for: machine.address, at: 495) }
    for time in stride(from: 500.0, through: end, by: 30) {
      bench.arp(mac, machine.address, for: asker, at: time)
    }
  }

  @Test(arguments: [(1090, 0), (1100, 1), (5000, 1)] as [(Double, Int)]) func kept(
    end: Double, count: Int
  ) throws {
    var bench = try NeighborBench(MovedAddressTests.rule)
    move(.bmc, to: NeighborBench.stranger, until: end, in: &bench)
    #expect(bench.findings.count == count)
    guard count > 0 else { return }
    let finding = try #require(bench.findings.first)
    #expect(finding.severity == .medium && finding.riskScore == 47)
    #expect(finding.device.name == "bmc-1" && finding.deviceEnd.address == Machine.bmc.address)
    #expect(finding.reason.contains("from 02:00:00:00:01:01 (bmc-1), silent for 11.7 min"))
    #expect(finding.reason.contains("to 02:00:00:00:09:09, of the same maker's block"))
  }

  /// Who announces a controller's or switch's address has it ten seconds later; a card's address may be a
  /// cluster's, which comes back.
  @Test(
    arguments: [
      (Machine.bmc, 500, 0), (.bmc, 530, 1), (.switch, 530, 1), (.card, 1080, 0), (.card, 1100, 1),
    ] as [(Machine, Double, Int)]) func announced(machine: Machine, end: Double, count: Int) throws
  {
    var bench = try NeighborBench(MovedAddressTests.rule)
    move(machine, to: NeighborBench.stranger, until: end, isAnnounced: true, in: &bench)
    #expect(bench.severities == Array(repeating: 47, count: count))
  }

  /// To the hardware address that the inventory names: it has come back.
  @Test func comesBack() throws {
    var bench = try NeighborBench(MovedAddressTests.rule)
    move(.bmc, to: NeighborBench.stranger, until: 2000, isAnnounced: true, in: &bench)
    for time in stride(from: 3000.0, through: 4000, by: 60) {
      bench.arp(Machine.bmc.mac, Machine.bmc.address, for: asker, at: time)
    }
    #expect(bench.severities == [47, 21])
  }

  /// An address that a device uses and the inventory does not give: low, and nothing where it is a lease.
  @Test(arguments: [false, true]) func otherAddress(isLeased: Bool) throws {
    var bench = try NeighborBench(MovedAddressTests.rule)
    let service = Machine(Machine.card.mac, 0x0a00_0377)
    if isLeased { bench.lease(service.address, to: Machine.card.mac, at: 50) }
    move(service, to: Machine.host.mac, until: 530, isAnnounced: true, in: &bench)
    #expect(bench.severities == (isLeased ? [] : [21]))
    #expect(bench.findings.allSatisfy { $0.device.name == "srv-1" })
  }

  /// The first one is heard again: a conflict, or there and back, but no move.
  @Test func ownerIsThere() throws {
    var bench = try NeighborBench(MovedAddressTests.rule)
    move(.bmc, to: NeighborBench.stranger, until: 1000, in: &bench)
    bench.arp(Machine.bmc.mac, Machine.bmc.address, for: asker, at: 1010)
    for time in stride(from: 1020.0, to: 1500, by: 30) {
      bench.arp(NeighborBench.stranger, Machine.bmc.address, for: asker, at: time)
    }
    #expect(bench.findings.isEmpty)
  }

  /// One claim makes no owner.
  @Test func neverOwned() throws {
    var bench = try NeighborBench(MovedAddressTests.rule)
    bench.arp(Machine.bmc.mac, Machine.bmc.address, for: asker, at: 100)
    for time in stride(from: 200.0, to: 2000, by: 30) {
      bench.arp(NeighborBench.stranger, Machine.bmc.address, for: asker, at: time)
    }
    #expect(bench.findings.isEmpty)
  }

  /// What a DHCP server gives to another machine has not moved, unless it is a controller's or switch's.
  @Test(arguments: [(Machine.card, 0), (.bmc, 1), (.switch, 1)] as [(Machine, Int)]) func lease(
    machine: Machine, count: Int
  ) throws {
    var bench = try NeighborBench(MovedAddressTests.rule)
    bench.lease(machine.address, to: NeighborBench.stranger, at: 50)
    move(machine, to: NeighborBench.stranger, until: 2000, in: &bench)
    #expect(bench.findings.count == count)
  }

  /// A lease of the first one excuses nothing.
  @Test func leaseOfOwner() throws {
    var bench = try NeighborBench(MovedAddressTests.rule)
    bench.lease(Machine.card.address, to: Machine.card.mac, at: 50)
    move(.card, to: NeighborBench.stranger, until: 2000, in: &bench)
    #expect(bench.findings.count == 1)
  }

  /// A virtual address, a router's and a switch's answers, a port of the same card, nobody's address.
  @Test func carvedOut() throws {
    for mac in [0x0000_5e00_0101, 0x0200_0000_0001, 0x0200_0000_0201, 0x0200_0000_0304] as [UInt64]
    {
      var bench = try NeighborBench(MovedAddressTests.rule)
      move(.card, to: mac, until: 3000, isAnnounced: true, in: &bench)
      #expect(bench.findings.isEmpty, "\(mac)")
    }
    var bench = try NeighborBench(MovedAddressTests.rule)
    bench.vrrp(.stranger, Machine.card.address, at: 50)
    move(.card, to: NeighborBench.stranger, until: 3000, in: &bench)
    move(.stranger, to: 0x0200_0000_0b01, until: 3000, in: &bench)
    #expect(bench.findings.isEmpty)
  }

  @Test func goesOnOverRestart() throws {
    var bench = try NeighborBench(MovedAddressTests.rule)
    for time in [100.0, 160, 220] {
      bench.arp(Machine.bmc.mac, Machine.bmc.address, for: asker, at: time)
      try bench.restart()
    }
    for time in stride(from: 500.0, through: 1100, by: 60) {
      bench.arp(NeighborBench.stranger, Machine.bmc.address, for: asker, at: time)
      try bench.restart()
    }
    #expect(bench.findings.count == 1)
  }

  // VLANs.

  /// One conversation of a machine on a VLAN.
  private func talk(
    _ machine: Machine, _ vlan: UInt16, at seconds: Double, in bench: inout NeighborBench
  ) {
    let port = UInt16(1024 + Int(seconds) % 60_000)
    var packet = machine.udp(to: .server, 514, from: port, at: seconds)
    if vlan != 0 { packet.vlans = VLANStack.none.adding(vlan) }
    bench.add(packet)
  }

  /// Eleven minutes on VLAN 10, then on 20 also.
  @Test(
    arguments: [(Machine.bmc, [47]), (.card, [21]), (.switch, []), (.host, [])]
      as [(Machine, [Int])]) func strays(machine: Machine, severities: [Int]) throws
  {
    var bench = try NeighborBench(MovedAddressTests.rule)
    for time in stride(from: 100.0, through: 760, by: 60) {
      talk(machine, 10, at: time, in: &bench)
    }
    for time in stride(from: 800.0, through: 1200, by: 50) {
      talk(machine, 20, at: time, in: &bench)
      talk(machine, 10, at: time + 25, in: &bench)
    }
    #expect(bench.severities == severities)
    if let finding = bench.findings.first {
      #expect(
        finding.reason.contains("begins conversations on VLAN 20 too, and goes on in VLAN 10"))
    }
  }

  @Test(arguments: [Machine.bmc, .card]) func movesForGood(machine: Machine) throws {
    var bench = try NeighborBench(MovedAddressTests.rule)
    for time in stride(from: 100.0, through: 760, by: 60) {
      talk(machine, 10, at: time, in: &bench)
    }
    for time in stride(from: 800.0, through: 2000, by: 50) {
      talk(machine, 20, at: time, in: &bench)
    }
    #expect(bench.severities == [21])
    #expect(bench.findings.first?.reason.contains("has moved from VLAN 10 to VLAN 20") == true)
  }

  /// VLANs from the beginning; frames without a tag; an outer tag more; one conversation only.
  @Test func ordinaryVLANs() throws {
    for second in [20, 0] as [UInt16] {
      var bench = try NeighborBench(MovedAddressTests.rule)
      for time in stride(from: 100.0, through: 3000, by: 60) {
        talk(.bmc, 10, at: time, in: &bench)
        if second == 20 || time > 1000 { talk(.bmc, second, at: time + 20, in: &bench) }
      }
      #expect(bench.findings.isEmpty)
    }
    var bench = try NeighborBench(MovedAddressTests.rule)
    for time in stride(from: 100.0, through: 3000, by: 60) {
      var packet = Machine.bmc.udp(to: .server, 514, from: UInt16(time), at: time)
      packet.vlans = VLANStack.none.adding(10)
      if time > 1000 { packet.vlans = VLANStack.none.adding(100).adding(10) }
      bench.add(packet)
      if time == 1600 { talk(.bmc, 20, at: time + 20, in: &bench) }
    }
    #expect(bench.findings.isEmpty)
  }
}
