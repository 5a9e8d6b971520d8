import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct DoubleLeaseTests {
  private static let rule = "identity.dhcp"
  private let mac = Machine.bmc.mac
  private let own = Machine.bmc.address

  /// One program or the other asks.
  private func ask(
    _ isFirst: Bool, _ type: UInt8 = 1, own: IPAddress? = nil, at seconds: Double,
    in bench: inout NeighborBench
  ) {
    if isFirst {
      bench.dhcp(
        mac, type, requests: [1, 3, 6, 15, 28, 33, 43], vendor: "CPQRIB3", own: own, at: seconds)
    } else {
      bench.dhcp(mac, type, requests: [1, 3, 6, 12], vendor: "udhcp 1.36.1", own: own, at: seconds)
    }
  }

  /// The first one extends its lease behind the second one's, then the second one behind the first one's.
  @Test func besideEachOther() throws {
    var bench = try NeighborBench(DoubleLeaseTests.rule)
    ask(true, 1, at: 0, in: &bench)
    ask(true, 3, at: 1, in: &bench)
    ask(false, 1, at: 600, in: &bench)
    ask(false, 3, at: 601, in: &bench)
    #expect(bench.findings.isEmpty)
    ask(true, 3, own: own, at: 1800, in: &bench)
    #expect(bench.severities == [47])
    ask(false, 3, own: own, at: 2400, in: &bench)
    #expect(bench.severities == [47, 73] && bench.findings.map(\.update) == [0, 1])
    let finding = try #require(bench.findings.last)
    #expect(finding.device.name == "bmc-1")
    #expect(finding.reason.contains("differ in parameter request list, vendor class"))
    #expect(finding.reason.contains("both have extended their leases"))
    for round in 0..<20 {
      ask(round % 2 == 0, 3, own: own, at: 3000 + Double(round) * 600, in: &bench)
    }
    #expect(bench.findings.map(\.update) == [0, 1, 2])
  }

  /// A, B, A, B, A within 15 minutes; not over hours.
  @Test(arguments: [(60.0, 4, 0), (60, 5, 1), (310, 5, 0)] as [(Double, Int, Int)]) func inTurns(
    step: Double, messages: Int, count: Int
  ) throws {
    var bench = try NeighborBench(DoubleLeaseTests.rule)
    for number in 0..<messages {
      ask(number % 2 == 0, at: Double(number) * step, in: &bench)
      ask(number % 2 == 0, 3, at: Double(number) * step + 1, in: &bench)
    }
    #expect(bench.severities == Array(repeating: 47, count: count))
  }

  /// One system behind another, and a system that starts twice in two stages.
  @Test func startsAgain() throws {
    var bench = try NeighborBench(DoubleLeaseTests.rule)
    for start in [0.0, 400] {
      for (part, isFirst) in [false, true].enumerated() {
        ask(isFirst, 1, at: start + Double(part) * 30, in: &bench)
        ask(isFirst, 3, at: start + Double(part) * 30 + 1, in: &bench)
      }
      // It keeps the lease until it is started again.
      ask(true, 3, own: own, at: start + 300, in: &bench)
    }
    #expect(bench.findings.isEmpty)
  }

  /// Loaders beside a system that goes on.
  @Test(arguments: ["PXEClient:Arch:00007:UNDI:003016", "HTTPClient:Arch:00016", ""])
  func loaders(vendor: String) throws {
    var bench = try NeighborBench(DoubleLeaseTests.rule)
    for round in 0..<9 {
      ask(true, 3, own: own, at: Double(round) * 60, in: &bench)
      bench.dhcp(mac, 1, requests: [1, 3, 66, 67], vendor: vendor, at: Double(round) * 60 + 20) {
        if vendor.isEmpty { $0.add("options", [.number(53), .number(175)]) }
      }
    }
    #expect(bench.findings.isEmpty)
  }

  /// An inform asks for other things; a renewal leaves something out; machines in a hypervisor differ in
  /// identifier and name; another order alone is one contradiction.
  @Test func oneClient() throws {
    var bench = try NeighborBench(DoubleLeaseTests.rule)
    for round in 0..<9 {
      let time = Double(round) * 100
      bench.dhcp(mac, 1, requests: [1, 3, 6], vendor: "iDRAC", name: "a", at: time)
      bench.dhcp(mac, 8, requests: [1, 3, 43], vendor: "iDracdiscovery", name: "b", at: time + 10)
      bench.dhcp(mac, 3, requests: [], vendor: "iDRAC", own: own, at: time + 20)
      bench.dhcp(mac, 3, requests: [6, 3, 1], vendor: "iDRAC", own: own, at: time + 30)
      bench.dhcp(Machine.card.mac, 1, requests: [1, 3, 6], name: "vm-\(round % 2)", at: time + 40) {
        var identifier = Fields()
        identifier.add("type", 255 as UInt8)
        identifier.add("identifier", "\(round % 2)")
        $0.add("client_identifier", identifier)
      }
    }
    #expect(bench.findings.isEmpty)
  }

  /// More clients than four: other machines behind one address.
  @Test func crowd() throws {
    var bench = try NeighborBench(DoubleLeaseTests.rule)
    for round in 0..<5 {
      bench.dhcp(
        mac, 1, requests: [1, UInt64(round)], vendor: "v\(round)", at: Double(round) * 1000)
    }
    for round in 0..<30 {
      bench.dhcp(
        mac, 3, requests: [1, UInt64(round % 5)], vendor: "v\(round % 5)", own: own,
        at: 5000 + Double(round) * 20)
    }
    #expect(bench.findings.isEmpty)
  }

  /// Whose address it is: watched roles, never a router or a stranger.
  @Test(
    arguments: [
      (Machine.bmc, 1), (.switch, 1), (.card, 1), (.host, 1), (.stranger, 0),
      (Machine(0x0200_0000_0001, 0x0a00_0001), 0),
    ] as [(Machine, Int)]) func roles(machine: Machine, count: Int) throws
  {
    var bench = try NeighborBench(DoubleLeaseTests.rule)
    for (time, requests) in [(0.0, [1, 3]), (10, [3, 6]), (20, [1, 3])] as [(Double, [UInt64])] {
      bench.dhcp(
        machine.mac, 3, requests: requests, vendor: "v\(requests)", own: machine.address, at: time)
    }
    #expect(bench.findings.count == count)
  }

  @Test func goesOnOverRestart() throws {
    var bench = try NeighborBench(DoubleLeaseTests.rule)
    for round in 0..<6 {
      ask(round % 2 == 0, 3, own: own, at: Double(round) * 100, in: &bench)
      try bench.restart()
    }
    #expect(bench.severities == [47, 73])
  }

  /// DHCPv6: another identifier and other requests, renewed beside each other.
  @Test func version6() throws {
    let inventory = RuleBench.inventory
    var bench = try NeighborBench(DoubleLeaseTests.rule, inventory: inventory)
    let client = Machine.bmc.linkLocal(0x101)
    let servers = Machine(0x3333_0001_0002, IPAddress(high: 0xff02 << 48, low: 0x1_0002))
    for (number, type) in ([1, 1, 5, 5] as [UInt8]).enumerated() {
      var fields = Fields()
      fields.add("message_type", type)
      var identifier = Fields()
      identifier.add("uuid", "\(number % 2)")
      fields.add("client_identifier", identifier)
      fields.add("option_request", [.number(23), .number(number % 2 == 0 ? 24 : 31), .number(82)])
      bench.add(
        client.udp(to: servers, 547, from: 546, at: Double(number) * 1000, payload: 60),
        Message(name: "dhcpv6", recognition: .certain, fields: fields))
    }
    #expect(bench.severities == [47, 73])
  }
}
