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
    #expect(finding.evidence.contains(Evidence("stack.turns_15_minutes", .integer(5))))
    #expect(finding.evidence.contains(Evidence("stack.rarer.connections", .integer(3))))
    #expect(finding.reason.contains("as 4:255+0:0:0:0,0:mss,nop,ws::0, as this one"))
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

  /// The rarer system is told, with its peer, however often the other one connects.
  @Test func rarer() throws {
    let found = try findings { talk in
      for number in 0..<12 {
        talk.connect(.card, .server, at: Double(number) * 250 + 1, by: .kernel)
        guard number % 3 == 1 else { continue }
        talk.connect(.card, .outside(), at: Double(number) * 250 + 120, by: .small)
      }
    }
    let finding = try #require(found.first)
    #expect(finding.peerEnd.address == Machine.outside().address)
    #expect(finding.severity == .critical)
    #expect(finding.evidence.contains(Evidence("stack.turns_day", .integer(5))))
    #expect(
      finding.evidence.contains(
        Evidence("stack.contradictions", .texts(["dont_fragment", "option_set"]))))
  }

  /// A server that answers as two systems.
  @Test func answers() throws {
    let found = try findings { talk in
      for number in 0..<8 {
        talk.connect(
          .server, .card, at: Double(number) * 10 + 1, by: .kernel,
          answeredBy: number % 2 == 1 ? .hidden : .kernel, answer: 50)
      }
    }
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.severity == .high)
    #expect(finding.reason.contains("accepts connections as two systems"))
  }

  /// A card that answers on its own ports beside its host, whoever is rarer.
  @Test func sidebandAnswers() throws {
    let found = try findings { talk in
      for number in 0..<8 {
        let isCard = number % 2 == 1
        talk.connect(
          .server, .card, isCard ? 16992 : 443, at: Double(number) * 10 + 1, by: .kernel,
          answeredBy: isCard ? .hidden : .kernel, answer: 50)
      }
    }
    #expect(found.map(\.severity) == [.low])
  }

  /// Answers without a word do not count: what makes up SYN-ACKs is no system.
  @Test func silentAnswers() throws {
    let found = try findings { talk in
      for number in 0..<20 {
        talk.connect(
          .server, .card, at: Double(number) * 10 + 1, by: .kernel,
          answeredBy: number % 2 == 1 ? .hidden : .kernel)
      }
    }
    #expect(found.isEmpty)
  }

  /// A loader, then its system, over and over: each start begins anew, whatever announces it.
  @Test(arguments: [true, false]) func bootLoop(hasIPv4: Bool) throws {
    let found = try findings { talk in
      for number in 0..<12 {
        let time = Double(number) * 240
        if hasIPv4 { talk.start(.card, at: time + 1) } else { talk.solicit(.card, at: time + 1) }
        for fetch in 0..<4 {
          talk.connect(.card, .server, 80, at: time + 5 + Double(fetch), by: .loader)
        }
        for visit in 0..<4 {
          talk.connect(.card, .server, at: time + 60 + Double(visit) * 20, by: .kernel)
        }
      }
    }
    #expect(found.isEmpty)
  }

  /// The same without a sign of a start are two systems.
  @Test func noStart() throws {
    let found = try findings { talk in
      for number in 0..<4 {
        let time = Double(number) * 240
        for fetch in 0..<4 {
          talk.connect(.card, .server, 80, at: time + 5 + Double(fetch), by: .loader)
        }
        talk.connect(.card, .server, at: time + 60, by: .kernel)
      }
    }
    #expect(!found.isEmpty)
  }

  /// A loader before its system, once; a system that starts another kernel (kexec); one that is started
  /// anew after an hour; and one that another one has replaced.
  @Test func oneAfterAnother() throws {
    let other = StackTalk.System(timeToLive: 64, dontFragment: true, options: [2, 4, 8, 1, 3])
    let windows = StackTalk.System(
      timeToLive: 128, dontFragment: true, options: [2, 1, 3, 1, 1, 4])
    let found = try findings { talk in
      var time = 1.0
      for system in [.loader, .kernel, other, .loader, .kernel, windows] as [StackTalk.System] {
        for _ in 0..<20 {
          talk.connect(.card, .server, at: time, by: system)
          time += 30
        }
        time += 3600
      }
    }
    #expect(found.isEmpty)
  }

  /// A scanner on the host opens connections of its own, and nobody answers for them but the kernel.
  @Test func scannerOnTheHost() throws {
    let scanner = StackTalk.System(timeToLive: 64, dontFragment: false, options: [2])
    let found = try findings { talk in
      for number in 0..<200 {
        let time = Double(number) + 1
        talk.connect(.card, .server, UInt16(number + 1), at: time, by: scanner, payload: 0)
        if number % 5 == 0 { talk.connect(.card, .server, at: time + 0.5, by: .kernel) }
      }
    }
    #expect(found.isEmpty)
  }

  /// One system opens, the other refuses, and the first goes on.
  @Test func refusals() throws {
    let found = try findings { talk in
      for number in 0..<5 {
        let port = UInt16(50_000 + number)
        let time = Double(number) * 10 + 1
        let number = UInt32(number) * 1000
        talk.add(
          Machine.card.tcp(to: .server, 80, from: port, at: time, sequence: number), by: .hidden)
        var answer = Machine.server.tcp(
          to: .card, port, from: 80, at: time + 0.001, [.syn, .ack], sequence: 9)
        answer.tcpAcknowledgment = number + 1
        talk.add(answer, by: .kernel)
        talk.add(
          Machine.card.tcp(
            to: .server, 80, from: port, at: time + 0.002, .rst, sequence: number + 1),
          by: .kernel)
        talk.add(
          Machine.card.tcp(
            to: .server, 80, from: port, at: time + 0.003, [.ack, .psh], payload: 20,
            sequence: number + 1), by: .hidden)
      }
    }
    #expect(found.map(\.severity) == [.high])
    #expect(found.first?.evidence.contains(Evidence("stack.refused", .integer(3))) == true)
  }

  /// What is known is kept over a restart, in the middle of it.
  @Test func restart() throws {
    var talk = StackTalk()
    turns(&talk, 6)
    var bench = try RuleBench(only: ["identity.two-stacks"], isRemembered: true)
    bench.stacks = talk.stacks
    let half = talk.packets.count * 2 / 3
    bench.add(Array(talk.packets[..<half]))
    #expect(bench.findings.isEmpty)
    let kept = bench.changes()
    try bench.startAnew()
    #expect(try bench.restore(kept) == 0)
    bench.add(Array(talk.packets[half...]))
    #expect(bench.findings.count == 1)
  }
}
