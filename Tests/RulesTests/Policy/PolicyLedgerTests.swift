import Capture
import Devices
import Flows
import Packets
import Testing

@testable import Rules

@Suite struct PolicyLedgerTests {
  /// A policy, its ledger, and conversations of `bmc-1` with one peer.
  private struct Bench {
    let inventory: Inventory
    let policy: Policy
    var ledger: PolicyLedger
    var place: UInt32 = 0

    init(_ yaml: String, isRemembered: Bool = false, trackLimit: Int = 100) throws {
      inventory = try Inventory(csv: RuleBench.inventory, file: "devices.csv")
      policy = try Policy(yaml: yaml, file: "policy.yaml", inventory: inventory)
      ledger = PolicyLedger(
        policy: policy, inventory: inventory, isRemembered: isRemembered, trackLimit: trackLimit)
    }

    /// What the ledger answers at an event.
    mutating func tell(
      _ kind: FlowEvent.Kind, at seconds: Double, device: Int = 1, peer: UInt32 = 0xcb00_7107,
      port: UInt16 = 443, starts: Bool = true, names: [String] = [], spoken: ProtocolName? = nil,
      traits: FlowTraits = [], reason: FlowEvent.Reason = .none
    ) -> (expectation: Int?, usual: UsualService?) {
      let time = Timestamp(rawValue: Int64(seconds * 1e9))
      let own = Flow.End(address: inventory.devices[device].addresses[0], port: 40_000)
      let other = Flow.End(address: IPAddress(v4: peer), port: port)
      let flow = Flow(
        initiator: starts ? own : Flow.End(address: other.address, port: 40_000),
        responder: starts ? other : Flow.End(address: own.address, port: port),
        transport: port == 123 || port == 53 ? .udp : .tcp, first: time, last: time, traits: traits)
      var session = Session()
      session.spoken = spoken
      session.recognition = spoken == nil ? .notMine : .certain
      if kind == .opened { place += 1 }
      let event = FlowEvent(kind, at: time, of: flow, place: place, reason: reason)
      var question = PolicyQuestion(
        event, SightedContent(session: session), device: inventory.devices[device],
        peerDevice: nil, deviceStarted: starts)
      question.names += names
      return ledger.answer(question, at: event, by: policy)
    }

    func counter(_ name: String, at seconds: Double = 0) -> UInt64? {
      ledger.counters(at: Timestamp(rawValue: Int64(seconds * 1e9))).first { $0.name == name }?
        .value
    }
  }

  /// Over its pace an entry does not fit, and the next one is asked; peers and devices have their own.
  @Test func pace() throws {
    var bench = try Bench(
      "expected: [{role: bmc, port: 443, pace: 2/1h}, {role: bmc, port: 443, pace: 1/1d}, {port: 1}]"
    )
    var told: [Int?] = []
    for second in [0, 10, 20, 30] as [Double] {
      told.append(bench.tell(.opened, at: second).expectation)
    }
    #expect(told == [0, 0, 1, nil])
    #expect(bench.tell(.opened, at: 40, peer: 0xcb00_7108).expectation == 0)
    #expect(bench.tell(.opened, at: 40, device: 2).expectation == 0)
    #expect(bench.tell(.opened, at: 50, port: 1).expectation == 2)
    // Half of the hour gives one back.
    #expect(bench.tell(.opened, at: 1831).expectation == 0)
    #expect(bench.tell(.opened, at: 1832).expectation == nil)
    #expect(bench.counter("over_pace") == 5)
  }

  /// Beats of one connection count where they are more than a second apart; what only follows does not.
  @Test func beats() throws {
    var bench = try Bench("expected: [{role: bmc, port: 443, pace: 2/1h}]")
    #expect(bench.tell(.opened, at: 0).expectation == 0)
    for (second, entry) in [(0.5, 0), (1, 0), (3, 0), (3.5, 0), (6, nil), (6.5, nil)] {
      #expect(bench.tell(.packet, at: second).expectation != nil || second > 6)
      #expect(bench.tell(.resumed, at: second).expectation == entry, "\(second)")
    }
    #expect(bench.tell(.ended, at: 7).expectation == nil)
    #expect(bench.counter("over_pace") == 1)
  }

  /// The last day holds until it is over in UTC.
  @Test func lastDay() throws {
    var bench = try Bench("expected: [{role: bmc, until: 2027-03-31}, {port: 9}]")
    let end = 20_909.0 * 86_400
    #expect(bench.tell(.opened, at: end - 1).expectation == 0)
    #expect(bench.tell(.ended, at: end - 0.001).expectation == 0)
    #expect(bench.tell(.opened, at: end).expectation == nil)
    #expect(bench.counter("expired", at: end - 1) == 0)
    #expect(bench.counter("expired", at: end) == 1)
    #expect(bench.counter("entries") == 2)
  }

  /// Content that was another the last time stands for the next conversation with the same peer.
  @Test func content() throws {
    var bench = try Bench("expected: [{role: bmc, port: 443, protocol: tls, peer: 203.0.113.0/24}]")
    #expect(bench.tell(.opened, at: 0).expectation == 0)
    #expect(bench.tell(.ended, at: 1, spoken: "tls").expectation == 0)
    #expect(bench.tell(.opened, at: 10).expectation == 0)
    #expect(bench.tell(.resumed, at: 12, spoken: "ssh").expectation == nil)
    #expect(bench.tell(.ended, at: 13, spoken: "ssh").expectation == nil)
    #expect(bench.tell(.opened, at: 20).expectation == nil)
    #expect(bench.tell(.opened, at: 20, peer: 0xcb00_7108).expectation == 0)
    #expect(bench.tell(.opened, at: 20, device: 2).expectation == 0)
    #expect(bench.tell(.ended, at: 21, spoken: "tls").expectation == 0)
    #expect(bench.tell(.opened, at: 30).expectation == 0)
    // What is not certain, and what nobody recognised, is no other content.
    #expect(bench.tell(.ended, at: 31).expectation == 0)
    #expect(bench.counter("over_pace") == 0)
  }

  /// The same of the shipped services.
  @Test func contentOfServices() throws {
    var bench = try Bench("internal: 203.0.113.0/24")
    #expect(bench.tell(.opened, at: 0).usual?.name == "https")
    #expect(bench.tell(.ended, at: 1, spoken: "ssh").usual == nil)
    #expect(bench.tell(.opened, at: 2).usual == nil)
    #expect(bench.tell(.opened, at: 2, peer: 0xcb00_7108).usual?.name == "https")
    #expect(bench.tell(.ended, at: 3, spoken: "tls").usual?.name == "https")
    #expect(bench.tell(.opened, at: 4).usual?.name == "https")
  }

  /// Time is set every 8 s at the most; what the operator expects takes nothing from that.
  @Test func paceOfServices() throws {
    for yaml in ["internal: 203.0.113.0/24", "internal: 203.0.113.0/24\nexpected: [{port: 123}]"] {
      var bench = try Bench(yaml)
      let isFull = (0..<500).allSatisfy { second in
        bench.tell(.opened, at: Double(second), port: 123).usual != nil
      }
      // 450 at once, and one more every 8 s since.
      #expect(isFull)
      var over = 0
      for second in 500..<1500
      where bench.tell(.opened, at: Double(second), port: 123).usual == nil { over += 1 }
      let isExpected = !bench.policy.expectations.isEmpty
      // 1,500 were asked for, 450 and 1,499 / 8 are within.
      #expect(over == (isExpected ? 0 : 1500 - 450 - 187))
      #expect(bench.counter("over_pace") == UInt64(over))
    }
  }

  /// A conversation counts once, at the end of its first part.
  @Test func uses() throws {
    var bench = try Bench("expected: [{role: bmc, port: 443}, {role: switch}]")
    _ = bench.tell(.opened, at: 100)
    #expect(bench.counter("hits") == 0 && bench.counter("unused") == 2)
    _ = bench.tell(.ended, at: 1900, reason: .active)
    _ = bench.tell(.ended, at: 3700, traits: .continued, reason: .active)
    _ = bench.tell(.ended, at: 4000, traits: .continued, reason: .finished)
    #expect(bench.counter("hits") == 1 && bench.counter("unused") == 1)
    let use = try #require(bench.ledger.uses[0])
    #expect(use.conversations == 1)
    #expect(use.first == Timestamp(seconds: 1900, nanoseconds: 0))
    #expect(use.last == Timestamp(seconds: 4000, nanoseconds: 0))
    _ = bench.tell(.opened, at: 5000)
    _ = bench.tell(.ended, at: 5001)
    // The same conversation judged for its other end, too.
    _ = bench.tell(.ended, at: 5001, device: 2)
    #expect(bench.counter("hits") == 2)
    // What is over the pace or of other content was not excused.
    #expect(bench.ledger.uses[1] == nil)
  }

  /// At the limit the pair that came first gives way: its bucket is full again.
  @Test func bounded() throws {
    var bench = try Bench("expected: [{role: bmc, pace: 1/1d}]", isRemembered: true, trackLimit: 3)
    for peer in 1...4 as ClosedRange<UInt32> {
      #expect(bench.tell(.opened, at: Double(peer), peer: peer).expectation == 0)
    }
    #expect(bench.ledger.tracks.count == 3)
    #expect(bench.tell(.opened, at: 10, peer: 2).expectation == nil)
    #expect(bench.tell(.opened, at: 10, peer: 1).expectation == 0)
    #expect(bench.tell(.opened, at: 11, peer: 3).expectation == nil)
    #expect(bench.tell(.opened, at: 11, peer: 2).expectation == 0)
    let bodies = bench.ledger.changes().map { $0.body == nil }
    // Of the four, three are there and one has given way.
    #expect(bodies.count { $0 } == 1 && bodies.count { !$0 } == 3)
  }

  /// Uses, paces and contents go on over a restart, wherever the entry stands in the file by then.
  @Test func memory() throws {
    let yaml = """
      expected:
        - {role: bmc, port: 1, pace: 2/1d}
        - {role: bmc, port: 2, protocol: tls}
        - {role: bmc, port: 3}
      """
    var bench = try Bench(yaml, isRemembered: true)
    for port in 1...3 as ClosedRange<UInt16> {
      _ = bench.tell(.opened, at: Double(port), port: port)
      _ = bench.tell(.ended, at: Double(port), port: port, spoken: "ssh")
    }
    _ = bench.tell(.opened, at: 9, port: 1)
    let kept = bench.ledger.changes()
    let nothing = bench.ledger.changes()
    #expect(nothing.isEmpty)
    let other = """
      # The third has gone, and another came.
      expected:
        - {port: 2, role: bmc, protocol: tls, reason: moved}
        - {role: bmc, port: 4}
        - {role: bmc, port: 1, pace: 2/1d, until: 2027-03-31}
      """
    var next = try Bench(other, isRemembered: true)
    try next.ledger.restore(kept.reversed())
    #expect(next.ledger.uses.map { $0?.conversations } == [nil, nil, 1])
    #expect(next.tell(.opened, at: 10, port: 1).expectation == nil)
    #expect(next.tell(.opened, at: 10, port: 2).expectation == nil)
    let changes = next.ledger.changes()
    #expect(changes.count == 1)
    var former = try Bench(yaml)
    try former.ledger.restore(kept)
    #expect(former.ledger.uses.map { $0?.conversations } == [1, nil, 1])
    #expect(throws: StoredFault.self) {
      try former.ledger.restore([Remembered(.other, key: [9], device: nil, body: [])])
    }
  }

  /// The whole way: the rules, the state's entries, and what `undertick check` makes of them.
  @Test func usesFromAState() throws {
    let yaml = "expected: [{role: bmc, peer: 203.0.113.7}, {role: switch}]"
    var bench = try RuleBench(policy: yaml, isRemembered: true)
    bench.add([
      Machine.bmc.udp(to: .outside(), 9999, at: 100),
      Machine.bmc.udp(to: .outside(), 9998, at: 200),
    ])
    bench.finish()
    #expect(bench.findings.isEmpty)
    let entries = bench.changes()
    let uses = try RuleSet.entryUses(in: entries)
    #expect(uses.mapValues(\.conversations) == ["role=bmc peer=203.0.113.7/32": 2])
    let inventory = try Inventory(csv: RuleBench.inventory, file: "devices.csv")
    let policy = try Policy(yaml: yaml, file: "policy.yaml", inventory: inventory)
    #expect(policy.entryKeys(in: inventory).map { uses[$0] != nil } == [true, false])
    var next = try RuleBench(policy: yaml, isRemembered: true)
    #expect(try next.restore(entries) == 0)
  }

  /// What a name asks for, and the server name of TLS, are names of the peer.
  @Test func names() throws {
    let inventory = try Inventory(csv: RuleBench.inventory, file: "devices.csv")
    let end = Flow.End(address: IPAddress(v4: 1), port: 1)
    let time = Timestamp(rawValue: 0)
    let event = FlowEvent(
      .packet, at: time,
      of: Flow(initiator: end, responder: end, transport: .tcp, first: time, last: time), place: 0)
    var session = Session()
    session.serverName = "Home.Vendor.Example."
    let content = SightedContent(
      session: session, name: SightedName(kind: .host, text: "a.example"))
    let question = PolicyQuestion(
      event, content, device: inventory.devices[1], peerDevice: nil, deviceStarted: true)
    #expect(question.names == ["a.example", "home.vendor.example"])
    #expect(question.spoken == nil && question.port == 1 && !question.isEther)
    // Whoever opens a connection to a device may ask it for anything.
    let answer = PolicyQuestion(
      event, content, device: inventory.devices[1], peerDevice: nil, deviceStarted: false)
    #expect(answer.names.isEmpty)
  }

  /// A name stands in one packet and holds for the conversation, to its end, and not for the next one in its
  /// place.
  @Test func namesHold() throws {
    var bench = try Bench("expected: [{role: bmc, peer: vendor.example}, {port: 7}]")
    #expect(bench.tell(.opened, at: 1).expectation == nil)
    #expect(bench.tell(.packet, at: 1, names: ["other.example"]).expectation == nil)
    #expect(bench.tell(.packet, at: 2, names: ["home.vendor.example"]).expectation == 0)
    #expect(bench.tell(.resumed, at: 9).expectation == 0)
    #expect(bench.tell(.ended, at: 1800, reason: .active).expectation == 0)
    #expect(bench.tell(.resumed, at: 1900).expectation == 0)
    #expect(bench.tell(.ended, at: 2000, traits: .continued).expectation == 0)
    #expect(bench.tell(.ended, at: 2001).expectation == nil)
    #expect(bench.counter("hits") == 1)
    #expect(bench.tell(.opened, at: 3000).expectation == nil)
    #expect(bench.tell(.resumed, at: 3001).expectation == nil)
    // The end that is asked is told nothing.
    #expect(bench.tell(.packet, at: 1, starts: false, names: ["vendor.example"]).expectation == 0)
    #expect(bench.tell(.resumed, at: 2, starts: false).expectation == nil)
  }
}
