import Packets
import Testing

@testable import Rules

@Suite struct RogueResponderTests {
  private static let rule = "ipmi.rogue-responder"

  /// A presence pong.
  private func pong(
    _ machine: Machine, ipmi: Bool = true, to source: UInt16 = 4000,
    in bench: inout ManagementBench
  ) {
    var ping = Fields()
    ping.add("message_type", 0x80 as UInt8)
    bench.ask(.stranger, machine, from: source, speaking: "rmcp", ping)
    var pong = Fields()
    pong.add("message_type", 0x40 as UInt8)
    pong.add("supports_ipmi", ipmi)
    bench.answer(machine, .stranger, to: source, speaking: "rmcp", pong)
  }

  @Test(
    arguments: [
      (Machine.bmc, []), (.card, [47]), (.switch, [47]), (.server, []), (.host, []),
    ] as [(Machine, [Int])]) func roles(machine: Machine, severities: [Int]) throws
  {
    var bench = try ManagementBench(Self.rule)
    pong(machine, in: &bench)
    #expect(bench.severities == severities)
  }

  /// Capabilities and an open session; not what is refused, nor a question.
  @Test func answers() throws {
    var bench = try ManagementBench(Self.rule)
    bench.ask(.stranger, .card, from: 4000, .command(0x06, 0x38, session: 0))
    bench.answer(.card, .stranger, to: 4000, .command(0x06, 0x38, code: 0xc1, session: 0))
    bench.open(.stranger, .card, from: 4001, status: 1)
    #expect(bench.findings.isEmpty)
    bench.answer(.card, .stranger, to: 4000, .command(0x06, 0x38, code: 0, session: 0))
    #expect(bench.severities == [47])
    for number in 0..<20 {
      bench.open(.stranger, .card, from: UInt16(4010 + number))
      try bench.restart()
    }
    #expect(bench.findings.map(\.update) == [0, 1, 2])
  }

  /// ASF without IPMI, and a machine that has Intel AMT.
  @Test func byDesign() throws {
    var bench = try ManagementBench(Self.rule)
    pong(.card, ipmi: false, in: &bench)
    #expect(bench.severities == [21])
    var other = try ManagementBench(Self.rule)
    let start = other.now
    other.add(Machine.stranger.tcp(to: .card, 16992, from: 5000, at: start))
    other.add(Machine.card.tcp(to: .stranger, 5000, from: 16992, at: start + 1, [.syn, .ack]))
    other.finish()
    try other.restart()
    pong(.card, in: &other)
    #expect(other.severities == [21])
    #expect(other.findings[0].reason.contains("it also answers on the ports of Intel AMT"))
  }

  /// An entry of the policy expects it.
  @Test func expected() throws {
    var bench = try ManagementBench(
      Self.rule,
      policy: "expected:\n  - device: srv-1\n    direction: in\n    peer: 10.0.9.9\n"
        + "    transport: udp\n    port: 623\n    reason: software controller\n")
    pong(.card, in: &bench)
    #expect(bench.findings.isEmpty)
  }
}
