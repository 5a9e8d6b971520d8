import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct ImplantSignaturesTests {
  /// Packets with their octets.
  private struct Talk {
    var packets: [Packet] = []
    var samples: [Int64: PacketSample] = [:]

    mutating func add(_ packet: Packet, _ header: [UInt8], _ data: [UInt8]) {
      var packet = packet
      packet.payloadLength = UInt32(data.count)
      packets.append(packet)
      samples[packet.timestamp.rawValue] = PacketSample(
        transport: packet.transport, octets: header + data, payloadStart: header.count)
    }

    /// A datagram that has the ports in its header.
    mutating func udp(
      _ sender: Machine, _ receiver: Machine, _ port: UInt16, from own: UInt16 = 40_000,
      at seconds: Double, _ data: [UInt8]
    ) {
      let ports = [UInt8(own >> 8), UInt8(own & 0xff), UInt8(port >> 8), UInt8(port & 0xff)]
      add(sender.udp(to: receiver, port, from: own, at: seconds), ports + [0, 0, 0, 0], data)
    }

    /// A SYN to a port.
    mutating func syn(_ sender: Machine, _ receiver: Machine, _ port: UInt16, at seconds: Double) {
      var header: [UInt8] = [0x90, 0, UInt8(port >> 8), UInt8(port & 0xff)]
      header += Array(repeating: 0, count: 8) + [0x50, 0x02] + Array(repeating: 0, count: 6)
      let packet = sender.tcp(
        to: receiver, port, from: 0x9000, at: seconds, sequence: UInt32(port))
      add(packet, header, [])
    }

    /// A call.
    mutating func call(_ device: Machine, _ peer: Machine, at seconds: Double) {
      packets.append(device.tcp(to: peer, 4433, from: 50_000 + UInt16(seconds), at: seconds))
    }

    func findings(
      _ settings: RuleSettings = RuleSettings(), policy: String = "", restartAt: Double? = nil
    ) throws -> [Finding] {
      var bench = try RuleBench(policy: policy, settings: settings, isRemembered: true)
      bench.samples = samples
      let cut = packets.firstIndex {
        restartAt.map { [packet = $0] in packet.timestamp.rawValue >= Int64($0 * 1e9) } ?? false
      }
      guard let cut else {
        bench.add(packets)
        return bench.findings.filter { $0.rule.name.hasPrefix("implant.") }
      }
      bench.add(Array(packets[..<cut]))
      let entries = bench.changes()
      try bench.startAnew()
      _ = try bench.restore(entries)
      bench.add(Array(packets[cut...]))
      return bench.findings.filter { $0.rule.name.hasPrefix("implant.") }
    }
  }

  private static func lines(_ findings: [Finding]) -> [String] {
    findings.map { "\($0.rule.name) \($0.severity.rawValue) \($0.update)" }
  }

  /// What wakes BPFDoor, with 203.0.113.9 port 8000 in it.
  private static let wakeUp: [UInt8] =
    [0x72, 0x55, 0, 0, 203, 0, 113, 9, 0x1f, 0x40] + Array(repeating: 0x61, count: 14)

  /// Within a minute, the one in the packet or its sender, and nobody else; also over a restart.
  @Test(
    arguments: [
      (Machine.outside(9), 61.0, 99), (.outside(9), 61.5, nil), (.outside(7), 30, 73),
      (.outside(8), 30, nil), (.outside(9), 1.5, 99),
    ] as [(Machine, Double, Int?)])
  func calls(peer: Machine, seconds: Double, severity: Int?) throws {
    var talk = Talk()
    talk.udp(.outside(), .bmc, 5000, at: 1, Self.wakeUp)
    talk.call(.bmc, peer, at: seconds)
    let expected =
      ["implant.bpfdoor-udp 47 0"] + (severity.map { ["implant.bpfdoor-udp \($0) 1"] } ?? [])
    #expect(Self.lines(try talk.findings()) == expected)
    #expect(Self.lines(try talk.findings(restartAt: 1.2)) == Array(expected.dropFirst()))
  }

  /// A call that somebody expects is no answer to anything.
  @Test func expectedCalls() throws {
    var talk = Talk()
    talk.udp(.outside(), .bmc, 5000, at: 1, Self.wakeUp)
    talk.call(.bmc, .outside(9), at: 2)
    let policy = "expected:\n  - role: bmc\n    peer: 203.0.113.9\n    reason: test\n"
    #expect(Self.lines(try talk.findings(policy: policy)) == ["implant.bpfdoor-udp 47 0"])
  }

  /// The other device's trigger is none of this one's business.
  @Test func othersTriggers() throws {
    var talk = Talk()
    talk.udp(.outside(), .otherBMC, 5000, at: 1, Self.wakeUp)
    talk.call(.bmc, .outside(9), at: 2)
    #expect(Self.lines(try talk.findings()) == ["implant.bpfdoor-udp 47 0"])
  }

  /// What looks like a call and is none: an answer or a segment of somebody else, to which the device has sent nothing;
  /// a call before the packet, as the clock of the capture says; and what a switch passes on.
  @Test(arguments: [[.syn, .ack], .ack] as [TCPFlags]) func noCalls(flags: TCPFlags) throws {
    var talk = Talk()
    talk.udp(.outside(), .bmc, 5000, at: 10, Self.wakeUp)
    talk.packets.append(
      Machine.outside(9).tcp(to: .bmc, 50_000, from: 443, at: 12, flags, payload: 0))
    talk.call(.bmc, .outside(9), at: 5)
    #expect(Self.lines(try talk.findings()) == ["implant.bpfdoor-udp 47 0"])
    let behind = Machine(Machine.switch.mac, IPAddress(v4: 0x0a00_0777))
    talk = Talk()
    talk.udp(
      behind, .outside(9), 33_512, at: 1,
      [0x44, 0x31, 0x3a, 0x14, 0x45, 0x95, 0x6a, 0x73] + Self.wakeUp)
    talk.packets[0].timeToLive = 63
    #expect(try talk.findings().isEmpty)
  }

  /// Two octets behind other payload, or in a segment of no connection, are told with the call to the address in the
  /// packet alone.
  @Test(arguments: [(Machine.outside(9), 1), (.outside(), 0)])
  func laterWakeUps(peer: Machine, lines: Int) throws {
    var talk = Talk()
    for time in [1.0, 1.1] {
      talk.udp(.outside(), .bmc, 5000, at: time, time == 1 ? [1] : Self.wakeUp)
    }
    talk.call(.bmc, peer, at: 2)
    #expect(
      Self.lines(try talk.findings())
        == Array(repeating: "implant.bpfdoor-any 99 0", count: lines))
    talk = Talk()
    talk.add(
      Machine.outside().tcp(to: .bmc, 22, at: 1, .ack, payload: 24),
      Array(repeating: 0, count: 12) + [0x50, 0x10, 0, 0, 0, 0, 0, 0],
      [0x52, 0x93] + Self.wakeUp.dropFirst(2))
    talk.call(.bmc, peer, at: 2)
    #expect(try talk.findings().count == lines)
  }

  /// A knock that somebody had begun when its row had more ports is none of the shorter row.
  @Test func shortenedKnock() throws {
    var row = Signature(name: "own-knock")
    row.transports = [.tcp]
    row.flags = .syn
    row.knock = SignatureKnock(ports: [1001, 1002, 1003, 1004, 1005], seconds: 600)
    var settings = RuleSettings()
    settings.signatures = SignatureTable([row])
    var talk = Talk()
    for number in 0..<4 {
      talk.syn(.stranger, .bmc, UInt16(1001 + number), at: 1 + Double(number))
    }
    var bench = try RuleBench(settings: settings, isRemembered: true)
    bench.samples = talk.samples
    bench.add(talk.packets)
    let kept = bench.changes()
    row.knock = SignatureKnock(ports: [1001, 1002, 1003], seconds: 600)
    settings.signatures = SignatureTable([row])
    bench = try RuleBench(settings: settings, isRemembered: true)
    _ = try bench.restore(kept)
    talk = Talk()
    for (index, port) in [1004, 1001, 1002, 1003].enumerated() {
      talk.syn(.stranger, .bmc, UInt16(port), at: 10 + Double(index))
    }
    bench.samples = talk.samples
    bench.add(talk.packets)
    #expect(bench.findings.filter { $0.rule.name == "implant.own-knock" }.count == 1)
  }

  /// Packets of one sort push out none of another, nor a knock that has come far.
  @Test func fullOfOneSort() {
    var traces = SignatureTraces()
    func trace(_ kind: SignatureTrace.Kind, _ name: String, _ number: Int) -> SignatureTrace {
      SignatureTrace(
        kind, name, peer: IPAddress(v4: UInt32(number)), at: Timestamp(rawValue: Int64(number)))
    }
    traces.add(trace(.trigger, "oemd", 0))
    var far = trace(.knock, "cd00r", 1)
    far.count = 4
    traces.add(far)
    for number in 2..<200 {
      traces.add(
        trace(number % 2 == 0 ? .trigger : .knock, number % 2 == 0 ? "command" : "cd00r", number))
    }
    #expect(traces.list.count == SignatureTraces.most)
    #expect(traces.list[0].name == "oemd" && traces.list[1].count == 4)
    #expect(traces.list.last?.first.rawValue == 199)
  }

  /// One heartbeat that was captured twice is one.
  @Test(arguments: [(0.000_1, 0), (0.01, 1)]) func capturedTwice(gap: Double, lines: Int) throws {
    var talk = Talk()
    talk.add(
      Machine.stranger.icmp(to: .bmc, type: 8, at: 1), [8, 0, 0, 0, 0, 1, 0, 1], [0x58, 0x3a])
    for time in [2, 2 + gap] {
      talk.add(
        Machine.bmc.icmp(to: .stranger, type: 0, at: time), [0, 0, 0, 0, 0, 1, 4, 0xd2], [1, 2])
    }
    #expect(try talk.findings().count == lines)
  }

  /// One line, then one at four times as many, whatever comes.
  @Test func flood() throws {
    var talk = Talk()
    for number in 0..<300 {
      talk.udp(
        .outside(), .bmc, 5000, from: UInt16(30_000 + number), at: 1 + Double(number), Self.wakeUp)
    }
    #expect(try talk.findings().map(\.update) == [0, 1, 2, 3, 4])
    // Of many senders as many as are kept of one device.
    talk = Talk()
    for number in 0..<200 {
      talk.udp(.outside(UInt32(number)), .bmc, 5000, at: 1 + Double(number), Self.wakeUp)
    }
    #expect(try talk.findings().count == 64)
  }

  /// A port between, another sender's, or one too late ends a knock; a packet that comes twice does not.
  @Test(
    arguments: [
      ([200, 80, 22, 53, 3], 1.0, 1), ([200, 80, 22, 22, 53, 3], 1, 1), ([200, 80, 22, 53], 1, 0),
      ([200, 80, 22, 9, 53, 3], 1, 0), ([200, 200, 80, 22, 53, 3], 1, 1),
      ([200, 80, 200, 80, 22, 53, 3], 1, 1), ([3, 53, 22, 80, 200], 1, 0),
      ([200, 80, 22, 53, 3], 151, 0), ([200, 80, 22, 53, 3], 150, 1),
      ([200, 80, 22, 53, 3, 200, 80, 22, 53, 3], 1, 1),
    ] as [([UInt16], Double, Int)])
  func knocks(ports: [UInt16], gap: Double, lines: Int) throws {
    var talk = Talk()
    for (index, port) in ports.enumerated() {
      talk.syn(.stranger, .bmc, port, at: 1 + Double(index) * gap)
    }
    #expect(try talk.findings().count == lines)
    #expect(try talk.findings(restartAt: 1.5 + gap).count == lines)
  }

  /// Two senders' ports are two knocks.
  @Test func knocksOfTwo() throws {
    var talk = Talk()
    for (index, port) in [200, 80, 22, 53, 3].enumerated() {
      talk.syn(index % 2 == 0 ? .stranger : .host, .bmc, UInt16(port), at: 1 + Double(index))
    }
    #expect(try talk.findings().isEmpty)
  }

  /// A row that is switched off says nothing, and others go on; an operator's row is a rule of its own.
  @Test func tables() throws {
    var settings = RuleSettings()
    settings.disabledRules = ["implant.bpfdoor-udp"]
    var row = Signature(name: "own-row")
    row.title = "Ours"
    row.transports = [.udp]
    row.bytes = [SignatureBytes(.payload, at: 1, [[0x55]])]
    row.repetition = SignatureRepetition(count: 3, seconds: 10)
    settings.signatures = SignatureTable(SignatureTable.shipped.signatures + [row])
    var talk = Talk()
    for time in [1.0, 2, 20, 21, 22] { talk.udp(.stranger, .bmc, 5000, at: time, Self.wakeUp) }
    #expect(Self.lines(try talk.findings(settings)) == ["implant.own-row 47 0"])
    #expect(RuleCatalog.identities(under: settings).map(\.name).contains("implant.own-row"))
    #expect(!RuleCatalog.names.contains("implant.own-row"))
    #expect(!RuleCatalog.names.contains("implant.bpfdoor-command"))
  }

  /// Differences wrap, whichever way.
  @Test(
    arguments: [
      (0x000c_123d, 0xffff_fff0, true), (0x000c_123d, 1, true), (0xfff3_edc3, 5, true),
      (0x000c_123c, 5, false), (0x000c_123d, 0, false), (0x000c_123d, 0xfff3_edc3, true),
    ] as [(UInt32, UInt32, Bool)])
  func relations(difference: UInt32, acknowledgment: UInt32, isFound: Bool) throws {
    func octets(_ number: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
    let sequence = acknowledgment &+ difference
    var talk = Talk()
    let header =
      [0x90, 0, 0, 80] + octets(sequence) + octets(acknowledgment) + [0x50, 0x02]
      + Array(repeating: UInt8(0), count: 6)
    talk.add(Machine.stranger.tcp(to: .switch, 80, at: 1), header, [])
    #expect(try talk.findings().map(\.rule.name) == (isFound ? ["implant.synful-knock"] : []))
  }

  /// Two octets count in the first payload alone: of a connection whose beginning nobody saw it is not known.
  @Test(arguments: [(true, 1), (false, 0)]) func firstPayloads(isSeen: Bool, lines: Int) throws {
    var talk = Talk()
    if isSeen { talk.syn(.stranger, .bmc, 443, at: 1) }
    let data = [0x52, 0x93] + Self.wakeUp.dropFirst(2)
    for time in [1.1, 1.2] {
      let packet = Machine.stranger.tcp(
        to: .bmc, 443, from: 0x9000, at: time, [.ack, .psh], payload: 24, sequence: 444)
      talk.add(packet, Array(repeating: 0, count: 12) + [0x50, 0x18, 0, 0, 0, 0, 0, 0], data)
    }
    #expect(
      Self.lines(try talk.findings())
        == Array(repeating: "implant.bpfdoor-tcp 47 0", count: lines))
  }

  /// Every page says what a person needs, and no row's filter is empty.
  @Test(arguments: RuleCatalog.identities.filter { $0.name.hasPrefix("implant.") })
  func pages(identity: RuleIdentity) {
    for word in [
      "Sees:", "Why:", "Risk:", "Benign causes:", "Not told:", "By hand:", "Source:", "To silence:",
    ] {
      #expect(identity.explanation.contains(word), "\(identity.name) lacks \(word)")
    }
    #expect(!identity.techniques.isEmpty)
  }
}
