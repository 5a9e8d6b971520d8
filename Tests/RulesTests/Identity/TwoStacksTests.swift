import Packets
import Testing

@testable import Rules

@Suite struct TwoStacksTests {
  private func findings(
    _ talk: (inout StackTalk) -> Void
  ) throws -> [Finding] {
    var bench = try RuleBench(only: ["identity.two-stacks"])
    var stack = StackTalk()
    talk(&stack)
    bench.stacks = stack.stacks
    bench.add(stack.packets)
    bench.finish()
    return bench.findings
  }

  /// The two systems in turn, ten seconds apart.
  private func turns(
    _ talk: inout StackTalk, _ count: Int, from machine: Machine = .card,
    to peers: (Machine, Machine) = (.server, .server), port: UInt16 = 443, payload: UInt32 = 100
  ) {
    for number in 0..<count {
      let isHidden = number % 2 == 1
      talk.connect(
        machine, isHidden ? peers.1 : peers.0, isHidden ? port : 443, at: Double(number) * 10 + 1,
        by: isHidden ? .hidden : .kernel, payload: isHidden ? payload : 100)
    }
  }

  @Test func turnsAreTold() throws {
    let found = try findings { turns(&$0, 6) }
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.severity == .high && finding.update == 0)
    #expect(finding.evidence.contains(Evidence("stack.alternations", .integer(5))))
    #expect(finding.evidence.contains(Evidence("stack.one.connections", .integer(3))))
    #expect(finding.reason.contains("4:64+0:0:0:0,0:mss,sok,ts,nop,ws:df:0"))
  }

  /// What goes on is told at growing distances, under one identifier.
  @Test func updates() throws {
    let found = try findings { turns(&$0, 100) }
    #expect(found.map(\.update) == [0, 1, 2])
    #expect(Set(found.map(\.id)).count == 1)
  }

  @Test func tooFew() throws { #expect(try findings { turns(&$0, 5) }.isEmpty) }

  /// A scanner's SYNs are no system's.
  @Test func scanner() throws { #expect(try findings { turns(&$0, 60, payload: 0) }.isEmpty) }

  /// BGP's time to live is set by hand.
  @Test func routing() throws { #expect(try findings { turns(&$0, 60, port: 179) }.isEmpty) }

  @Test func sideband() throws {
    let found = try findings { turns(&$0, 7, port: 16992) }
    #expect(found.map(\.severity) == [.low] && found.map(\.riskScore) == [21])
  }

  @Test func outside() throws {
    let found = try findings { turns(&$0, 7, to: (.server, .outside())) }
    #expect(found.map(\.severity) == [.critical])
  }

  /// What a machine's many addresses do is no device's own; so is what a router forwards.
  @Test func carrier() throws {
    let found = try findings { talk in
      for number in 0..<9 {
        let guest = Machine(Machine.card.mac, 0x0a00_0310 + UInt32(number))
        talk.connect(guest, .server, at: 0.1 + Double(number) * 0.01, by: .kernel)
      }
      turns(&talk, 20)
    }
    #expect(found.isEmpty)
  }

  @Test func forwarded() throws {
    let behind = StackTalk.System(timeToLive: 127, dontFragment: true, options: [2, 1, 3, 1, 1, 4])
    let found = try findings { talk in
      for number in 0..<40 {
        talk.connect(
          .card, .server, at: Double(number) * 10, by: number % 2 == 0 ? .kernel : behind)
      }
    }
    #expect(found.isEmpty)
  }
}
