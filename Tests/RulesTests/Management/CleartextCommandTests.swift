import Packets
import Testing

@testable import Rules

@Suite struct CleartextCommandTests {
  private static let rule = "ipmi.cleartext"

  /// A command and its answer.
  private func carryOut(
    _ function: UInt8, _ command: UInt8, type: UInt8, code: UInt8 = 0, isAuthenticated: Bool? = nil,
    in bench: inout ManagementBench, _ more: (inout Fields) -> Void = { _ in }
  ) {
    let source = bench.turn()
    bench.ask(
      .stranger, .bmc, from: source,
      .command(function, command, type: type, isAuthenticated: isAuthenticated, more))
    bench.answer(
      .bmc, .stranger, to: source,
      .command(function, command, type: type, code: code, isAuthenticated: isAuthenticated))
  }

  /// Function, command, authentication type: severity.
  @Test(
    arguments: [
      (0x06, 0x47, 2, 73), (0x06, 0x47, 0, 73), (0x06, 0x45, 2, 47), (0x06, 0x45, 0, 73),
      (0x06, 0x45, 4, 73), (0x06, 0x43, 1, 47), (0x06, 0x52, 0, 73), (0x06, 0x56, 6, 73),
      (0x06, 0x40, 6, 47), (0x00, 0x02, 0, 73), (0x00, 0x02, 2, 47), (0x00, 0x03, 2, 47),
      (0x08, 0x13, 2, 47), (0x06, 0x01, 0, 0), (0x00, 0x01, 0, 0), (0x0c, 0x02, 0, 0),
      (0x0a, 0x11, 0, 0),
    ] as [(UInt8, UInt8, UInt8, Int)])
  func commands(function: UInt8, command: UInt8, type: UInt8, severity: Int) throws {
    var bench = try ManagementBench(Self.rule)
    carryOut(function, command, type: type, in: &bench)
    #expect(bench.severities == (severity == 0 ? [] : [severity]))
  }

  /// IPMI 2.0 without integrity is worse than without encryption.
  @Test func integrity() throws {
    var bench = try ManagementBench(Self.rule)
    carryOut(0x00, 0x02, type: 6, isAuthenticated: false, in: &bench) {
      $0.add("command_name", "chassis_control")
      $0.add("chassis_control_name", "power_down")
    }
    #expect(bench.severities == [73])
    #expect(bench.findings[0].reason.contains("carried out chassis control (power down)"))
  }

  /// Which parameter of the LAN, and what it is set to; the lock around it is nothing.
  @Test func parameters() throws {
    var bench = try ManagementBench(Self.rule)
    for selector in [0, 12, 19] as [UInt8] {
      carryOut(0x0c, 0x01, type: 2, in: &bench) {
        $0.add("command_name", "set_lan_configuration_parameters")
        $0.add("parameter_selector", selector)
        $0.add(
          "parameter_selector_name",
          selector == 12 ? "default_gateway_address" : "destination_addresses")
        $0.add(
          selector == 12 ? "default_gateway_address" : "alerting_ip_address",
          Machine.stranger.address)
      }
    }
    #expect(bench.severities == [47, 47])
    #expect(bench.findings[0].reason.contains("default gateway address (10.0.9.9)"))
    #expect(bench.findings[1].value("ipmi.parameter") == .text("destination_addresses"))
  }

  /// Commands that are refused, are not answered, or answered under another number.
  @Test func notCarriedOut() throws {
    var bench = try ManagementBench(Self.rule)
    carryOut(0x06, 0x47, type: 0, code: 0xd4, in: &bench)
    bench.ask(.stranger, .bmc, from: 4000, .command(0x06, 0x47))
    bench.ask(.stranger, .bmc, from: 4001, .command(0x06, 0x47, sequence: 3))
    bench.answer(.bmc, .stranger, to: 4001, .command(0x06, 0x47, code: 0, sequence: 4))
    bench.ask(.stranger, .bmc, from: 4001, .command(0x06, 0x01, sequence: 5))
    bench.answer(.bmc, .stranger, to: 4001, .command(0x06, 0x47, code: 0, sequence: 3))
    #expect(bench.findings.isEmpty)
  }

  /// The password itself opens a session.
  @Test func straightPassword() throws {
    var bench = try ManagementBench(Self.rule)
    for type in [2, 4] as [UInt8] {
      carryOut(0x06, 0x3a, type: type, in: &bench) { $0.add("session_authentication_type", type) }
    }
    #expect(bench.severities == [73])
    #expect(bench.findings[0].reason.contains("opened a session with the password itself"))
  }

  @Test(
    arguments: [
      ("groups:\n  management: [10.0.9.9]\n", 47), ("groups:\n  management: [10.0.4.1]\n", 73),
      (
        "expected:\n  - role: bmc\n    direction: in\n    peer: 10.0.9.9\n    transport: udp\n"
          + "    port: 623\n    reason: old scripts\n", 21
      ),
    ]) func policy(policy: String, severity: Int) throws
  {
    var bench = try ManagementBench(Self.rule, policy: policy)
    carryOut(0x06, 0x47, type: 2, in: &bench)
    #expect(bench.severities == [severity])
  }

  @Test func updatesAndRestart() throws {
    var bench = try ManagementBench(Self.rule)
    for _ in 0..<20 {
      let source = bench.turn()
      bench.ask(.stranger, .bmc, from: source, .command(0x00, 0x02))
      try bench.restart()
      bench.answer(.bmc, .stranger, to: source, .command(0x00, 0x02, code: 0))
    }
    #expect(bench.findings.map(\.update) == [0, 1, 2])
    #expect(Set(bench.findings.map(\.id)).count == 1)
  }
}
