import Capture
import Devices
import Flows
import Packets
import Testing

@testable import Rules

@Suite struct PolicyProposalTests {
  private static let odd: UInt16 = 9100

  /// Three of six controllers stand for the role; two do not.
  @Test(arguments: [2, 3, 6]) func halfOfARoleIsTheRole(count: Int) throws {
    var bench = try LearningBench()
    bench.spoken[Self.odd] = "http"
    for hour in 0..<5 {
      for number in 1...count {
        bench.talk(
          LearningBench.mon, to: LearningBench.bmc(number), Self.odd, from: UInt16(40_000 + hour),
          at: Double(hour * 3600 + number))
      }
    }
    let proposal = bench.finish()
    #expect(proposal.entries.count == 1)
    let entry = try #require(proposal.entries.first)
    if count >= 3 {
      #expect(entry.subject == .role(.bmc, doing: count, of: 6))
    } else {
      #expect(entry.subject == .devices(["bmc-1", "bmc-2"], .bmc))
    }
    #expect(entry.standing == .expected && entry.direction == .in && entry.transport == .tcp)
    #expect(entry.ports == [Self.odd...Self.odd] && entry.peers.map(\.text) == ["mon"])
    #expect(entry.conversations == 5 * count && entry.unanswered == 0 && entry.hours == 5)
    #expect(entry.protocols.map(\.name) == ["http"] && entry.protocols[0].count == 5 * count)
    #expect(entry.pace == Pace("2/1h") && entry.busiest == 1)
    #expect(entry.pairCount == count && entry.deviceCount == count)
  }

  /// A third of a large role is a list, whatever its number.
  @Test func aThirdOfARoleIsAList() throws {
    var bench = try LearningBench(
      inventory: "mac,ip,role,name\n"
        + (1...9).map { "02:00:00:00:01:0\($0),10.0.1.\($0),bmc,bmc-\($0)\n" }.joined())
    for number in 1...3 {
      for hour in 0..<3 {
        bench.talk(
          LearningBench.bmc(number), to: LearningBench.stranger(1), Self.odd,
          from: UInt16(40_000 + hour), at: Double(hour * 3600 + number))
      }
    }
    let entry = try #require(bench.finish().entries.first)
    #expect(entry.subject == .devices(["bmc-1", "bmc-2", "bmc-3"], .bmc))
    #expect(entry.direction == .out && entry.peers.map(\.text) == ["10.0.9.1"])
  }

  /// What is outside, lateral, or was seen once is told apart, and in this order.
  @Test func standings() throws {
    var bench = try LearningBench()
    for hour in 0..<4 {
      let port = UInt16(40_000 + hour)
      let time = Double(hour * 3600)
      bench.talk(
        LearningBench.bmc(1), to: .outside(7), 443, from: port, at: time, isAnswered: hour > 1)
      bench.talk(LearningBench.bmc(2), to: LearningBench.bmc(3), 8080, from: port, at: time + 1)
      bench.talk(
        LearningBench.bmc(2), to: LearningBench.stranger(2), Self.odd, from: port, at: time + 2)
    }
    bench.talk(
      LearningBench.bmc(4), to: LearningBench.stranger(3), Self.odd, from: 40_000, at: 20_000)
    let entries = bench.finish().entries
    // The lateral one from either end.
    #expect(entries.map(\.standing) == [.expected, .lateral, .lateral, .outside, .once])
    #expect(entries[0].peers.map(\.text) == ["10.0.9.2"])
    #expect(entries[1].direction == .out && entries[1].peers.map(\.text) == ["bmc-3"])
    #expect(entries[2].direction == .in && entries[2].peers.map(\.text) == ["bmc-2"])
    #expect(entries[3].peers.map(\.text) == ["203.0.113.7"] && entries[3].unanswered == 2)
    #expect(entries[4].peers.map(\.text) == ["10.0.9.3"] && entries[4].conversations == 1)
  }

  /// Names that conversations with an outside peer ask for stand before its addresses.
  @Test func namesOfOutsidePeers() throws {
    var bench = try LearningBench()
    for hour in 0..<6 {
      bench.talk(
        LearningBench.bmc(1), to: .outside(UInt32(hour % 2) + 7), 443,
        from: UInt16(40_000 + hour), at: Double(hour * 3600),
        name: SightedName(kind: .serverName, text: "home.vendor.example"))
    }
    // A text that is no name, and the name of a device.
    for (hour, text) in ["no name", "bmc-1", "localhost"].enumerated() {
      bench.talk(
        LearningBench.bmc(1), to: .outside(UInt32(20 + hour)), 8443, from: 40_000,
        at: Double(30_000 + hour), name: SightedName(kind: .host, text: text))
    }
    let entries = bench.finish().entries
    #expect(entries.count == 2)
    #expect(
      entries[0].peers.map(\.text) == ["home.vendor.example", "203.0.113.7", "203.0.113.8"])
    #expect(entries[0].peers[0].occurrences == 6)
    #expect(
      entries[1].peers.map(\.text) == ["203.0.113.20", "203.0.113.21", "203.0.113.22"])
  }

  /// A scan of a device leaves nothing behind, and its real service stays.
  @Test func scansLeaveNothing() throws {
    var bench = try LearningBench()
    for number in 1...2 {
      bench.talk(
        LearningBench.mon, to: LearningBench.bmc(1), Self.odd, from: 40_000,
        at: Double(number * 1000))
    }
    for port in UInt16(1)...3000 where port != Self.odd {
      let time = 5000 + Double(port) / 100
      let scanner = LearningBench.stranger(9)
      bench.add([
        scanner.tcp(to: LearningBench.bmc(1), port, from: 50_000, at: time),
        LearningBench.bmc(1).tcp(to: scanner, 50_000, from: port, at: time + 0.001, [.rst, .ack]),
      ])
    }
    let proposal = bench.finish()
    #expect(proposal.entries.map(\.ports) == [[Self.odd...Self.odd]])
    #expect(proposal.refused == 0)
  }

  /// More than a device's share is not remembered, but counted.
  @Test func roomIsBounded() throws {
    var bench = try LearningBench()
    let count = UInt32(TrafficLearner.share) + 100
    for number in 0..<count {
      let peer = Machine(0x0200_0000_0001, 0x0b00_0000 + number)
      bench.add([
        LearningBench.bmc(1).tcp(to: peer, 443, from: 40_000, at: Double(number) / 50)
      ])
    }
    let proposal = bench.finish()
    #expect(proposal.entries.count == 1)
    #expect(proposal.entries[0].pairCount == TrafficLearner.share)
    // Each is refused where it begins, and where it ends.
    #expect(proposal.refused >= 100)
  }

  /// Many ports of the same ends are one entry, and its pace is that of all of them together.
  @Test func portsTogether() throws {
    var bench = try LearningBench()
    for number in 0..<30 {
      bench.talk(
        LearningBench.bmc(1), to: LearningBench.stranger(1), UInt16(20_000 + 7 * number),
        from: 40_000, at: Double(number * 400))
    }
    let entry = try #require(bench.finish().entries.first)
    #expect(entry.standing == .expected)
    #expect(entry.ports == [20_000...20_203] && entry.portCount == 30)
    #expect(entry.pairCount == 1 && entry.conversations == 30)
    // Each port has its hour of one.
    #expect(entry.busiest == 30 && entry.pace == Pace("60/1h"))
  }

  /// Several entries with the same peers share a group; its name is free.
  @Test func sharedPeers() throws {
    var bench = try LearningBench(
      inventory: LearningBench.inventory + "02:00:00:00:04:09,10.0.4.9,server,peers-1\n")
    for port in [UInt16(9100), 9200] {
      for number in UInt32(1)...2 {
        for hour in 0..<3 {
          bench.talk(
            LearningBench.stranger(number), to: LearningBench.switch(1), port,
            from: UInt16(40_000 + hour), at: Double(hour * 3600) + Double(number))
        }
      }
    }
    let proposal = bench.finish()
    #expect(proposal.entries.map(\.group) == ["peers-2", "peers-2"])
    let group = try #require(proposal.groups.first { $0.name == "peers-2" })
    #expect(group.members.map(\.text) == ["10.0.9.1", "10.0.9.2"])
  }

  /// What the policy expects, and what the role's job is, is not listed.
  @Test func whatIsExplainedIsLeftOut() throws {
    var bench = try LearningBench(
      policy: """
        expected:
          - role: bmc
            direction: out
            transport: tcp
            port: 443
            peer: 203.0.113.7
        """)
    for hour in 0..<4 {
      let port = UInt16(40_000 + hour)
      let time = Double(hour * 3600)
      bench.talk(LearningBench.bmc(1), to: .outside(7), 443, from: port, at: time)
      bench.add([LearningBench.bmc(1).udp(to: LearningBench.mon, 123, from: port, at: time + 1)])
      bench.talk(LearningBench.bmc(1), to: .outside(8), 443, from: port, at: time + 2)
      // A card's traffic is its operating system's.
      bench.talk(Machine.card, to: .outside(9), 443, from: port, at: time + 3)
    }
    let proposal = bench.finish()
    #expect(proposal.entries.map { $0.peers.map(\.text) } == [["203.0.113.8"]])
    let times = proposal.groups.first { $0.name == "ntp" }
    #expect(times?.members.map(\.text) == ["mon"])
    #expect(times?.members.first?.occurrences == 4)
  }

  /// A device may have the name of a group, and then there is no such group.
  @Test func namesOfGroupsMayBeTaken() throws {
    var bench = try LearningBench(
      inventory: LearningBench.inventory + "02:00:00:00:04:09,10.0.4.9,server,ntp\n")
    for hour in 0..<4 {
      bench.add([
        LearningBench.bmc(1).udp(
          to: LearningBench.mon, 123, from: UInt16(40_000 + hour), at: Double(hour * 3600))
      ])
    }
    let proposal = bench.finish()
    #expect(proposal.takenGroups == ["ntp"])
    #expect(!proposal.groups.contains { $0.name == "ntp" })
  }

  @Test func questionsAndFrames() throws {
    var bench = try LearningBench()
    for number in 0..<20 {
      let time = Double(number * 600)
      bench.names[Int64(time * 1e9)] = SightedName(
        kind: .question, text: "x\(number).t.evil-cdn.net")
      bench.names[Int64((time + 5) * 1e9)] = SightedName(
        kind: .question, text: number < 3 ? "rare.example.org" : "printer.local")
      bench.add([
        LearningBench.bmc(1).udp(to: LearningBench.mon, 53, from: 40_000, at: time),
        LearningBench.bmc(2).udp(to: LearningBench.mon, 53, from: 40_000, at: time + 5),
        Machine.card.frame(0x88b7, to: 0x0200_0000_0777, at: time + 6),
        Machine.card.frame(0x88cc, to: 0x0180_c200_000e, at: time + 7),
      ])
    }
    let proposal = bench.finish()
    #expect(proposal.questions.map(\.domain) == ["evil-cdn.net"])
    #expect(proposal.questions[0].count == 20 && proposal.questions[0].isVaried)
    #expect(proposal.rareDomains == 1)
    #expect(proposal.frames.map(\.type) == [LinkProtocol(EtherType(rawValue: 0x88b7))])
    #expect(proposal.frames[0].device == "srv-1" && proposal.frames[0].occurrences == 20)
  }

  /// An answer whose question was not seen, or a minute ago, is no habit of the device's own.
  @Test func answersWithoutTheirQuestions() throws {
    for name: ProtocolName? in ["snmp", nil] {
      var bench = try LearningBench()
      // In the first minute ports would say who started.
      for hour in 0..<7 {
        let port = UInt16(50_000 + 100 * hour)
        bench.spoken[port] = name
        bench.add([
          LearningBench.bmc(1).udp(
            to: LearningBench.mon, port, from: 161, at: Double(hour * 3600))
        ])
      }
      let entries = bench.finish().entries
      // What does not speak for itself could be anything.
      #expect(entries.map(\.portCount) == (name == nil ? [6] : []))
    }
  }

  /// VLANs by role, and those of some by device; nothing where nobody has a tag.
  @Test func vlans() throws {
    for isTagged in [false, true] {
      var bench = try LearningBench()
      for number in 1...4 {
        var packet = LearningBench.bmc(number).udp(
          to: LearningBench.mon, 123, at: Double(number))
        if isTagged { packet.vlans = VLANStack.none.adding(100) }
        var other = packet
        other.timestamp = Timestamp(rawValue: packet.timestamp.rawValue + 500_000_000)
        if isTagged, number == 2 { other.vlans = VLANStack.none.adding(7).adding(200) }
        // A router that passes something on speaks in another VLAN, which is its own.
        var passed = packet
        passed.sourceMAC = MACAddress(rawValue: 0x0200_0000_0001)
        passed.vlans = VLANStack.none.adding(300)
        let announcement = LearningBench.bmc(number).frame(
          0x88cc, to: 0x0180_c200_000e, at: Double(number))
        bench.add([packet, other, passed, announcement])
      }
      let vlans = bench.finish().vlans
      if isTagged {
        #expect(vlans.map { $0.tags.map(\.identifier) } == [[100], [200]])
        #expect(vlans[0].subject == .role(.bmc, doing: 4, of: 6))
        #expect(vlans[1].subject == .devices(["bmc-2"], .bmc))
        #expect(vlans[0].tags[0].devices == 4 && vlans[0].tags[0].conversations == 4)
      } else {
        #expect(vlans.isEmpty)
      }
    }
  }
}
