import Packets
import Testing

@testable import Rules

@Suite struct SelfResetTests {
  /// A refused connection: what the card sends behind the SYN-ACK, each with flags, the distance of its
  /// number to the SYN's, payload, time to live and seconds.
  private func findings(
    _ behind: [(flags: TCPFlags, step: UInt32, payload: UInt32, ttl: UInt8, seconds: Double)],
    answered: Bool = true
  ) throws -> [Finding] {
    var bench = try RuleBench(only: ["identity.self-reset"])
    var talk = StackTalk()
    talk.add(Machine.card.tcp(to: .server, 80, at: 1, sequence: 5000), by: .hidden)
    if answered {
      var answer = Machine.server.tcp(
        to: .card, 40000, from: 80, at: 1.1, [.syn, .ack], sequence: 9)
      answer.tcpAcknowledgment = 5001
      talk.add(answer, by: .kernel)
    }
    for packet in behind {
      var segment = Machine.card.tcp(
        to: .server, 80, at: packet.seconds, packet.flags, payload: packet.payload,
        sequence: 5000 &+ packet.step)
      segment.tcpAcknowledgment = packet.flags.contains(.ack) ? 10 : 0
      var system = StackTalk.System.kernel
      system.timeToLive = packet.ttl
      talk.add(segment, by: system)
    }
    bench.stacks = talk.stacks
    bench.add(talk.packets)
    return bench.findings
  }

  @Test func told() throws {
    let found = try findings([(.rst, 1, 0, 64, 1.2), (.ack, 1, 0, 255, 1.3)])
    #expect(found.map(\.severity) == [.critical])
    #expect(
      found.first?.evidence.contains(Evidence("stack.reset.time_to_live", .integer(64))) == true)
  }

  /// Two systems with the same time to live are told, too, with less weight.
  @Test func sameTimeToLive() throws {
    let found = try findings([(.rst, 1, 0, 255, 1.2), ([.ack, .psh], 1, 30, 255, 1.3)])
    #expect(found.map(\.severity) == [.high])
  }

  @Test func silent() throws {
    #expect(try findings([(.rst, 1, 0, 64, 1.2)]).isEmpty)
    #expect(try findings([(.rst, 1, 0, 64, 1.2), (.rst, 1, 0, 64, 1.3)]).isEmpty)
    #expect(try findings([([.rst, .ack], 1, 0, 64, 1.2), (.ack, 1, 0, 255, 1.3)]).isEmpty)
    #expect(try findings([(.rst, 77, 0, 64, 1.2), (.ack, 1, 0, 255, 1.3)]).isEmpty)
    #expect(
      try findings([(.rst, 1, 0, 64, 1.2), (.ack, 1, 0, 255, 1.3)], answered: false).isEmpty)
    #expect(try findings([(.rst, 1, 0, 64, 1.2), (.ack, 1 << 31, 0, 255, 1.3)]).isEmpty)
  }
}
