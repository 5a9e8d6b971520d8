import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct CallBackTests {
  static let rule = "signal.callback"
  /// 203.0.113.7, whom the packets name.
  static let named = Machine.outside()
  static let octets: [UInt8] = [203, 0, 113, 7]

  private func bench(policy: String = "", isRemembered: Bool = false) throws -> SignalBench {
    try SignalBench(Self.rule, policy: policy, isRemembered: isRemembered)
  }

  /// An echo request with an address in it, and the call half a second later.
  private func story(
    _ payload: [UInt8], delay: Double = 0.5, policy: String = "", of device: Machine = .bmc
  ) throws -> [Finding] {
    var bench = try bench(policy: policy)
    bench.icmp(from: .stranger, to: device, at: 1000, [0, 7, 0, 1] + payload)
    bench.tcp(from: device, to: Self.named, 8443, at: 1000 + delay)
    return bench.findings
  }

  @Test func addressInEcho() throws {
    let findings = try story([1, 2, 3] + Self.octets + [0x20, 0xfb, 0])
    let finding = try #require(findings.first)
    #expect(findings.count == 1 && finding.severity == .critical && finding.riskScore == 99)
    #expect(finding.device.name == "bmc-1" && finding.peerEnd.address == Self.named.address)
    #expect(finding.relatedAddresses == [Machine.stranger.address])
    #expect(
      finding.reason.hasPrefix(
        "bmc-1 (bmc) opened tcp/8443 to 203.0.113.7 0.500 s after 10.0.9.9 had sent it an ICMP message "
          + "of type 8, the payload (offset 3) of which holds 203.0.113.7 and beside it the port 8443"
      ))
    #expect(finding.evidence.contains(Evidence("callback.found.port_matches", .flag(true))))
    #expect(
      finding.evidence.contains(
        Evidence("callback.wake_up.octets", .text("0800000000070001010203cb00710720fb00"))))
    // Seven places in the payload and one in front of it, in both orders.
    let chance = 16 / 4_294_967_296.0 * 4 / 65_536
    #expect(finding.evidence.contains(Evidence("callback.found.chance", .probability(chance))))
  }

  /// Last octet first, under a key, and both; the chance of a key is 255 times that of none.
  @Test(arguments: [(false, 0x86), (true, 0), (true, 0x13)] as [(Bool, UInt8)])
  func disguises(isReversed: Bool, key: UInt8) throws {
    let plain = isReversed ? Array(Self.octets.reversed()) : Self.octets
    let finding = try #require(try story(plain.map { $0 ^ key } + [1, 1]).first)
    #expect(finding.severity == .critical)
    let name = key == 0 ? "0x00" : "0x\(String(key, radix: 16))"
    #expect(finding.evidence.contains(Evidence("callback.found.key", .text(name))))
    let tries = key == 0 ? 8.0 : 6 * 255
    #expect(
      finding.evidence.contains(
        Evidence("callback.found.chance", .probability(tries / 4_294_967_296))))
  }

  /// In a long packet a key is soon found: high only, and inside nothing at all.
  @Test func chanceOfKeys() throws {
    var generator = FixedGenerator(state: 3)
    var payload = (0..<900).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 33) }
    payload.replaceSubrange(40..<44, with: Self.octets.map { $0 ^ 0x86 })
    let finding = try #require(try story(payload).first)
    #expect(finding.severity == .high)
    var inside = try bench()
    payload.replaceSubrange(40..<44, with: [10 ^ 0x86, 0x86, 4 ^ 0x86, 1 ^ 0x86])
    inside.icmp(from: .stranger, to: .bmc, at: 1000, [0, 7, 0, 1] + payload)
    inside.tcp(from: .bmc, to: .server, 4444, at: 1001)
    #expect(inside.findings.isEmpty)
  }

  /// The window ends after a minute, and what was called before is no news.
  @Test func limits() throws {
    #expect(try story(Self.octets, delay: 59).count == 1)
    #expect(try story(Self.octets, delay: 61).isEmpty)
    var bench = try bench()
    bench.tcp(from: .bmc, to: Self.named, 8443, at: 900)
    bench.icmp(from: .stranger, to: .bmc, at: 1000, [0, 7, 0, 1] + Self.octets)
    bench.tcp(from: .bmc, 40_001, to: Self.named, 8443, at: 1001)
    #expect(bench.findings.isEmpty)
    bench.tcp(from: .bmc, 40_002, to: Self.named, 8444, at: 1002)
    #expect(bench.findings.count == 1)
  }

  /// What goes on is told at growing distances under one id.
  @Test func updates() throws {
    var bench = try bench()
    for number in 0..<20 {
      let time = 1000 + Double(number) * 200
      bench.icmp(from: .stranger, to: .bmc, at: time, [0, 7, 0, 1] + Self.octets)
      bench.tcp(from: .bmc, UInt16(41_000 + number), to: Self.named, 8443, at: time + 1)
    }
    #expect(bench.findings.map(\.update) == [0, 1, 2])
    #expect(Set(bench.findings.map(\.id)).count == 1)
    #expect(bench.findings[2].reason.contains("16 such conversations so far"))
  }

  /// Its sender: a SYN with payload and odd ICMP are high; a ping and a refused SYN medium once the device is
  /// known, low before, and low for who has been asking for long.
  @Test func sender() throws {
    func severity(heard: Double?, _ wake: (inout SignalBench) -> Void) throws -> Severity? {
      var bench = try bench()
      if let heard { bench.acquaint(.bmc, at: heard) }
      wake(&bench)
      bench.tcp(from: .bmc, to: .host, 4444, at: 2001)
      return bench.findings.first?.severity
    }
    let loaded = try severity(heard: nil) {
      $0.refused(from: .host, to: .bmc, 4000, at: 2000, [1, 2])
    }
    #expect(loaded == .high)
    let odd = try severity(heard: nil) {
      $0.icmp(from: .host, to: .bmc, type: 13, at: 2000, [0, 0, 0, 0])
    }
    #expect(odd == .high)
    for (heard, expected) in [(nil, Severity.low), (1399, .medium), (1500, .low)]
      as [(
        Double?, Severity
      )]
    {
      let refused = try severity(heard: heard) { $0.refused(from: .host, to: .bmc, 4000, at: 2000) }
      #expect(refused == expected)
    }
    let habit = try severity(heard: 100) { bench in
      for time in [1900.0, 2000] {
        bench.icmp(from: .host, to: .bmc, at: time, [0, 7, 0, UInt8(Int(time) % 100)])
      }
    }
    #expect(habit == .low)
  }

  /// Not told: what the device served, answers, its job, DNS and ident, and what it does not do itself.
  @Test func sendersByRight() throws {
    func count(policy: String = "", _ play: (inout SignalBench) -> Void) throws -> Int {
      var bench = try bench(policy: policy)
      bench.acquaint(.bmc)
      play(&bench)
      return bench.findings.count
    }
    // A connection, and a datagram that was answered.
    #expect(
      try count {
        $0.talk(from: .host, to: .bmc, 4000, at: 2000)
        $0.udp(from: .host, 40_009, to: .bmc, 9000, at: 2001, [1])
        $0.udp(from: .bmc, 9000, to: .host, 40_009, at: 2001.1, [2])
        $0.tcp(from: .bmc, to: .host, 4444, at: 2002)
      } == 0)
    // TFTP, and an answer that comes late.
    #expect(
      try count {
        $0.udp(from: .host, 40_009, to: .bmc, 69, at: 2000, [0, 1])
        $0.udp(from: .bmc, 41_111, to: .host, 40_009, at: 2001, [0, 3])
        $0.udp(from: .bmc, 69, to: .host, 40_010, at: 2002, [0, 3])
      } == 0)
    // What a machine asks by SSDP goes to a group; the answer comes from port 1900.
    #expect(
      try count {
        $0.refused(from: .host, to: .bmc, 4000, at: 2000)
        $0.udp(from: .bmc, 1900, to: .host, 1901, at: 2001, [1])
      } == 0)
    #expect(
      try count {
        $0.refused(from: .host, to: .bmc, 4000, at: 2000)
        $0.udp(from: .bmc, 1899, to: .host, 1901, at: 2001, [1])
      } == 1)
    // Its job, and who somebody is.
    #expect(
      try count {
        $0.refused(from: .server, to: .bmc, 4000, at: 2000)
        $0.udp(from: .bmc, to: .server, 514, at: 2001, [1])
        $0.tcp(from: .bmc, 40_001, to: .server, 113, at: 2002)
      } == 0)
    let policy = """
      expected:
        - {role: bmc, direction: out, peer: 10.0.5.1, transport: tcp, port: 4444, reason: agent}
      """
    #expect(
      try count(policy: policy) {
        $0.refused(from: .host, to: .bmc, 4000, at: 2000)
        $0.tcp(from: .bmc, to: .host, 4444, at: 2001)
      } == 0)
    // A segment without a connection, until the device resets it.
    #expect(
      try count {
        $0.tcp(from: .host, to: .bmc, 22, at: 2000, .ack, carrying: [1])
        $0.tcp(from: .bmc, to: .host, 4444, at: 2001)
      } == 0)
    #expect(
      try count {
        $0.tcp(from: .host, to: .bmc, 22, at: 2000, .ack, carrying: [1])
        $0.tcp(from: .bmc, 22, to: .host, 40_000, at: 2000.001, .rst)
        $0.tcp(from: .bmc, to: .host, 4444, at: 2001)
      } == 1)
  }

  /// An entry of the policy excuses an address in clear, but none that somebody hides.
  @Test func expectedPeer() throws {
    let policy = """
      expected:
        - {role: bmc, direction: out, peer: 203.0.113.7, transport: tcp, port: 8443, reason: inform}
      """
    #expect(try story(Self.octets + [0x20, 0xfb], policy: policy).isEmpty)
    let hidden = try story(Self.octets.map { $0 ^ 0x86 } + [1, 1], policy: policy)
    #expect(hidden.map(\.severity) == [.medium])
  }

  /// The first payload of an accepted connection may name somebody else, too.
  @Test func acceptedConnection() throws {
    var bench = try bench()
    bench.talk(from: .host, to: .bmc, 443, at: 1000, [1, 2] + Self.octets + [3])
    bench.tcp(from: .bmc, to: Self.named, 443, at: 1003)
    let finding = try #require(bench.findings.first)
    #expect(finding.severity == .critical)
    #expect(finding.reason.contains("the first payload of a connection to tcp/443"))
  }

  /// Of a server's card only what no service can have had to do with, towards outside.
  @Test func cards() throws {
    #expect(try story(Self.octets, of: .card).map(\.severity) == [.high])
    var bench = try bench()
    bench.udp(from: .stranger, to: .card, 9000, at: 1000, Self.octets)
    bench.talk(from: .stranger, 40_001, to: .card, 443, at: 1001, Self.octets)
    bench.refused(from: .stranger, 40_002, to: .card, 444, at: 1002)
    bench.tcp(from: .card, to: Self.named, 8443, at: 1003)
    bench.tcp(from: .card, 40_003, to: .stranger, 8443, at: 1004)
    #expect(bench.findings.isEmpty)
  }

  @Test func version6() throws {
    let device = Machine(Machine.bmc.mac, IPAddress(high: 0xfd00 << 48, low: 1))
    let peer = Machine(0x0200_0000_0001, IPAddress(high: 0x2001_0db8 << 32, low: 7))
    var bench = try bench()
    bench.udp(from: .outside(9), to: .bmc, 9000, at: 1000, peer.address.octets)
    bench.tcp(from: device, to: peer, 443, at: 1001)
    #expect(bench.findings.map(\.severity) == [.critical])
  }

  /// Answers to nothing wake, too, whichever end looks like a service: a SYN-ACK, a RST, a segment. What the device
  /// goes on with was its own; and a card's own connections are the system's.
  @Test(arguments: [[.syn, .ack], .rst, [.ack, .psh]] as [TCPFlags])
  func answersToNothing(flags: TCPFlags) throws {
    func findings(_ device: Machine, goesOn: Bool) throws -> [Finding] {
      var bench = try bench()
      bench.tcp(
        from: .stranger, 443, to: device, 50_000, at: 1000, flags, sequence: 0xcb00_7107,
        carrying: flags == [.ack, .psh] ? [1] : [])
      if goesOn {
        bench.tcp(
          from: device, 50_000, to: .stranger, 443, at: 1000.5, [.ack, .psh], carrying: [1])
      }
      bench.tcp(from: device, 40_001, to: Self.named, 8443, at: 1001)
      return bench.findings
    }
    #expect(try findings(.bmc, goesOn: false).map(\.severity) == [.critical])
    #expect(try findings(.bmc, goesOn: true).isEmpty)
    #expect(try findings(.card, goesOn: false).isEmpty)
  }

  /// Nor does a call wait for its cause, where the clock of a capture is put back.
  @Test func clockPutBack() throws {
    var bench = try bench()
    bench.icmp(from: .stranger, to: .bmc, at: 1000, [0, 7, 0, 1] + Self.octets)
    bench.tcp(from: .bmc, to: Self.named, 8443, at: 990)
    #expect(bench.findings.isEmpty)
  }

  /// Who has logged in, and who has been asking for long, however many there are beside, is called for that.
  @Test func senderByHabit() throws {
    var bench = try bench()
    bench.acquaint(.bmc)
    bench.talk(from: .host, to: .bmc, 22, at: 1000)
    bench.icmp(from: .host, to: .bmc, at: 40_000, [0, 7, 0, 1])
    bench.tcp(from: .bmc, to: .host, 4444, at: 40_001)
    for round in 0..<2 {
      for number in 0..<300 {
        let sender = Machine(
          Machine.server.mac, 0x0a00_0c00 + UInt32(round == 0 ? number : number % 200))
        bench.icmp(
          from: sender, to: .bmc, at: 50_000 + Double(round) * 400 + Double(number), [0, 7, 0, 1])
      }
    }
    bench.tcp(from: .bmc, 40_002, to: Machine(Machine.server.mac, 0x0a00_0c63), 4445, at: 50_701)
    #expect(bench.findings.map(\.severity) == [.low, .low])
  }

  /// A monitor's pings are one packet for the chance, and none of them hides another; those of a year do not add up.
  @Test func series() throws {
    func ping(_ number: Int, at seconds: Int, _ rest: [UInt8] = [1, 2, 3, 4]) -> [UInt8] {
      let time = [seconds, number % 900 * 1000].flatMap { value in
        (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
      }
      return [7, 7, UInt8(number >> 8), UInt8(number & 0xff)] + time + rest
    }
    func chance(after pings: Int) throws -> Evidence? {
      var bench = try bench()
      for number in 0..<pings {
        bench.icmp(
          from: .server, to: .bmc, at: 1000 + Double(number) / 2,
          ping(number, at: 1000 + number / 2))
      }
      for number in 0..<3 {
        bench.tcp(
          from: .bmc, UInt16(41_000 + number), to: .outside(UInt32(20 + number)), 443, at: 1045)
      }
      bench.icmp(from: .stranger, to: .bmc, at: 1050, [0, 7, 0, 1] + Self.octets.map { $0 ^ 0x86 })
      bench.tcp(from: .bmc, to: Self.named, 8443, at: 1050.5)
      let finding = try #require(bench.findings.last)
      return finding.evidence.first { $0.path == "callback.found.chance" }
    }
    let one = try chance(after: 1)
    let two = try chance(after: 2)
    #expect(one != nil && one == two)
    // Identifier and sequence number of one in the midst, and no other of the sender.
    for (number, count) in [(0x7107, 1), (0x7207, 0)] {
      var bench = try bench()
      for step in 0..<3 {
        var octets = ping(number - 1 + step, at: 1000 + step)
        octets.replaceSubrange(0..<2, with: [203, 0])
        bench.icmp(from: .server, to: .bmc, at: 1000 + Double(step), octets)
      }
      bench.tcp(from: .bmc, to: Self.named, 8443, at: 1004)
      #expect(bench.findings.count == count)
      #expect(bench.findings.allSatisfy { $0.reason.contains("a series of ICMP messages") })
    }
    var record = CallRecord(heard: Timestamp(rawValue: 0))
    let search = AddressOccurrence.Search(plainTries: 1 << 20, keyedTries: 1 << 30)
    for day in 0..<400 {
      record.add(search, at: Timestamp(rawValue: Int64(day) * CallRecord.halfDay * 2))
    }
    #expect(record.chance(isKeyed: true, hasPort: false) == 0.25)
    record.moveOn(to: Timestamp(rawValue: 402 * CallRecord.halfDay * 2))
    #expect(record.chance(isKeyed: false, hasPort: false) == 0)
    #expect(try CallRecord(stored: record.stored).stored == record.stored)
  }

  /// Neither bare SYNs of one sender nor packets to other devices push out what came before.
  @Test func pushedOut() throws {
    var bench = try bench()
    bench.icmp(from: .stranger, to: .bmc, at: 1000, [0, 7, 0, 1] + Self.octets)
    for number in 0..<100 {
      bench.refused(
        from: .host, UInt16(30_000 + number), to: .bmc, 81, at: 1000.1 + Double(number) * 0.01)
    }
    bench.tcp(from: .bmc, to: Self.named, 8443, at: 1003)
    #expect(bench.findings.map(\.severity) == [.critical])
    var ledger = WakeUpLedger(isRemembered: false)
    func note(_ number: Int, of device: Int) {
      ledger.note(
        WakeUp(
          kind: .datagram, time: Timestamp(rawValue: Int64(number)),
          source: IPAddress(v4: UInt32(number)), sourcePort: 1, port: 2,
          sample: PacketSample(transport: .udp, octets: [], payloadStart: 0)),
        of: device)
    }
    for number in 0..<20_000 { note(number, of: number % 80) }
    note(20_001, of: 777)
    for number in 20_002..<30_000 { note(number, of: number % 80) }
    #expect(ledger.recent(of: 777, at: Timestamp(rawValue: 30_000)).count == 1)
  }

  /// A card that calls half the internet does not end the rule for others, nor for itself.
  @Test func busyCard() throws {
    var bench = try bench()
    bench.icmp(from: .stranger, to: .card, at: 999, [0, 7, 0, 1])
    for number in 0..<3000 {
      let peer = Machine(Machine.outside().mac, 0xc612_0000 + UInt32(number))
      bench.tcp(
        from: .card, UInt16(20_000 + number), to: peer, 443, at: 1000 + Double(number) * 0.01)
    }
    bench.icmp(from: .stranger, to: .card, at: 1040, [0, 7, 0, 1] + Self.octets)
    bench.tcp(from: .card, to: Self.named, 8443, at: 1041)
    #expect(bench.findings.map(\.severity) == [.high])
  }

  /// What came before a restart is known behind it.
  @Test func restart() throws {
    var whole = try story(Self.octets + [9, 9])
    var bench = try bench(isRemembered: true)
    bench.icmp(from: .stranger, to: .bmc, at: 1000, [0, 7, 0, 1] + Self.octets + [9, 9])
    let kept = bench.rules.changes()
    #expect(bench.rules.changes().isEmpty)
    try bench.rules.startAnew()
    #expect(try bench.rules.restore(kept) == 0)
    bench.tcp(from: .bmc, to: Self.named, 8443, at: 1000.5)
    #expect(bench.findings.count == 1)
    #expect(bench.findings.first?.reason == whole.removeFirst().reason)
    // Called before, told before: neither is news.
    let later = bench.rules.changes()
    try bench.rules.startAnew()
    #expect(try bench.rules.restore(kept + later) == 0)
    bench.tcp(from: .bmc, 40_001, to: Self.named, 8443, at: 1001)
    #expect(bench.findings.isEmpty)
  }

  /// A flood of packets to many devices takes no more than its share.
  @Test func flood() throws {
    var ledger = WakeUpLedger(isRemembered: false)
    let sample = PacketSample(transport: .udp, octets: [0, 1], payloadStart: 0)
    for number in 0..<20_000 {
      ledger.note(
        WakeUp(
          kind: .datagram, time: Timestamp(rawValue: Int64(number)),
          source: IPAddress(v4: UInt32(number)), sourcePort: 1, port: 2, sample: sample),
        of: number % 200)
    }
    let held = (0..<200).map { ledger.recent(of: $0, at: Timestamp(rawValue: 20_000)).count }
    #expect(held.allSatisfy { $0 <= WakeUpLedger.most })
    #expect(held.reduce(0, +) == WakeUpLedger.mostInAll && ledger.refused > 0)
    // A minute later there is room again.
    let later = Timestamp(rawValue: 100_000_000_000)
    ledger.note(
      WakeUp(
        kind: .icmp, time: later, source: .zero, sourcePort: 8, port: 0, sample: sample), of: 777)
    #expect(ledger.recent(of: 777, at: later).count == 1)
  }
}
