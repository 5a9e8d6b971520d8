import Capture
import Devices
import Packets
import Testing

@testable import Rules

@Suite struct SharedPeerTests {
  static let rule = "fleet.shared-peer"

  private func findings(
    _ packets: [Packet], policy: String = "", names: [Double: SightedName] = [:],
    spoken: [Double: ProtocolName] = [:]
  ) throws -> [Finding] {
    try FleetSite.findings(
      SharedPeerTests.rule, packets, policy: policy, names: names, spoken: spoken)
  }

  /// Controllers of two makers, then a switch: one line, and an update.
  @Test func oneAddress() throws {
    let peer = FleetSite.outside(1)
    let found = try findings([
      FleetSite.hpe.tcp(to: peer, 443, at: 100), FleetSite.dell.udp(to: peer, 9999, at: 4000),
      FleetSite.hpe.tcp(to: peer, 443, from: 40001, at: 5000),
      FleetSite.cisco.tcp(to: peer, 22, at: 9000),
    ])
    #expect(found.map(\.update) == [0, 1] && Set(found.map(\.id)).count == 1)
    let (first, second) = (try #require(found.first), try #require(found.last))
    #expect(first.severity == .critical && first.device.name == "dell-1")
    #expect(first.start == Timestamp(seconds: 100, nanoseconds: 0))
    #expect(
      first.reason.contains(
        "dell-1 (bmc, Dell Inc.) meets the outside address 198.18.1.7 on udp/9999, and so does "
          + "hpe-1 (bmc, HPE): 2 devices of 2 makers, one role within 65.0 min, and 5 other "
          + "controllers and switches of the site are not known to"))
    #expect(first.relatedAddresses == [FleetSite.hpe.address])
    #expect(second.device.name == "cisco-1")
    #expect(
      second.evidence.contains(Evidence("fleet.devices", .texts(["hpe-1", "dell-1", "cisco-1"]))))
    #expect(second.evidence.contains(Evidence("fleet.without", .integer(4))))
  }

  /// Who has to share it: the number of lines and their severity.
  @Test(
    arguments: [
      (FleetSite.hpe, FleetSite.otherHPE, nil), (FleetSite.plain, FleetSite.otherPlain, nil),
      (FleetSite.hpe, FleetSite.plain, nil), (FleetSite.hpe, FleetSite.aruba, .high),
      (FleetSite.plain, FleetSite.cisco, .critical), (FleetSite.hpe, FleetSite.dell, .critical),
      (FleetSite.hpe, FleetSite.card, nil), (FleetSite.hpe, FleetSite.server, nil),
    ] as [(Machine, Machine, Severity?)])
  func company(one: Machine, other: Machine, severity: Severity?) throws {
    let peer = FleetSite.outside(1)
    let found = try findings([one.tcp(to: peer, 443, at: 100), other.tcp(to: peer, 443, at: 200)])
    #expect(found.first?.severity == severity && found.count == (severity == nil ? 0 : 1))
  }

  @Test func aDayAtMost() throws {
    let peer = FleetSite.outside(1)
    for (time, count) in [(86_000.0, 1), (87_000.0, 0)] {
      let found = try findings([
        FleetSite.hpe.tcp(to: peer, 443, at: 100), FleetSite.dell.tcp(to: peer, 443, at: time),
      ])
      #expect(found.count == count)
    }
  }

  @Test func whatIsExpectedOrInsideOrAnswered() throws {
    let policy = """
      expected:
        - role: bmc
          peer: 198.18.1.7
          port: 443
          reason: call-home
      """
    let peer = FleetSite.outside(1)
    #expect(
      try findings(
        [FleetSite.hpe.tcp(to: peer, 443, at: 100), FleetSite.dell.tcp(to: peer, 443, at: 200)],
        policy: policy
      ).isEmpty)
    #expect(
      try findings(
        [FleetSite.hpe.tcp(to: peer, 444, at: 100), FleetSite.dell.tcp(to: peer, 444, at: 200)],
        policy: policy
      ).count == 1)
    let inside = Machine.stranger
    #expect(
      try findings([
        FleetSite.hpe.tcp(to: inside, 443, at: 100), FleetSite.dell.tcp(to: inside, 443, at: 200),
      ]).isEmpty)
    #expect(
      try findings([
        peer.tcp(to: FleetSite.hpe, 443, at: 100), peer.tcp(to: FleetSite.dell, 443, at: 200),
      ]).isEmpty)
  }

  /// Devices with public addresses that meet each other share nothing with the outside.
  @Test func neighbours() throws {
    let inventory = """
      mac,ip,role,name,vendor
      02:00:00:00:01:01,198.18.1.1,bmc,hpe-1,HPE
      02:00:00:00:01:03,198.18.1.3,bmc,dell-1,Dell
      02:00:00:00:04:01,198.18.2.1,server,collector,QEMU
      """
    let (hpe, dell) = (
      Machine(0x0200_0000_0101, 0xc612_0101), Machine(0x0200_0000_0103, 0xc612_0103)
    )
    let collector = Machine(0x0200_0000_0401, 0xc612_0201)
    let gone = Machine(0x0200_0000_0999, 0xc612_0109)
    for (peer, other, count) in [
      (dell, hpe, 0), (collector, collector, 0), (gone, hpe, 0), (gone, gone, 1),
    ] {
      var bench = try RuleBench(only: [SharedPeerTests.rule], inventory: inventory)
      bench.add([hpe.tcp(to: peer, 8443, at: 100), dell.tcp(to: other, 8443, at: 200)])
      #expect(bench.findings.count == count)
    }
  }

  /// One conversation that is captured on both sides of a router is no company.
  @Test func bothSidesOfARouter() throws {
    let peer = FleetSite.outside(1)
    let passed = Machine(FleetSite.dell.mac, FleetSite.hpe.address)
    #expect(
      try findings([
        FleetSite.hpe.tcp(to: peer, 443, at: 100), passed.tcp(to: peer, 443, at: 100.001),
      ]).isEmpty)
  }

  /// Time by content is medium; what only has its port is not, and is told at its end.
  @Test func usualContent() throws {
    let peer = FleetSite.outside(1)
    let packets = [
      FleetSite.hpe.udp(to: peer, 123, at: 100), FleetSite.dell.udp(to: peer, 123, at: 200),
    ]
    let right = try findings(packets, spoken: [100: "ntp", 200: "ntp"])
    #expect(right.map(\.severity) == [.medium])
    #expect(
      right.first?.reason.contains(
        "by port, and content as far as it was captured, all of it was NTP") == true)
    #expect(try findings(packets, spoken: [100: "ntp", 200: "tls"]).map(\.severity) == [.critical])
    #expect(try findings(packets).map(\.severity) == [.critical])
  }

  /// Half of a fleet of eight or more is a habit of the site.
  @Test func severityOfNetworks() throws {
    let (one, other) = (FleetSite.outside(1), Machine(0x0200_0000_0001, 0xc612_01c8))
    func found(_ port: UInt16, _ otherPort: UInt16, with card: Bool = false) throws -> [Finding] {
      try findings(
        [
          FleetSite.hpe.tcp(to: one, port, at: 100),
          FleetSite.dell.tcp(to: other, otherPort, at: 200),
        ] + (card ? [FleetSite.card.tcp(to: other, 80, at: 50)] : []))
    }
    #expect(try found(8443, 8443).map(\.severity) == [.high])
    #expect(try found(443, 443).map(\.severity) == [.medium])
    #expect(try found(443, 8443).isEmpty)
    #expect(try found(8443, 8443, with: true).isEmpty)
  }

  @Test func oneName() throws {
    let (one, other) = (FleetSite.outside(1), FleetSite.outside(2))
    func found(_ name: String, _ otherName: String) throws -> [Finding] {
      try findings(
        [FleetSite.hpe.tcp(to: one, 443, at: 100), FleetSite.dell.tcp(to: other, 443, at: 200)],
        names: [
          100: SightedName(kind: .serverName, text: name),
          200: SightedName(kind: .host, text: otherName),
        ])
    }
    let finding = try #require(try found("a.relay.example", "b.relay.example").first)
    #expect(
      finding.severity == .critical && finding.reason.contains("asks outside for relay.example"))
    #expect(finding.relatedAddresses == [FleetSite.hpe.address, one.address])
    #expect(try found("a.relay.example", "b.other.example").isEmpty)
  }

  /// The address tells the same two devices: the name adds nothing.
  @Test func oneNameAtOneAddress() throws {
    let peer = FleetSite.outside(1)
    let found = try findings(
      [FleetSite.hpe.tcp(to: peer, 443, at: 100), FleetSite.dell.tcp(to: peer, 443, at: 200)],
      names: [
        100: SightedName(kind: .serverName, text: "a.relay.example"),
        200: SightedName(kind: .serverName, text: "a.relay.example"),
      ])
    #expect(found.count == 1)
  }

  /// Questions count where they ask for ever new names.
  @Test(arguments: [true, false]) func questions(isVaried: Bool) throws {
    var packets: [Packet] = []
    var names: [Double: SightedName] = [:]
    for number in 0..<8 {
      let time = 100 + 100 * Double(number)
      let machine = number % 2 == 0 ? FleetSite.hpe : FleetSite.cisco
      packets.append(
        machine.udp(to: FleetSite.server, 53, from: UInt16(40000 + number), at: time))
      names[time] = SightedName(
        kind: .question, text: isVaried ? "x\(number)y.relay.example" : "www.relay.example")
    }
    let found = try findings(packets, names: names)
    #expect(found.map(\.severity) == (isVaried ? [.medium] : []))
  }

  /// Two devices that share more and more addresses get three lines.
  @Test func noFlood() throws {
    var packets: [Packet] = []
    for number in 0..<200 as Range<UInt32> {
      let time = 100 + 10 * Double(number)
      packets.append(FleetSite.hpe.tcp(to: FleetSite.outside(number), 443, at: time))
      packets.append(FleetSite.dell.tcp(to: FleetSite.outside(number), 443, at: time + 1))
    }
    #expect(try findings(packets).count == 3)
  }

  /// Memory is bounded, and what was shared before the junk came is still there while nothing of it was told.
  @Test func boundedMemory() throws {
    var ledger = MeetingLedger(limit: 100, share: 40, isRemembered: true)
    for number in 0..<1000 as Range<UInt32> {
      for device in 0..<4 {
        let address = FleetSite.outside(number * 4 + UInt32(device)).address
        let contact = Meeting.Member(
          device: device, at: Timestamp(rawValue: Int64(number)), peer: address,
          service: ServiceKind(transport: .tcp, port: 443), address: address)
        _ = ledger.note(contact, at: .peer(address), isUsual: false)
        #expect(ledger[.peer(address)]?.members.map(\.device) == [device])
      }
    }
    #expect(ledger.count == 100)
    let kept = ledger.changes().filter { $0.kind == .peer && $0.body != nil }
    #expect(kept.count == 100)
  }

  /// A run that is cut anywhere tells the same.
  @Test(arguments: 0..<5) func overARestart(cut: Int) throws {
    let (peer, other) = (FleetSite.outside(1), FleetSite.outside(2))
    let packets = [
      FleetSite.hpe.tcp(to: peer, 443, at: 100), FleetSite.cisco.tcp(to: other, 22, at: 150),
      FleetSite.dell.tcp(to: peer, 443, at: 200), FleetSite.cisco.tcp(to: peer, 443, at: 300),
      FleetSite.hpe.tcp(to: other, 443, at: 400),
    ]
    var bench = try FleetSite.bench(SharedPeerTests.rule, isRemembered: true)
    bench.add(Array(packets[..<cut]))
    var found = bench.findings
    let kept = bench.changes()
    try bench.startAnew()
    #expect(try bench.restore(kept.filter { $0.body != nil }) == 0)
    bench.add(Array(packets[cut...]))
    found += bench.findings
    let whole = try findings(packets)
    #expect(whole.count == 3)
    #expect(found.map(\.reason) == whole.map(\.reason) && found.map(\.id) == whole.map(\.id))
    #expect(found.map(\.update) == whole.map(\.update))
  }

  /// What the policy has come to expect is closed; where devices of two makers are left it goes on.
  @Test(arguments: [("bmc", true), ("switch", false)]) func newPolicy(role: String, closes: Bool)
    throws
  {
    let peer = FleetSite.outside(1)
    var bench = try FleetSite.bench(SharedPeerTests.rule, isRemembered: true)
    bench.add([
      FleetSite.hpe.tcp(to: peer, 443, at: 100), FleetSite.dell.tcp(to: peer, 443, at: 200),
    ])
    let kept = bench.changes()
    let policy = """
      expected:
        - role: \(role)
          peer: 198.18.1.7
          port: 443
          reason: the mirror
      """
    var next = try FleetSite.bench(SharedPeerTests.rule, policy: policy, isRemembered: true)
    _ = try next.restore(kept)
    next.advance(to: 300)
    #expect(next.findings.map(\.state) == (closes ? [.closed] : []))
    #expect(next.findings.map(\.id) == (closes ? bench.findings.map(\.id) : []))
    #expect(next.findings.allSatisfy { $0.update == 1 })
  }

  /// What anybody uses outside: names over TCP, as far as nothing else is said there, and pings; a lone answer to a
  /// ping is nothing that the device began.
  @Test func usualServices() throws {
    let peer = FleetSite.outside(1)
    func found(_ packets: [Packet], spoken: [Double: ProtocolName] = [:]) throws -> [Severity] {
      try findings(packets, spoken: spoken).map(\.severity)
    }
    let names = [
      FleetSite.hpe.udp(to: peer, 53, at: 100), FleetSite.dell.tcp(to: peer, 53, at: 200),
    ]
    #expect(try found(names, spoken: [100: "dns", 200: "dns"]) == [.medium])
    #expect(try found(names, spoken: [100: "dns"]) == [.medium])
    #expect(try found(names, spoken: [100: "dns", 200: "tls"]) == [.critical])
    #expect(
      try found(
        [FleetSite.hpe.tcp(to: peer, 853, at: 100), FleetSite.dell.tcp(to: peer, 853, at: 200)],
        spoken: [100: "tls", 200: "tls"]) == [.medium])
    for (type, expected) in [(8, [Severity.medium]), (0, [])] as [(UInt16, [Severity])] {
      #expect(
        try found([
          FleetSite.hpe.icmp(to: peer, type: type, at: 100),
          FleetSite.dell.icmp(to: peer, type: type, at: 200),
        ]) == expected)
    }
  }

  /// Content that was captured in part contradicts nothing.
  @Test(arguments: [(34, Severity.medium), (56, .critical)]) func cutContent(
    captured: Int, severity: Severity
  ) throws {
    let peer = FleetSite.outside(1)
    var bench = try FleetSite.bench(SharedPeerTests.rule)
    for time in [100, 200] as [Int64] {
      bench.samples[time * 1_000_000_000] = PacketSample(
        transport: .udp, octets: Array(repeating: 7, count: captured), payloadStart: 8,
        wireLength: 56)
    }
    bench.add([
      FleetSite.hpe.udp(to: peer, 123, at: 100), FleetSite.dell.udp(to: peer, 123, at: 200),
    ])
    bench.finish()
    #expect(bench.findings.map(\.severity) == [severity])
  }

  /// How many devices of one maker asked for a name before is no habit of the site, that cards ask for it is.
  @Test(arguments: [(false, 1), (true, 0)]) func whoAsksForAName(hasCards: Bool, count: Int) throws
  {
    var packets: [Packet] = []
    var names: [Double: SightedName] = [:]
    let others =
      hasCards
      ? (1...4).map { Machine(0x0200_0000_0300 + $0, 0x0a00_0300 + UInt32($0)) }
      : (1...4).map { Machine(0x0200_0000_0500 + $0, 0x0a00_0500 + UInt32($0)) }
    for (number, machine) in (others + [FleetSite.dell, FleetSite.cisco]).enumerated() {
      let time = 100 + 100 * Double(number)
      packets.append(machine.tcp(to: FleetSite.outside(UInt32(number)), 443, at: time))
      names[time] = SightedName(kind: .serverName, text: "a.relay.example")
    }
    var inventory = FleetSite.inventory
    for number in 1...4 {
      inventory += "02:00:00:00:05:0\(number),10.0.5.\(number),bmc,more-\(number),HPE\n"
      if number > 1 {
        inventory += "02:00:00:00:03:0\(number),10.0.3.\(number),nic,srv-\(number),Intel\n"
      }
    }
    var bench = try RuleBench(only: [SharedPeerTests.rule], inventory: inventory)
    bench.names = Dictionary(
      uniqueKeysWithValues: names.map { (Int64(($0.key * 1e9).rounded()), $0.value) })
    bench.add(packets)
    #expect(bench.findings.count(where: { $0.severity == .critical }) == count)
  }

  /// Cards' networks take no room from devices, and in a full ledger who has most gives up something.
  @Test func whoGivesUp() throws {
    var ledger = MeetingLedger(limit: 100, share: 80, isRemembered: true)
    func contact(_ device: Int, _ number: UInt32) -> (Meeting.Member, MeetingPoint) {
      let address = FleetSite.outside(number).address
      let member = Meeting.Member(
        device: device, at: Timestamp(rawValue: Int64(number)), peer: address,
        service: ServiceKind(transport: .tcp, port: 443), address: address)
      return (member, .peer(address))
    }
    let (rare, point) = contact(1, 9000)
    _ = ledger.note(rare, at: point, isUsual: false)
    let (second, other) = contact(1, 9001)
    for number in 0..<300 as Range<UInt32> {
      let (member, place) = contact(number % 2 == 0 ? 2 : 3, number)
      _ = ledger.note(member, at: place, isUsual: false)
    }
    _ = ledger.note(second, at: other, isUsual: false)
    #expect(ledger.count == 100 && ledger[point] != nil && ledger[other] != nil)
    // Over a restart the same one gives way next.
    var restored = MeetingLedger(limit: 100, share: 80, isRemembered: true)
    try restored.restore(ledger.changes().filter { $0.body != nil })
    for number in 300..<340 as Range<UInt32> {
      let (member, place) = contact(4, number)
      _ = ledger.note(member, at: place, isUsual: false)
      _ = restored.note(member, at: place, isUsual: false)
    }
    for number in 0..<340 as Range<UInt32> {
      let place = contact(0, number).1
      #expect((ledger[place] == nil) == (restored[place] == nil))
    }
  }

  /// Who is expected by a new policy is none of those who share it from then on.
  @Test func whoIsExpectedLeaves() throws {
    let peer = FleetSite.outside(1)
    var bench = try FleetSite.bench(SharedPeerTests.rule, isRemembered: true)
    bench.add([
      FleetSite.hpe.tcp(to: peer, 443, at: 100), FleetSite.dell.tcp(to: peer, 443, at: 200),
      FleetSite.cisco.tcp(to: peer, 443, at: 300),
    ])
    let policy = """
      expected:
        - role: bmc
          peer: 198.18.1.7
          port: 443
          reason: the mirror
      """
    var next = try FleetSite.bench(SharedPeerTests.rule, policy: policy, isRemembered: true)
    _ = try next.restore(bench.changes())
    next.advance(to: 400)
    next.add([FleetSite.cisco.tcp(to: peer, 443, from: 40002, at: 500)])
    #expect(next.findings.map(\.state) == [.closed])
    #expect(next.findings.first?.device.name == "cisco-1")
    next.add([FleetSite.aruba.tcp(to: peer, 443, at: 600)])
    #expect(next.findings.map(\.state) == [.closed, .reopened])
    #expect(
      next.findings.last?.evidence.contains(
        Evidence("fleet.devices", .texts(["cisco-1", "aruba-1"]))) == true)
  }
}
