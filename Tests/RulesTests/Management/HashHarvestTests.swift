import Packets
import Testing

@testable import Rules

@Suite struct HashHarvestTests {
  private static let rule = "ipmi.hash-harvest"

  /// Users that do not exist: the fifth is told, further ones as updates.
  @Test func names() throws {
    var bench = try ManagementBench(Self.rule)
    for number in 1...16 {
      bench.name("user\(number)", .stranger, .bmc, from: bench.turn(), status: 0x0d)
      try bench.restart()
      #expect(bench.findings.count == (number < 5 ? 0 : number < 8 ? 1 : 2))
    }
    #expect(bench.severities == [73, 73] && bench.findings.map(\.update) == [0, 1])
    #expect(bench.findings[0].reason.contains("tried 5 users of bmc-1 (bmc)"))
    #expect(bench.findings[0].value("ipmi.hashes_given") == .integer(0))
    #expect(bench.findings[1].riskScore == 79)
  }

  /// Codes for three users, in one conversation, and no login.
  @Test func hashes() throws {
    var bench = try ManagementBench(Self.rule)
    for user in ["root", "ADMIN", "admin"] { bench.name(user, .stranger, .bmc, from: 4000) }
    #expect(bench.severities == [73])
    #expect(bench.findings[0].reason.contains("tried 3 users"))
    #expect(bench.findings[0].reason.contains("3 password hashes"))
    #expect(
      bench.findings[0].value("ipmi.users_with_hash") == .texts(["root", "ADMIN", "admin"]))
  }

  /// A RAKP message 3 is no login; a message that is protected with the session's key shows one whose RAKP
  /// message 4 was lost.
  @Test(arguments: [(false, [73]), (true, [])] as [(Bool, [Int])])
  func thirdMessages(isLogin: Bool, severities: [Int]) throws {
    var bench = try ManagementBench(Self.rule)
    for user in ["root", "ADMIN", "admin", "hw"] {
      let source = bench.turn()
      bench.name(user, .stranger, .bmc, from: source)
      bench.ask(.stranger, .bmc, from: source, .plus(0x14) { $0.add("status_code", 0 as UInt8) })
      if isLogin {
        bench.answer(
          .bmc, .stranger, to: source,
          .plus(0x00) {
            $0.add("session_id", 7 as UInt32)
            $0.add("authenticated", true)
          })
      } else {
        bench.answer(
          .bmc, .stranger, to: source, .plus(0x15) { $0.add("status_code", 15 as UInt8) })
      }
    }
    #expect(bench.severities == severities)
  }

  /// Three times count within ten minutes only; what was before is told as what it is.
  @Test(arguments: [(540.0, []), (60, [21, 21])] as [(Double, [Int])])
  func pace(seconds: Double, severities: [Int]) throws {
    var bench = try ManagementBench(Self.rule)
    for _ in 0..<14 {
      bench.name("monitor", .host, .bmc, from: bench.turn())
      bench.now += seconds
    }
    #expect(bench.severities == severities)
    #expect(
      bench.findings.last?.reason.contains("6 times so far, the latest 3 within 10 minutes")
        ?? severities.isEmpty)
  }

  /// Get Session Challenge of IPMI 1.5.
  @Test func challenges() throws {
    var bench = try ManagementBench(Self.rule)
    for number in 1...5 {
      let source = bench.turn()
      bench.ask(
        .stranger, .bmc, from: source,
        .command(0x06, 0x39, session: 0) { $0.add("user_name", "user\(number)") })
      bench.answer(.bmc, .stranger, to: source, .command(0x06, 0x39, code: 0x81, session: 0))
    }
    #expect(bench.severities == [73])
  }

  /// Users who log in are no harvest, however many.
  @Test func logins() throws {
    var bench = try ManagementBench(Self.rule)
    for number in 1...40 { bench.session("user\(number)", .stranger, .bmc) }
    #expect(bench.findings.isEmpty)
  }

  /// A wrong password, again and again: low, and not before it is clear that no login follows.
  @Test func wrongPassword() throws {
    var bench = try ManagementBench(Self.rule)
    for number in 1...6 {
      bench.name("monitor", .host, .bmc, from: bench.turn())
      #expect(bench.findings.count == (number < 4 ? 0 : 1))
    }
    #expect(bench.severities == [21])
    // Two wrong ones between right ones are nothing.
    var other = try ManagementBench(Self.rule)
    for number in 1...30 {
      if number % 4 < 2 {
        other.name("monitor", .host, .bmc, from: other.turn())
      } else {
        other.session("monitor", .host, .bmc)
      }
    }
    #expect(other.findings.isEmpty)
  }

  /// What is sent again counts once; what is ten minutes apart does not count together; nor do users that
  /// are tried on several devices, or by several sources.
  @Test func apart() throws {
    var bench = try ManagementBench(Self.rule)
    for number in 1...4 {
      let source = bench.turn()
      for _ in 0..<5 {
        bench.ask(.stranger, .bmc, from: source, .plus(0x12) { $0.add("user_name", "u\(number)") })
      }
      bench.answer(.bmc, .stranger, to: source, .plus(0x13) { $0.add("status_code", 13 as UInt8) })
    }
    for number in 1...20 {
      bench.name("v\(number)", .host, .bmc, from: bench.turn())
      bench.now += 301
    }
    for number in 1...4 {
      bench.name("w\(number)", .server, .bmc, from: bench.turn(), status: 13)
      bench.name("x\(number)", .server, .otherBMC, from: bench.turn(), status: 13)
      bench.name("y\(number)", .card, .bmc, from: bench.turn(), status: 13)
    }
    #expect(bench.findings.isEmpty)
  }

  @Test func expected() throws {
    var bench = try ManagementBench(
      Self.rule,
      policy:
        "expected:\n  - role: bmc\n    direction: in\n    peer: 10.0.9.9\n    transport: udp\n"
        + "    port: 623\n    reason: scanner\n")
    for number in 1...6 {
      bench.name("u\(number)", .stranger, .bmc, from: bench.turn(), status: 13)
    }
    #expect(bench.severities == [21])
  }
}
