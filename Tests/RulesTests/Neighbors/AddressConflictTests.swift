import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct AddressConflictTests {
  private static let rule = "identity.address-conflict"
  private let bmc = Machine.bmc.address
  private let asker = Machine.server.address

  /// Two hardware addresses answer by turns, each ten seconds.
  private func turns(
    _ one: UInt64, _ other: UInt64, over address: IPAddress, count: Int, step: Double = 10,
    in bench: inout NeighborBench
  ) {
    for number in 0..<count {
      bench.arp(
        number % 2 == 0 ? one : other, address, for: asker, at: 100 + Double(number) * step)
    }
  }

  /// A, B, A, B: three turns over 20 seconds.
  @Test func strangerAnswersForController() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    turns(Machine.bmc.mac, NeighborBench.stranger, over: bmc, count: 3, in: &bench)
    #expect(bench.findings.isEmpty)
    bench.arp(NeighborBench.stranger, bmc, for: asker, at: 130)
    let finding = try #require(bench.findings.first)
    #expect(bench.findings.count == 1 && finding.severity == .high && finding.riskScore == 73)
    #expect(finding.device.name == "bmc-1" && finding.update == 0)
    #expect(finding.deviceEnd.mac == MACAddress(rawValue: NeighborBench.stranger))
    #expect(finding.deviceEnd.address == bmc)
    #expect(finding.reason.contains("02:00:00:00:09:09 and 02:00:00:00:01:01 (bmc-1) in turns"))
  }

  /// Lines at the 1st, 4th and 16th further turn.
  @Test func growingDistance() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    turns(Machine.bmc.mac, NeighborBench.stranger, over: bmc, count: 30, in: &bench)
    #expect(bench.findings.map(\.update) == [0, 1, 2])
    #expect(Set(bench.findings.map(\.id)).count == 1)
  }

  /// Both at each request, in milliseconds, as two machines do.
  @Test func bothAnswer() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    for round in 0..<4 {
      let time = 100 + Double(round) * 20
      bench.arp(Machine.card.mac, Machine.card.address, for: asker, at: time)
      bench.arp(NeighborBench.stranger, Machine.card.address, for: asker, at: time + 0.002)
    }
    #expect(bench.severities == [47, 47] && bench.findings.map(\.update) == [0, 1])
  }

  @Test(
    arguments: [(Machine.bmc, [73]), (.switch, [73]), (.card, [47]), (.host, [47])]
      as [(Machine, [Int])]) func severities(machine: Machine, expected: [Int]) throws
  {
    var bench = try NeighborBench(AddressConflictTests.rule)
    turns(machine.mac, NeighborBench.stranger, over: machine.address, count: 4, in: &bench)
    #expect(bench.severities == expected)
  }

  /// A router's address is nobody's business here; nor is that of a machine in no inventory.
  @Test func others() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    turns(
      0x0200_0000_0001, NeighborBench.stranger, over: IPAddress(v4: 0x0a00_0001), count: 9,
      in: &bench)
    turns(
      0x0200_0000_0b01, NeighborBench.stranger, over: Machine.stranger.address, count: 9, in: &bench
    )
    #expect(bench.findings.isEmpty)
  }

  /// A failover, and one there and back.
  @Test(arguments: [2, 3]) func failover(count: Int) throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    for turn in 0..<count {
      for beat in 0..<5 {
        bench.arp(
          turn % 2 == 0 ? Machine.card.mac : NeighborBench.stranger, Machine.card.address,
          for: Machine.card.address, at: 100 + Double(turn) * 60 + Double(beat))
      }
    }
    #expect(bench.findings.isEmpty)
  }

  /// A cluster that makes up its mind within two seconds; turns that are hours apart.
  @Test(arguments: [0.5, 400]) func tooShortOrTooLong(step: Double) throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    turns(
      Machine.card.mac, NeighborBench.stranger, over: Machine.card.address, count: 6, step: step,
      in: &bench)
    #expect(bench.findings.isEmpty)
  }

  /// Hardware addresses of VRRP, HSRP, GLBP; of one device; of one card; a group's.
  @Test(
    arguments: [
      0x0000_5e00_0107, 0x0000_5e00_0207, 0x0000_0c07_ac01, 0x0000_0c9f_f00a, 0x0007_b400_0101,
      0x02bf_0a00_0102, 0x0200_0000_0388, 0x0200_0000_0306, 0x0300_0000_0301, 0x0200_0000_0001,
      0x0200_0000_0201,
    ] as [UInt64]) func carvedOut(mac: UInt64) throws
  {
    var bench = try NeighborBench(
      AddressConflictTests.rule,
      inventory: RuleBench.inventory + "02:00:00:00:03:88,10.0.3.1,nic,srv-1\n")
    turns(Machine.card.mac, mac, over: Machine.card.address, count: 9, in: &bench)
    #expect(bench.findings.isEmpty)
  }

  /// Two devices of the inventory are two, however near their hardware addresses are.
  @Test func neighborsInInventory() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    turns(Machine.bmc.mac, Machine.otherBMC.mac, over: bmc, count: 4, in: &bench)
    #expect(bench.severities == [73])
  }

  /// An address that VRRP tells is a cluster's, whoever has it.
  @Test func virtualAddress() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    bench.vrrp(.stranger, Machine.card.address, at: 50)
    turns(
      Machine.card.mac, NeighborBench.stranger, over: Machine.card.address, count: 9, in: &bench)
    #expect(bench.findings.isEmpty)
  }

  /// Who answers for nine addresses does so for others.
  @Test func proxy() throws {
    var inventory = "mac,ip,role,name\n"
    for number in 1...9 {
      inventory += "02:00:00:01:\(number)0:00,10.0.7.\(number),nic,n\(number)\n"
    }
    var bench = try NeighborBench(AddressConflictTests.rule, inventory: inventory)
    for number in 1...9 {
      bench.arp(
        NeighborBench.stranger, IPAddress(v4: 0x0a00_0700 + UInt32(number)), for: asker,
        at: 50 + Double(number))
    }
    turns(
      0x0200_0001_1000, NeighborBench.stranger, over: IPAddress(v4: 0x0a00_0701), count: 9,
      in: &bench)
    #expect(bench.findings.isEmpty)
  }

  /// A probe asks for an address and claims none.
  @Test func probes() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    for number in 0..<9 {
      let time = 100 + Double(number) * 20
      bench.arp(Machine.bmc.mac, bmc, for: asker, at: time)
      bench.arp(NeighborBench.stranger, IPAddress(v4: 0), for: bmc, at: time + 10, operation: 1)
    }
    #expect(bench.findings.isEmpty)
  }

  /// The same address on another VLAN is another one.
  @Test func otherVLAN() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    for number in 0..<9 {
      let time = 100 + Double(number) * 20
      bench.arp(Machine.bmc.mac, bmc, for: asker, at: time, vlan: 10)
      bench.arp(NeighborBench.stranger, bmc, for: asker, at: time + 10, vlan: 20)
    }
    #expect(bench.findings.isEmpty)
  }

  /// Conversations from the address count from the third on, with a whole time to live.
  @Test(arguments: [(64, 1), (63, 0), (255, 1), (250, 0)] as [(UInt8, Int)]) func packets(
    timeToLive: UInt8, count: Int
  ) throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    let impostor = Machine(NeighborBench.stranger, bmc)
    for number in 0..<8 {
      let time = 100 + Double(number) * 20
      bench.arp(Machine.bmc.mac, bmc, for: asker, at: time)
      var packet = impostor.udp(to: .server, 514, from: UInt16(5000 + number), at: time + 10)
      packet.timeToLive = timeToLive
      bench.add(packet)
    }
    #expect(bench.findings.filter { $0.update == 0 }.count == count)
  }

  /// Advertisements that override claim an address; those of proxies do not override.
  @Test(arguments: [(true, 1), (false, 0)]) func neighborDiscovery(overrides: Bool, count: Int)
    throws
  {
    var bench = try NeighborBench(AddressConflictTests.rule)
    let address = IPAddress(high: 0xfe80 << 48, low: 0x101)
    for number in 0..<5 {
      bench.advertise(
        number % 2 == 0 ? Machine.bmc.mac : NeighborBench.stranger, address,
        at: 100 + Double(number) * 10, overrides: overrides || number % 2 == 0)
    }
    #expect(bench.findings.count { $0.update == 0 } == count)
  }

  /// A controller that is declared by its hardware address alone.
  @Test func learnedAddress() throws {
    var bench = try NeighborBench(
      AddressConflictTests.rule, inventory: "mac,role,name\n02:00:00:00:01:01,bmc,bmc-1\n")
    turns(Machine.bmc.mac, NeighborBench.stranger, over: bmc, count: 4, in: &bench)
    #expect(bench.severities == [73])
  }

  @Test func goesOnOverRestart() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    for number in 0..<30 {
      bench.arp(
        number % 2 == 0 ? Machine.bmc.mac : NeighborBench.stranger, bmc, for: asker,
        at: 100 + Double(number) * 10)
      try bench.restart()
    }
    #expect(bench.findings.map(\.update) == [0, 1, 2])
  }

  /// Made-up addresses take a device's share, and no more.
  @Test func bounded() throws {
    var bench = try NeighborBench(AddressConflictTests.rule)
    for number in 0..<200 {
      bench.arp(
        Machine.bmc.mac, IPAddress(v4: 0x0a09_0000 + UInt32(number)), for: asker,
        at: 100 + Double(number))
    }
    #expect(bench.counter("addresses") == 64 && bench.counter("addresses_refused") == 136)
  }
}
