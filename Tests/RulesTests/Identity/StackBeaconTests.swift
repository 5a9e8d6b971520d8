import Packets
import Testing

@testable import Rules

@Suite struct StackBeaconTests {
  private static let names = ["beacon.stack", "beacon.stopped", "beacon.changed"]

  private func findings(
    hours: Double = 0, names: [String] = StackBeaconTests.names,
    _ talk: (inout StackTalk, inout FixedGenerator) -> Void
  ) throws -> [Finding] {
    var bench = try RuleBench(only: names)
    var stack = StackTalk()
    var random = FixedGenerator(state: 7)
    talk(&stack, &random)
    bench.stacks = stack.stacks
    bench.add(stack.packets.sorted { $0.timestamp < $1.timestamp })
    bench.finish()
    if hours > 0 { bench.advance(to: hours * 3600) }
    return bench.findings
  }

  /// The host connects at random to many, the hidden system every 15 minutes, a tenth earlier or later.
  private func twoSystems(
    _ talk: inout StackTalk, _ random: inout FixedGenerator, beats: Int,
    hidden: StackTalk.System = .small, peers: UInt32 = 1, machine: Machine = .card,
    port: UInt16 = 443, isRegular: Bool = true
  ) {
    let end = Double(beats) * 900
    var time = 5.0
    while time < end {
      talk.connect(
        machine, .outside(20 + UInt32(random.uniform() * 40)), at: time, by: .kernel)
      time += 400 * -log(1 - random.uniform())
    }
    time = 100
    for beat in 0..<beats {
      talk.connect(machine, .outside(200 + UInt32(beat) % peers), port, at: time, by: hidden)
      time +=
        isRegular ? 900 * (0.9 + 0.2 * random.uniform()) : 900 * -log(1 - random.uniform())
    }
  }

  private func log(_ value: Double) -> Double {
    // Of 0..<1; a series is good enough here, and needs no library.
    var sum = 0.0
    var power = 1.0
    for number in 1...400 {
      power *= 1 - value
      sum -= power / Double(number)
    }
    return sum
  }

  @Test(arguments: [Machine.card, .bmc, .switch]) func told(machine: Machine) throws {
    let found = try findings { twoSystems(&$0, &$1, beats: 40, machine: machine) }
    let finding = try #require(found.first)
    #expect(finding.severity == .critical && finding.riskScore == 99)
    #expect(finding.rule.name == "beacon.stack")
    #expect(finding.peerEnd.address == Machine.outside(200).address)
    #expect(finding.reason.contains("4:64+0:0:0:0,0:mss::0"))
    #expect(finding.reason.contains("4:64+0:0:0:0,0:mss,sok,ts,nop,ws:df:0"))
    let period = finding.evidence.first { $0.path == "beacon.period" }
    guard case .decimal(let seconds, _)? = period?.value else {
      Issue.record("no period")
      return
    }
    #expect((seconds - 900).magnitude < 90)
  }

  /// Three peers in turn are followed, too.
  @Test func threePeers() throws {
    let found = try findings { twoSystems(&$0, &$1, beats: 60, peers: 3) }
    #expect(found.first?.rule.name == "beacon.stack")
    #expect(found.first?.evidence.contains(Evidence("beacon.key", .text("system"))) == true)
    #expect(found.first?.relatedAddresses.count == 2)
  }

  /// One system with a rhythm, two systems without, and a second one that meets many.
  @Test func silent() throws {
    #expect(
      try findings { twoSystems(&$0, &$1, beats: 60, hidden: .kernel) }.isEmpty)
    #expect(
      try findings { twoSystems(&$0, &$1, beats: 60, isRegular: false) }.isEmpty)
    #expect(try findings { twoSystems(&$0, &$1, beats: 60, peers: 12) }.isEmpty)
    #expect(try findings { twoSystems(&$0, &$1, beats: 60, port: 16993) }.isEmpty)
  }

  /// A machine that is started every 15 minutes through a loader.
  @Test func bootLoop() throws {
    let found = try findings { talk, random in
      for number in 0..<40 {
        let time = Double(number) * 900 + 1
        talk.start(.card, at: time)
        for fetch in 0..<4 {
          talk.connect(.card, .server, 80, at: time + 5 + Double(fetch), by: .loader)
        }
        for visit in 0..<4 {
          let pause = 60 + Double(visit) * 100 + random.uniform() * 50
          talk.connect(.card, .outside(UInt32(visit)), at: time + pause, by: .kernel)
        }
      }
    }
    #expect(found.isEmpty)
  }

  /// What stops is told, and closes the finding.
  @Test func stopped() throws {
    let found = try findings(hours: 60) { twoSystems(&$0, &$1, beats: 60) }
    #expect(found.suffix(2).map(\.rule.name) == ["beacon.stack", "beacon.stopped"])
    #expect(found.dropLast().last?.state == .closed)
  }

  /// What is known is kept over a restart.
  @Test func restart() throws {
    var talk = StackTalk()
    var random = FixedGenerator(state: 7)
    twoSystems(&talk, &random, beats: 40)
    let packets = talk.packets.sorted { $0.timestamp < $1.timestamp }
    var whole = try RuleBench(only: StackBeaconTests.names)
    whole.stacks = talk.stacks
    whole.add(packets)
    let expected = try #require(whole.findings.first)
    var bench = try RuleBench(only: StackBeaconTests.names, isRemembered: true)
    bench.stacks = talk.stacks
    let place = packets.firstIndex { $0.timestamp >= expected.time }
    let half = try #require(place) - 3
    bench.add(Array(packets[..<half]))
    #expect(bench.findings.isEmpty)
    let kept = bench.changes()
    try bench.startAnew()
    #expect(try bench.restore(kept) == 0)
    bench.add(Array(packets[half...]))
    #expect(bench.findings.first?.reason == expected.reason)
  }
}
