import Devices
import Packets
import Testing

@testable import Rules

@Suite struct NewManagerTests {
  private static let rule = "ipmi.new-source"
  private static let day = 86_400.0
  private static let groups = "groups:\n  management: [10.0.4.1]\n  admins: [10.0.5.1]\n"

  /// Whoever comes in the first day is known; who comes later is told, at growing distances.
  @Test func history() throws {
    var bench = try ManagementBench(Self.rule)
    bench.session("root", .server, .bmc)
    bench.now += Self.day - 100
    bench.session("root", .host, .bmc)
    bench.now += 200
    try bench.restart()
    bench.session("root", .host, .otherBMC)
    bench.session("root", .server, .bmc)
    #expect(bench.findings.isEmpty)
    for _ in 0..<20 {
      bench.session("root", .stranger, .bmc)
      try bench.restart()
    }
    #expect(bench.severities == [47, 47, 47] && bench.findings.map(\.update) == [0, 1, 2])
    #expect(
      bench.findings[0].reason.contains("opened an IPMI session for user \"root\" of 10.0.9.9"))
  }

  /// IPMI 1.5, and attempts that come to nothing.
  @Test func establishing() throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    bench.open(.stranger, .bmc, from: 4000)
    bench.name("root", .stranger, .bmc, from: 4000)
    bench.answer(.bmc, .stranger, to: 4000, .plus(0x15) { $0.add("status_code", 15 as UInt8) })
    bench.ask(.stranger, .bmc, from: 4001, .command(0x06, 0x3a))
    bench.answer(.bmc, .stranger, to: 4001, .command(0x06, 0x3a, code: 0x86))
    #expect(bench.findings.isEmpty)
    bench.answer(.bmc, .stranger, to: 4001, .command(0x06, 0x3a, code: 0))
    #expect(bench.severities == [73])
    #expect(bench.findings[0].value("ipmi.version") == .text("1.5"))
  }

  @Test(
    arguments: [
      (Self.groups, Machine.server, []), (Self.groups, .host, []), (Self.groups, .stranger, [73]),
      (Self.groups, .otherBMC, [73]), (Self.groups, .outside(), [99]), ("", .stranger, []),
      ("", .otherBMC, [73]), ("", .switch, [73]), ("", .outside(), [99]),
      ("groups:\n  admins: [203.0.113.7]\n", .outside(), []),
      (
        "expected:\n  - role: bmc\n    direction: in\n    peer: 203.0.113.7\n    transport: udp\n"
          + "    port: 623\n    reason: provider\n", .outside(), []
      ),
    ] as [(String, Machine, [Int])])
  func standing(policy: String, manager: Machine, severities: [Int]) throws {
    var bench = try ManagementBench(Self.rule, policy: policy)
    bench.session("root", manager, .bmc)
    #expect(bench.severities == severities)
  }

  /// A new station that goes on to all devices is no flood.
  @Test func manyDevices() throws {
    var inventory = RuleBench.inventory
    for number in 1...40 {
      let octet = String(number, radix: 16)
      inventory +=
        "02:00:00:00:07:\(octet.count < 2 ? "0" : "")\(octet),10.0.7.\(number),bmc,row-\(number)\n"
    }
    var bench = try ManagementBench(Self.rule, policy: Self.groups, inventory: inventory)
    for _ in 0..<3 {
      for number in 1...40 {
        let machine = Machine(0x0200_0000_0700 + UInt64(number), 0x0a00_0700 + UInt32(number))
        bench.session("root", .stranger, machine)
      }
    }
    #expect(
      bench.findings.map(\.device.name)
        == ["row-1", "row-2", "row-3", "row-4", "row-8", "row-16", "row-32"])
    #expect(bench.findings[6].reason.contains("sessions of 32 devices"))
  }
}
