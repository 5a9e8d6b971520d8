import Packets
import Testing

@testable import Rules

@Suite struct RemoteRedirectionTests {
  private static let rule = "bmc.amt-redirection"
  private static let groups = "groups:\n  admins: [10.0.5.1]\n"
  private static let start: [UInt8] = [0x10, 0, 0, 0] + Array("SOL ".utf8)

  /// A connection whose first payload is this, and an answer.
  private func connect(
    _ client: Machine, _ server: Machine = .card, _ port: UInt16 = 16994,
    _ octets: [UInt8]? = RemoteRedirectionTests.start, isAnswered: Bool = true, login: Bool? = nil,
    in bench: inout ManagementBench
  ) {
    let source = bench.turn()
    let time = bench.now
    bench.add(client.tcp(to: server, port, from: source, at: time))
    guard isAnswered else {
      bench.add(server.tcp(to: client, source, from: port, at: time + 0.1, [.rst, .ack]))
      return
    }
    bench.add(server.tcp(to: client, source, from: port, at: time + 0.1, [.syn, .ack]))
    bench.add(
      client.tcp(to: server, port, from: source, at: time + 0.2, .ack, payload: 8), octets: octets)
    var message: Message?
    if let login {
      var fields = Fields()
      fields.add("status", 0 as UInt8)
      fields.add("authenticated", login)
      message = Message(name: "intel_amt_redirection", recognition: .certain, fields: fields)
    }
    bench.add(
      server.tcp(to: client, source, from: port, at: time + 0.3, .ack, payload: 13), message)
    bench.now = time + 10
  }

  @Test(
    arguments: [
      (Self.groups, Machine.stranger, [73]), (Self.groups, .host, []), (Self.groups, .bmc, [73]),
      (Self.groups, .outside(), [99]), ("", .stranger, [47]), ("", .outside(), [99]),
      (
        "expected:\n  - device: srv-1\n    direction: in\n    peer: 10.0.9.9\n    transport: tcp\n"
          + "    port: 16994\n    reason: help desk\n", .stranger, []
      ),
    ] as [(String, Machine, [Int])])
  func redirections(policy: String, client: Machine, severities: [Int]) throws {
    var bench = try ManagementBench(Self.rule, policy: policy)
    connect(client, in: &bench)
    bench.finish()
    #expect(bench.severities == severities)
  }

  /// On any port; disks and screens; nothing else, and nothing that nobody answers.
  @Test func starts() throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    connect(.stranger, .card, 16994, isAnswered: false, in: &bench)
    connect(.stranger, .card, 9000, [0x10, 0, 0, 0, 1, 2, 3, 4], in: &bench)
    connect(.stranger, .card, 9000, [0x11, 0, 0, 0] + Array("SOL ".utf8), in: &bench)
    #expect(bench.findings.isEmpty)
    connect(.stranger, .card, 9000, [0x10, 1, 0, 0] + Array("IDER".utf8), in: &bench)
    #expect(bench.severities == [73])
    #expect(bench.findings[0].reason.contains("redirected a disk of srv-1 (nic) on tcp/9000"))
    connect(.server, .card, 16994, [0x10, 1, 0, 0] + Array("KVMR".utf8), in: &bench)
    #expect(bench.findings[1].reason.contains("redirected the screen"))
  }

  /// The peer is let in; then again and again.
  @Test func login() throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    connect(.stranger, login: false, in: &bench)
    #expect(bench.findings.count == 1)
    try bench.restart()
    for _ in 0..<20 {
      connect(.stranger, login: true, in: &bench)
      try bench.restart()
    }
    #expect(bench.findings.map(\.update) == [0, 1, 2])
    #expect(bench.findings[1].reason.contains("and was let in"))
    #expect(bench.findings[1].value("amt.authenticated") == .flag(true))
  }

  /// A session from before the capture: payload both ways, then by its heartbeats what it is; on Intel's port only.
  @Test(arguments: [(16994, [47, 73]), (9000, [])] as [(UInt16, [Int])])
  func heartbeats(port: UInt16, severities: [Int]) throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    for number in 0..<3 {
      let time = bench.now
      bench.add(
        Machine.stranger.tcp(to: .card, port, from: 4000, at: time, [.ack, .psh], payload: 8),
        octets: [0x2b, 0, 0, 0, UInt8(number), 0, 0, 0])
      bench.add(
        Machine.card.tcp(to: .stranger, 4000, from: port, at: time + 1, [.ack, .psh], payload: 8),
        octets: [0x2b, 0, 0, 0, UInt8(number), 0, 0, 0])
      bench.now = time + 5
    }
    #expect(bench.severities == severities)
  }

  /// The engine's pages, by a stranger, and by who is new.
  @Test func visits() throws {
    var bench = try ManagementBench(Self.rule, policy: Self.groups)
    connect(.stranger, .card, 16993, nil, in: &bench)
    connect(.host, .card, 16993, nil, in: &bench)
    connect(.stranger, .card, 443, nil, in: &bench)
    #expect(bench.severities == [47])
    connect(.stranger, in: &bench)
    #expect(bench.severities == [47, 73])
    var other = try ManagementBench(Self.rule)
    connect(.host, .card, 16992, nil, in: &other)
    other.now += 100_000
    connect(.host, .card, 16992, nil, in: &other)
    #expect(other.findings.isEmpty)
    try other.restart()
    connect(.stranger, .card, 16992, nil, in: &other)
    #expect(other.severities == [47])
  }
}
