import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct PeriodicBeaconTests {
  static let rule = "beacon.periodic"

  private func findings(
    _ packets: [Packet], policy: String = "", inventory: String = RuleBench.inventory,
    settings: RuleSettings = RuleSettings()
  ) throws -> [Finding] {
    var bench = try RuleBench(
      only: [PeriodicBeaconTests.rule], inventory: inventory, policy: policy, settings: settings)
    bench.add(packets)
    bench.finish()
    return bench.findings
  }

  /// A datagram every `period` seconds, so far apart that each is a conversation of its own.
  private func beats(
    _ count: Int, from device: Machine = .bmc, to peer: Machine = .outside(), port: UInt16 = 9999,
    period: Double = 300, since start: Double = 1000
  ) -> [Packet] {
    (0..<count).map { device.udp(to: peer, port, at: start + Double($0) * period) }
  }

  private func value(_ finding: Finding, _ path: String) -> Evidence.Value? {
    finding.evidence.first { $0.path == path }?.value
  }

  @Test func clockToTheOutside() throws {
    let found = try findings(beats(6))
    let finding = try #require(found.first)
    #expect(found.count == 1)
    #expect(finding.rule.name == PeriodicBeaconTests.rule)
    #expect(finding.severity == .high && finding.update == 0)
    // 73, and half of what is missing to 99: a steady clock, and conversations that are all the same.
    #expect((finding.riskScore - 86).magnitude < 1e-9)
    #expect(value(finding, "beacon.period") == .decimal(300, places: 3))
    #expect(value(finding, "beacon.beats") == .integer(6))
    #expect(value(finding, "beacon.missed") == .integer(0))
    #expect(finding.start == Timestamp(seconds: 1000, nanoseconds: 0))
    #expect(finding.time == Timestamp(seconds: 2500, nanoseconds: 0))
  }

  /// Five gaps of a steady clock are enough, four are not, nor what the settings call too few.
  @Test func fewestGaps() throws {
    #expect(try findings(beats(5)).isEmpty)
    var settings = RuleSettings()
    settings.fewestGaps = 12
    #expect(try findings(beats(12), settings: settings).isEmpty)
    #expect(try findings(beats(13), settings: settings).count == 1)
  }

  /// Answers whose questions were not seen keep the other end's rhythm; other content from the same port its own.
  @Test(arguments: [("snmp", 0), ("dns", 1)] as [(ProtocolName, Int)])
  func answersAlone(name: ProtocolName, count: Int) throws {
    var scene = Scene()
    for number in 0..<20 {
      scene.add(
        Machine.bmc.udp(
          to: .host, UInt16(50_000 + number), from: 161, at: 1000 + Double(number) * 300), name)
    }
    let found = try scene.findings(PeriodicBeaconTests.rule)
    #expect(Set(found.map(\.id)).count == count)
  }

  /// The more the sleep varies, the more beats it takes.
  @Test func jitter() throws {
    func sleeping(_ count: Int, randomPart: Double) throws -> Int {
      var generator = FixedGenerator(state: 6)
      var time = 1000.0
      return try findings(
        (0..<count).map { _ in
          time += 300 * (1 - randomPart * generator.uniform())
          return Machine.bmc.udp(to: .outside(), 9999, at: time)
        }
      ).count { $0.update == 0 }
    }
    #expect(try sleeping(10, randomPart: 0.5) == 0)
    #expect(try sleeping(60, randomPart: 0.5) == 1)
    #expect(try sleeping(60, randomPart: 0.9) == 0)
    #expect(try sleeping(700, randomPart: 0.9) == 1)
  }

  /// A clock behind three times as much other traffic to the same port.
  @Test func throughNoise() throws {
    var generator = FixedGenerator(state: 14)
    var packets = beats(280)
    for _ in 0..<840 {
      packets.append(
        Machine.bmc.udp(to: .outside(), 9999, at: 1000 + 84_000 * generator.uniform()))
    }
    packets.sort { $0.timestamp < $1.timestamp }
    let finding = try #require(try findings(packets).first)
    #expect(value(finding, "beacon.through_noise") == .flag(true))
    guard case .decimal(let period, _)? = value(finding, "beacon.period") else {
      Issue.record("no period")
      return
    }
    #expect((299...301).contains(period))
  }

  /// Conversations without a clock are silent.
  @Test func chanceAlone() throws {
    var generator = FixedGenerator(state: 11)
    var packets: [Packet] = []
    for peer in UInt32(0)..<20 {
      var time = 1000.0
      for _ in 0..<60 {
        time += 1 + 1000 * generator.uniform() * generator.uniform()
        packets.append(
          Machine.bmc.udp(to: .outside(peer), 9999, from: 1000 + UInt16(peer), at: time))
      }
    }
    packets.sort { $0.timestamp < $1.timestamp }
    #expect(try findings(packets).isEmpty)
  }

  @Test(arguments: [(1.5, 0), (4, 1), (3600, 1), (172_000, 1), (1_300_000, 0)] as [(Double, Int)])
  func periods(period: Double, count: Int) throws {
    // Short periods are beats inside one conversation.
    #expect(try findings(beats(12, period: period)).count == count)
  }

  /// Who may keep a rhythm with whom, and how much it matters otherwise.
  @Test(
    arguments: [
      // Outside, whatever the service.
      (Machine.bmc, Machine.outside(), 9999, .high), (.bmc, .outside(), 123, .high),
      (.switch, .outside(), 443, .high),
      // Cards, servers and hosts are not judged.
      (.card, .outside(), 9999, nil), (.host, .outside(), 9999, nil), (.server, .bmc, 9999, nil),
      // Inside: the job of the role, or not.
      (.bmc, .server, 123, nil), (.bmc, .stranger, 514, nil), (.bmc, .server, 4444, .medium),
      (.bmc, .host, 4444, .medium), (.switch, .server, 6343, nil), (.bmc, .server, 6343, .medium),
      (.switch, .server, 4444, .medium), (.switch, .stranger, 4444, .medium),
      // Between the devices that are watched.
      (.bmc, .otherBMC, 4444, .high), (.bmc, .otherBMC, 123, .high), (.bmc, .card, 4444, .high),
      (.bmc, .switch, 4444, .high), (.switch, .bmc, 4444, .high), (.switch, .card, 4444, .high),
      // A switch is the gateway of many networks: name, time and address service come from there.
      (.bmc, .switch, 123, nil), (.bmc, .switch, 53, nil), (.bmc, .switch, 514, .high),
    ] as [(Machine, Machine, UInt16, Severity?)])
  func severities(device: Machine, peer: Machine, port: UInt16, severity: Severity?) throws {
    #expect(
      try findings(beats(9, from: device, to: peer, port: port)).map(\.severity)
        == (severity.map { [$0] } ?? []))
  }

  /// A controller watches its gateway by echoes, also where that is a switch; another controller's
  /// or an outside address is no gateway.
  @Test func echoes() throws {
    func echoes(to peer: Machine) -> [Packet] {
      (0..<9).map { Machine.bmc.icmp(to: peer, type: 8, at: 1000 + Double($0) * 300) }
    }
    #expect(try findings(echoes(to: .switch)).isEmpty)
    #expect(try findings(echoes(to: .server)).isEmpty)
    #expect(try findings(echoes(to: .otherBMC)).map(\.severity) == [.high])
    #expect(try findings(echoes(to: .outside())).map(\.severity) == [.high])
  }

  /// Groups are low; a neighbour's link-local address is that neighbour; neighbour discovery is a
  /// need of IPv6.
  @Test func linkLocalPeers() throws {
    let group = Machine(0x0100_5e00_0001, 0xe900_0001)
    #expect(try findings(beats(9, to: group)).map(\.severity) == [.low])
    let own = Machine.bmc.linkLocal(0x101)
    let neighbour = Machine.otherBMC.linkLocal(0x102)
    #expect(try findings(beats(9, from: own, to: neighbour)).map(\.severity) == [.high])
    let stranger = Machine.stranger.linkLocal(0x999)
    #expect(try findings(beats(9, from: own, to: stranger)).map(\.severity) == [.low])
    let solicitations = (0..<9).map {
      own.icmp(to: neighbour, type: 135, at: 1000 + Double($0) * 300)
    }
    #expect(try findings(solicitations).isEmpty)
  }

  @Test func expectation() throws {
    let policy = "expected:\n  - {role: bmc, peer: 203.0.113.7, transport: udp, port: 9999}\n"
    #expect(try findings(beats(9), policy: policy).isEmpty)
    #expect(try findings(beats(9, port: 9998), policy: policy).count == 1)
    #expect(try findings(beats(9, to: .outside(8)), policy: policy).count == 1)
    #expect(try findings(beats(9, from: .switch), policy: policy).count == 1)
  }

  /// The peer's conversations with the device are the peer's rhythm.
  @Test func polledByThePeer() throws {
    let packets = (0..<12).flatMap { round in
      let time = 1000 + Double(round) * 300
      return [
        Machine.host.udp(to: .bmc, 161, at: time),
        Machine.bmc.udp(to: .host, 40000, from: 161, at: time + 0.1),
      ]
    }
    #expect(try findings(packets).isEmpty)
  }

  /// Nor is what strangers send by the clock to a device that never answers with more than a refusal.
  @Test func backscatterByTheClock() throws {
    let outside = Machine.outside()
    let packets = (0..<12).flatMap { round in
      let time = 1000 + Double(round) * 700
      return [
        outside.tcp(to: .bmc, 40001, from: 443, at: time, [.syn, .ack]),
        Machine.bmc.tcp(to: outside, 443, from: 40001, at: time + 0.1, .rst),
        outside.tcp(to: .bmc, 40002, from: 443, at: time, .ack, payload: 9),
        outside.icmp(to: .bmc, type: 0, at: time),
      ]
    }
    #expect(try findings(packets).isEmpty)
  }

  /// Refused and unanswered connections beat as well as answered ones; retries are one event.
  @Test func unansweredConnections() throws {
    let packets = (0..<9).flatMap { round in
      [0.0, 1, 3, 7, 15].map { retry in
        Machine.bmc.tcp(
          to: .outside(), 4444, from: 40000 + UInt16(round), at: 1000 + Double(round) * 120 + retry,
          sequence: UInt32(round))
      }
    }
    let found = try findings(packets)
    #expect(found.count == 1)
    #expect(found.first.flatMap { value($0, "beacon.period") } == .decimal(120, places: 3))
  }

  /// No stack repeats a SYN for hours: the same SYN again and again is a sign of life.
  @Test func endlessRetriesAreBeats() throws {
    let packets = (0..<80).map {
      Machine.bmc.tcp(to: .outside(), 4444, at: 1000 + Double($0) * 60, sequence: 5)
    }
    #expect(try findings(packets).count >= 1)
  }

  /// Heartbeats inside one connection, also one that was found midway.
  @Test(arguments: [TCPFlags.syn, .ack]) func heartbeats(first: TCPFlags) throws {
    var packets = [Machine.bmc.tcp(to: .outside(), 443, at: 1000, first)]
    for beat in 1...12 {
      let time = 1000 + Double(beat) * 45
      packets.append(Machine.bmc.tcp(to: .outside(), 443, at: time, .ack, payload: 60))
      packets.append(
        Machine.outside().tcp(to: .bmc, 40000, from: 443, at: time + 0.1, .ack, payload: 60))
    }
    #expect(try findings(packets).count == 1)
  }

  /// Two beats in a row that did not come do not hide the clock.
  @Test func missedBeats() throws {
    let packets = beats(14).enumerated().filter { ![4, 9, 10].contains($0.offset) }.map(\.element)
    let finding = try #require(try findings(packets).first)
    #expect(value(finding, "beacon.period") == .decimal(300, places: 3))
  }

  /// Updates come at four times the beats, and then four times again, under the same id.
  @Test func updatesAtGrowingDistances() throws {
    let found = try findings(beats(700))
    #expect(found.map(\.update) == [0, 1, 2, 3])
    #expect(
      found.map { value($0, "beacon.beats") }
        == [6, 24, 96, 384].map { Evidence.Value.integer($0) })
    #expect(Set(found.map(\.id)).count == 1)
  }

  /// A hundred peers by the clock are no hundred lines, and none of the silent ones speaks up later.
  @Test func manyPeersAreNoFlood() throws {
    let packets = (0..<60).flatMap { round in
      (0..<100).map { peer in
        Machine.bmc.udp(
          to: .outside(UInt32(peer)), 9999, from: 40000 + UInt16(peer),
          at: 1000 + Double(round) * 300 + Double(peer))
      }
    }
    let found = try findings(packets)
    // Three of their own and rows at 4, 8, ... 64; each of these goes on with one update.
    #expect(found.count { $0.update == 0 } == 8)
    #expect(found.count == 16)
    for (position, finding) in found.enumerated() where finding.update > 0 {
      #expect(
        found[..<position].contains { $0.id == finding.id && $0.update == finding.update - 1 })
    }
  }

  /// A device that fills the table with channels, each with beats enough to stay, neither takes the
  /// place of other devices' channels nor keeps itself from being judged for ever.
  @Test func aFloodOfChannelsBlindsNobody() throws {
    var settings = RuleSettings()
    settings.seriesLimit = 64
    var packets: [Packet] = []
    for round in 0..<5 {
      for port in UInt16(0)..<300 {
        packets.append(
          Machine.bmc.udp(
            to: .outside(), 1000 + port, at: 1000 + Double(round) * 300 + Double(port) / 2))
      }
    }
    for beat in 0..<9 {
      packets.append(Machine.switch.udp(to: .outside(), 9, at: 100_000 + Double(beat) * 300))
      packets.append(Machine.bmc.udp(to: .outside(), 9, at: 100_001 + Double(beat) * 300))
    }
    let found = try findings(packets, settings: settings)
    #expect(found.contains { $0.device.role == .switch })
    #expect(found.contains { $0.device.role == .bmc && $0.peerEnd.port == 9 })
  }

  /// Where a switch routes, its hardware address is on what others send: they are known by address.
  @Test func aSwitchThatRoutes() throws {
    // The server lies behind the switch; the controller's gateway is the switch.
    let behind = Machine(Machine.switch.mac, Machine.server.address)
    let syslog = (0..<9).map {
      Machine.bmc.tcp(to: behind, 6514, from: 40000 + $0, at: 1000 + Double($0) * 600)
    }
    #expect(try findings(syslog).isEmpty)
    // Another controller behind the switch is that controller.
    let other = Machine(Machine.switch.mac, Machine.otherBMC.address)
    let found = try findings(beats(9, to: other, port: 4444))
    #expect(found.map(\.peer?.name) == ["bmc-2"])
    // What it forwards for others is not its own; a whole time to live is that of the sender itself.
    for (timeToLive, count) in [(63, 0), (127, 0), (64, 1), (255, 1)] as [(UInt8, Int)] {
      let forwarded = Machine(Machine.switch.mac, 0x0a00_0777)
      var packets = beats(9, from: forwarded, to: .outside())
      for index in packets.indices { packets[index].timeToLive = timeToLive }
      #expect(try findings(packets).count == count)
    }
    // An unknown peer behind it is not the switch.
    let unknown = Machine(Machine.switch.mac, 0x0a00_0778)
    #expect(try findings(beats(9, to: unknown, port: 4444)).map(\.severity) == [.medium])
  }
}
