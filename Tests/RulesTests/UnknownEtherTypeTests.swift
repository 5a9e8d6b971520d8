import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct UnknownEtherTypeTests {
  static let rule = "ethernet.unknown-ethertype"
  /// 02:00:00:00:0b:01, in no inventory.
  private let peer: UInt64 = 0x0200_0000_0b01

  private func findings(
    _ packets: [Packet], policy: String = "", settings: RuleSettings = RuleSettings()
  ) throws -> [Finding] {
    var bench = try RuleBench(
      only: [UnknownEtherTypeTests.rule], policy: policy, settings: settings)
    bench.add(packets)
    bench.finish()
    return bench.findings
  }

  @Test func localExperimentalType() throws {
    let finding = try #require(
      try findings([Machine.card.frame(0x88b5, to: peer, at: 100)]).first)
    #expect(finding.severity == .medium && finding.riskScore == 47 && finding.update == 0)
    #expect(finding.device.name == "srv-1")
    #expect(finding.deviceEnd.mac == MACAddress(rawValue: Machine.card.mac))
    #expect(finding.deviceEnd.address == nil && finding.deviceEnd.port == nil)
    #expect(finding.peerEnd.mac == MACAddress(rawValue: peer))
    #expect(finding.conversation.transport == nil && finding.conversation.communityID == nil)
    #expect(finding.reason.contains("EtherType 0x88b5"))
  }

  @Test(
    arguments: [
      (Machine.bmc, 1), (.switch, 1), (.card, 1), (.server, 0), (.host, 0), (.stranger, 0),
    ] as [(Machine, Int)]) func roles(machine: Machine, count: Int) throws
  {
    #expect(try findings([machine.frame(0x88b5, to: peer, at: 100)]).count == count)
  }

  /// EtherTypes, LLC pairs and SNAP identifiers that are known, and neighbours of theirs that are not.
  @Test(
    arguments: [
      (LinkProtocol(EtherType(rawValue: 0x88cc)), 0),
      (LinkProtocol(EtherType(rawValue: 0x0806)), 0),
      (LinkProtocol(EtherType(rawValue: 0x88f7)), 0),
      (LinkProtocol(EtherType(rawValue: 0x0801)), 1),
      (LinkProtocol(EtherType(rawValue: 0xffff)), 1), (LinkProtocol(.llc, 0x4242), 0),
      (LinkProtocol(.llc, 0x4243), 1), (LinkProtocol(.snap, 0x00_000c_2000), 0),
      (LinkProtocol(.snap, 0x00_000c_2fff), 1), (LinkProtocol(.ppp, 0xc021), 0),
      (LinkProtocol(.family, 7), 0),
    ] as [(LinkProtocol, Int)]) func known(type: LinkProtocol, count: Int) throws
  {
    #expect(try findings([Machine.card.frame(type, to: peer, at: 100)]).count == count)
  }

  /// What switches look for loops with, and what servers share addresses with: of whom each is told.
  @Test(
    arguments: [
      (0x9003, Machine.switch, nil), (0x9003, .bmc, .medium), (0x999a, .switch, nil),
      (0x8899, .card, .medium), (0x8918, .switch, nil), (0x886d, .switch, .medium),
      (0x886d, .bmc, .medium), (0x886f, .card, nil), (0x8922, .card, nil), (0x88b7, .switch, .low),
      (0x88b7, .bmc, .medium),
    ] as [(UInt16, Machine, Severity?)])
  func ofOneRole(type: UInt16, machine: Machine, severity: Severity?) throws {
    #expect(
      try findings([machine.frame(type, to: peer, at: 100)]).map(\.severity)
        == (severity.map { [$0] } ?? []))
    let beats = (0..<20).map { machine.frame(type, to: peer, at: 100 + Double($0) * 60) }
    let worst: Severity? =
      severity == .low ? .medium : severity == .medium ? .high : nil
    #expect(try findings(beats).map(\.severity).max() == worst)
  }

  @Test func configuredType() throws {
    var settings = RuleSettings()
    settings.knownEtherTypes.append(EtherType(rawValue: 0x88b5))
    let packets = [Machine.card.frame(0x88b5, to: peer, at: 100)]
    #expect(try findings(packets, settings: settings).isEmpty)
    #expect(
      try findings([Machine.card.frame(0x88b6, to: peer, at: 100)], settings: settings).count == 1)
  }

  /// IP is other rules' business, whatever it carries.
  @Test func ipIsNone() throws {
    #expect(
      try findings([Machine.card.sends(IPProtocol(rawValue: 253), to: .host, at: 100)]).isEmpty)
  }

  @Test func expectation() throws {
    let packets = [Machine.card.frame(0x88b5, to: peer, at: 100)]
    #expect(
      try findings(packets, policy: "expected:\n  - {role: nic, transport: ether}\n").isEmpty)
    for policy in [
      "{role: bmc, transport: ether}", "{role: nic, transport: udp}", "{role: nic, port: 7}",
    ] {
      #expect(try findings(packets, policy: "expected:\n  - \(policy)\n").count == 1)
    }
  }

  /// Who only receives has sent nothing; who answers has, and is told at the end of the conversation.
  @Test func directions() throws {
    let stranger = Machine.stranger
    let asked = stranger.frame(0x88b5, to: Machine.card.mac, at: 100)
    #expect(try findings([asked]).isEmpty)
    let answered = [asked, Machine.card.frame(0x88b5, to: stranger.mac, at: 100.1)]
    let found = try findings(answered)
    #expect(found.map(\.device.name) == ["srv-1"])
    #expect(found.first?.conversation.deviceStarted == false)
    // Two devices: the one that sends is told, the other is its peer.
    let between = try findings([Machine.card.frame(0x88b5, to: Machine.bmc.mac, at: 100)])
    #expect(between.map(\.device.name) == ["srv-1"])
    #expect(between.first?.peer?.name == "bmc-1")
  }

  /// A rhythm raises the severity once, under the same id; then updates at four times the beats.
  @Test func rhythm() throws {
    let found = try findings(
      (0..<70).map { Machine.card.frame(0x88b5, to: peer, at: 100 + Double($0) * 30) })
    #expect(found.map(\.severity) == [.medium, .high, .high])
    #expect(found.map(\.update) == [0, 1, 2])
    #expect(Set(found.map(\.id)).count == 1)
    #expect(
      found[1].evidence.contains {
        $0 == Evidence("beacon.period", .decimal(30, places: 3))
      })
    #expect(found[1].time == Timestamp(seconds: 250, nanoseconds: 0))
  }

  @Test func noRhythm() throws {
    var generator = FixedGenerator(state: 3)
    var time = 100.0
    let packets = (0..<70).map { _ -> Packet in
      time += 1 + 300 * generator.uniform() * generator.uniform()
      return Machine.card.frame(0x88b5, to: peer, at: time)
    }
    let found = try findings(packets)
    #expect(found.map(\.severity) == [.medium, .medium, .medium])
    #expect(found.last?.reason.contains("64 times so far without a steady period") == true)
  }

  /// A thousand types, then a thousand addresses: lines as few as the doublings, each id opened first.
  @Test func junkIsNoFlood() throws {
    let types = try findings(
      (0..<1000).map { Machine.card.frame(0x9200 + UInt16($0), to: peer, at: 100 + Double($0)) })
    #expect(types.count < 30)
    let both = try findings(
      (0..<1000).map {
        Machine.card.frame(0x9200 + UInt16($0), to: peer + UInt64($0 / 3), at: 100 + Double($0))
      })
    let addresses = try findings(
      (0..<1000).map { Machine.card.frame(0x88b5, to: peer + UInt64($0), at: 100 + Double($0)) })
    #expect(addresses.count == 3 + 8)
    for found in [types, both, addresses] {
      for (position, finding) in found.enumerated() where finding.update > 0 {
        #expect(
          found[..<position].contains { $0.id == finding.id && $0.update == finding.update - 1 })
      }
    }
  }

  @Test func switchedOffOrUnwatched() throws {
    let packets = [Machine.card.frame(0x88b5, to: peer, at: 100)]
    var bench = try RuleBench(only: ["policy.first-contact"])
    bench.add(packets)
    #expect(bench.findings.isEmpty)
    var settings = RuleSettings()
    settings.watchedRoles = [.bmc]
    #expect(try findings(packets, settings: settings).isEmpty)
  }
}
