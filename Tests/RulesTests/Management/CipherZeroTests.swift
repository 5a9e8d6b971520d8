import Packets
import Testing

@testable import Rules

@Suite struct CipherZeroTests {
  private static let rule = "ipmi.cipher-zero"
  private static let response = Fields.command(
    0x06, 0x01, type: 6, code: 0, isAuthenticated: false)

  @Test func acceptedThenUsed() throws {
    var bench = try ManagementBench(Self.rule)
    bench.open(.stranger, .bmc, from: 4000, suite: 0)
    #expect(bench.severities == [73] && bench.findings[0].riskScore == 73)
    #expect(bench.findings[0].reason.contains("accepted a session without authentication"))
    // Sent again, it is no other session.
    bench.open(.stranger, .bmc, from: 4000, suite: 0)
    #expect(bench.findings.count == 1)
    bench.name("admin", .stranger, .bmc, from: 4000)
    try bench.restart()
    bench.answer(.bmc, .stranger, to: 4000, Self.response)
    #expect(bench.severities == [73, 73] && bench.findings.map(\.update) == [0, 1])
    #expect(bench.findings[1].reason.contains("carried out commands of 10.0.9.9"))
    #expect(bench.findings[1].reason.contains("user \"admin\""))
    #expect(Set(bench.findings.map(\.id)).count == 1)
    bench.answer(.bmc, .stranger, to: 4000, Self.response)
    #expect(bench.findings.count == 2)
  }

  /// The question was lost, or only the device's packets are captured.
  @Test func answersAlone() throws {
    var bench = try ManagementBench(Self.rule)
    // In its first minute a capture may have missed the question.
    bench.open(.host, .otherBMC, from: 4000)
    bench.now += 300
    bench.answer(
      .bmc, .stranger, to: 4000,
      .plus(0x11) {
        $0.add("status_code", 0 as UInt8)
        $0.add("authentication_algorithm", 0 as UInt8)
      })
    #expect(bench.severities == [73])
  }

  /// However many were refused, or let in from inside, who is let in is told, and who is from outside.
  @Test func manyBefore() throws {
    var bench = try ManagementBench(Self.rule)
    for number in 0..<80 as Range<UInt32> {
      let peer = Machine(0x0200_0000_0909, 0x0a00_6400 + number)
      bench.open(peer, .bmc, from: 4000, suite: 0, status: 17)
    }
    #expect(bench.severities == [Int](repeating: 21, count: 64))
    for number in 0..<64 as Range<UInt32> {
      let peer = Machine(0x0200_0000_0909, 0x0a00_6500 + number)
      bench.open(peer, .bmc, from: 4000, suite: 0)
    }
    #expect(bench.severities.suffix(64) == [Int](repeating: 73, count: 64)[...])
    bench.open(.outside(), .bmc, from: 4000, suite: 0)
    #expect(bench.severities.last == 99)
  }

  @Test func updates() throws {
    var bench = try ManagementBench(Self.rule)
    for number in 0..<20 {
      bench.open(.stranger, .bmc, from: UInt16(4000 + number), suite: 0)
      try bench.restart()
    }
    #expect(bench.findings.map(\.update) == [0, 1, 2])
    #expect(bench.findings[2].reason.contains("16 requests"))
  }

  /// What is refused is told as low, and as high once it is not.
  @Test func refused() throws {
    var bench = try ManagementBench(Self.rule)
    bench.open(.stranger, .bmc, from: 4000, suite: 0, status: 0x11)
    #expect(bench.severities == [21])
    #expect(bench.findings[0].reason.contains("refused (status 17)"))
    bench.open(.stranger, .bmc, from: 4001, suite: 0)
    #expect(bench.severities == [21, 73])
  }

  /// Cipher suites that authenticate; one that the device chose in its place; messages before a session,
  /// and those with a code; a device that asks itself.
  @Test func nothing() throws {
    var bench = try ManagementBench(Self.rule)
    for suite in 1...3 {
      bench.open(.stranger, .bmc, from: UInt16(4000 + suite), suite: UInt8(suite))
      bench.answer(.bmc, .stranger, to: UInt16(4000 + suite), Self.response)
    }
    bench.ask(
      .stranger, .bmc, from: 4100, .plus(0x10) { $0.add("authentication_algorithm", 0 as UInt8) })
    bench.answer(
      .bmc, .stranger, to: 4100,
      .plus(0x11) {
        $0.add("status_code", 0 as UInt8)
        $0.add("authentication_algorithm", 1 as UInt8)
      })
    bench.answer(.bmc, .stranger, to: 4100, Self.response)
    bench.ask(
      .stranger, .bmc, from: 4200, .plus(0x10) { $0.add("authentication_algorithm", 0 as UInt8) })
    bench.answer(
      .bmc, .stranger, to: 4200,
      .command(0x06, 0x38, type: 0, code: 0, session: 0, isAuthenticated: false))
    bench.answer(
      .bmc, .stranger, to: 4200, .command(0x06, 0x01, type: 6, code: 0, isAuthenticated: true))
    bench.open(.bmc, .stranger, from: 4300, suite: 0)
    #expect(bench.findings.isEmpty)
  }

  /// The answer alone is enough where the capture lost the question; messages are where it lost the answer.
  @Test func halfHeard() throws {
    var bench = try ManagementBench(Self.rule)
    bench.ask(.stranger, .bmc, from: 4000, Fields.plus(0x20))
    bench.answer(
      .bmc, .stranger, to: 4000,
      .plus(0x11) {
        $0.add("status_code", 0 as UInt8)
        $0.add("authentication_algorithm", 0 as UInt8)
      })
    #expect(bench.severities == [73])
    bench.ask(
      .host, .bmc, from: 4001, .plus(0x10) { $0.add("authentication_algorithm", 0 as UInt8) })
    bench.answer(.bmc, .host, to: 4001, Self.response)
    #expect(bench.severities == [73, 73] && bench.findings[1].riskScore == 81)
  }

  @Test(
    arguments: [
      (
        "expected:\n  - role: bmc\n    direction: in\n    peer: 10.0.9.9\n    transport: udp\n"
          + "    port: 623\n    reason: scanner\n", 21
      ),
      ("groups:\n  admins: [10.0.9.9]\n", 73),
    ]) func policy(policy: String, severity: Int) throws
  {
    var bench = try ManagementBench(Self.rule, policy: policy)
    bench.open(.stranger, .bmc, from: 4000, suite: 0)
    #expect(bench.severities == [severity])
  }

  @Test func outside() throws {
    var bench = try ManagementBench(Self.rule)
    bench.open(.outside(), .bmc, from: 4000, suite: 0)
    #expect(bench.severities == [99])
  }
}
