import Capture
import Devices
import Glibc
import Packets
import Testing

@testable import Rules

/// On which channel a rhythm is told where it is regular on one of them only.
@Suite struct BeaconChannelTests {
  private func found(
    _ packets: [Packet], names: [Int64: SightedName] = [:],
    inventory: String = RuleBench.inventory, policy: String = ""
  ) throws -> [Finding] {
    var bench = try RuleBench(only: ["beacon.periodic"], inventory: inventory, policy: policy)
    bench.names = names
    bench.add(packets.sorted { $0.timestamp < $1.timestamp })
    bench.finish()
    return bench.findings
  }

  private func text(_ finding: Finding?, _ path: String) -> String? {
    guard case .text(let text) = finding?.evidence.first(where: { $0.path == path })?.value else {
      return nil
    }
    return text
  }

  private func beats(
    _ count: Int, period: Double = 300, _ packet: (Int, Double) -> Packet
  ) -> [Packet] {
    (0..<count).map { packet($0, 1000 + Double($0) * period) }
  }

  /// All that one peer gets is told as that peer's, once, although all broader channels beat alike.
  @Test func narrowestIsTold() throws {
    let found = try found(beats(20) { Machine.bmc.udp(to: .outside(), 9999, at: $1) })
    #expect(found.count == 1)
    #expect(text(found.first, "beacon.key") == "peer")
    #expect(text(found.first, "beacon.channel") == "udp/9999 203.0.113.7 true")
  }

  /// The port changes with every beat, the peer with every second one: the network stays.
  @Test func network() throws {
    let found = try found(
      beats(12) { index, time in
        Machine.bmc.udp(
          to: .outside(UInt32(1 + index / 2)), UInt16(2000 + index), at: time)
      })
    #expect(found.count == 1)
    #expect(text(found.first, "beacon.channel") == "network 203.0.113.0/24 high")
    #expect(found.first?.reason.contains("the network 203.0.113.0/24") == true)
  }

  /// One port, and each beat another address somewhere in the world.
  @Test func service() throws {
    let found = try found(
      beats(12) { index, time in
        Machine.bmc.tcp(
          to: Machine(0x0200_0000_0001, 0xc000_0200 + UInt32(index) << 16), 443, at: time)
      })
    #expect(found.count == 1)
    #expect(text(found.first, "beacon.channel") == "service tcp/443 high")
  }

  /// Nothing stays but that the device does what nobody expects, by the clock.
  @Test func everything() throws {
    let found = try found(
      beats(12) { index, time in
        Machine.bmc.udp(
          to: Machine(0x0200_0000_0001, 0xc000_0200 + UInt32(index) << 16),
          UInt16(2000 + index), at: time)
      })
    #expect(found.count == 1)
    #expect(text(found.first, "beacon.channel") == "everything high")
    #expect(text(found.first, "beacon.key") == "device")
  }

  /// Memoryless conversations with changing peers are no rhythm on any channel.
  @Test func noClockOnAnyChannel() throws {
    var generator = FixedGenerator(state: 3)
    var time = 1000.0
    let packets = (0..<400).map { _ in
      time += -300 * log(1 - generator.uniform())
      let peer = UInt32(generator.next() % 3)
      return Machine.bmc.udp(to: .outside(1 + peer), 9999, at: time)
    }
    #expect(try found(packets).isEmpty)
  }

  /// Two beacons with two peers of one network are two findings, not three.
  @Test func twoInOneNetwork() throws {
    let first = beats(20) { Machine.bmc.udp(to: .outside(1), 9999, at: $1) }
    let second = beats(20, period: 420) { Machine.bmc.udp(to: .outside(2), 8888, at: $1 + 40) }
    let found = try found(first + second)
    #expect(
      Set(found.compactMap { text($0, "beacon.channel") })
        == ["udp/9999 203.0.113.1 true", "udp/8888 203.0.113.2 true"])
  }

  /// A server name with a new address each time; the connections' own channels have one beat each.
  @Test func serverName() throws {
    var names: [Int64: SightedName] = [:]
    var packets: [Packet] = []
    var generator = FixedGenerator(state: 4)
    for index in 0..<30 {
      let time = 1000 + Double(index) * 300
      let peer = Machine(0x0200_0000_0001, 0xc000_0200 + UInt32(index) << 16)
      packets.append(Machine.bmc.tcp(to: peer, 443, at: time))
      packets.append(
        Machine.bmc.tcp(to: peer, 443, at: time + 0.1, [.ack, .psh], payload: 200, sequence: 1))
      names[Int64(((time + 0.1) * 1e9).rounded())] =
        SightedName(kind: .serverName, text: "cdn.example.net")
      // Conversations with others, which hide the clock from everything but the name.
      for _ in 0..<4 {
        let other = Machine(
          0x0200_0000_0001, UInt32(truncatingIfNeeded: 0x0808_0000 + generator.next() % 65536))
        packets.append(Machine.bmc.tcp(to: other, 443, at: time + 300 * generator.uniform()))
      }
    }
    let found = try found(packets, names: names)
    #expect(text(found.first, "beacon.channel") == "tls.server_name cdn.example.net")
    #expect(found.first?.severity == .high)
    #expect(found.first?.reason.contains("asks for cdn.example.net") == true)
  }

  /// Questions below one registered domain, to the resolver that everybody may ask.
  @Test func question() throws {
    func lookups(_ domain: String, prefix: String = "t.") throws -> [Finding] {
      var names: [Int64: SightedName] = [:]
      let packets = beats(12) { index, time in
        names[Int64((time * 1e9).rounded())] =
          SightedName(kind: .question, text: "\(index).\(prefix)\(domain)")
        return Machine.bmc.udp(to: .server, 53, from: UInt16(40000 + index), at: time)
      }
      return try found(
        packets, names: names,
        inventory: RuleBench.inventory + "02:00:00:00:06:01,10.0.6.1,host,web.example.org\n",
        policy: """
          expected:
            - peer: time.vendor.example
              reason: the clock
          """)
    }
    let told = try lookups("beacon.co.uk")
    #expect(text(told.first, "beacon.channel") == "dns.question beacon.co.uk")
    // Each question asks for another name.
    #expect(told.first?.severity == .medium)
    #expect(told.first?.reason.contains("no other device asks for it") == true)
    // The network's own names, those of plumbing, and those that the policy lists.
    #expect(try lookups("example.org").isEmpty)
    #expect(try lookups("example.local").isEmpty)
    #expect(try lookups("time.vendor.example").isEmpty)
    #expect(try lookups("2.0.10.in-addr.arpa", prefix: "").isEmpty)
  }

  /// One and the same name again and again is worth little, and nothing where many ask for it.
  @Test func habit() throws {
    func asking(_ machines: [Machine]) throws -> [Finding] {
      var names: [Int64: SightedName] = [:]
      let packets = beats(12 * machines.count, period: 60) { index, time in
        names[Int64((time * 1e9).rounded())] =
          SightedName(kind: .question, text: "time.vendor.example")
        return machines[index % machines.count].udp(
          to: .server, 53, from: UInt16(40000 + index), at: time)
      }
      var inventory = RuleBench.inventory
      for number in 3...6 {
        inventory += "02:00:00:00:01:0\(number),10.0.1.\(number),bmc,bmc-\(number)\n"
      }
      return try found(packets, names: names, inventory: inventory)
    }
    let few = try asking([.bmc, .otherBMC])
    #expect(few.count == 2 && few.allSatisfy { $0.severity == .low })
    let many = (3...6).map { Machine(0x0200_0000_0100 + UInt64($0), 0x0a00_0100 + UInt32($0)) }
    #expect(try asking(many + [.bmc]).isEmpty)
  }

  /// What each of the conversations said stands beside the rhythm.
  @Test func shape() throws {
    var packets: [Packet] = []
    for index in 0..<24 {
      let time = 1000 + Double(index) * 300
      let port = UInt16(40000 + index)
      let peer = Machine.outside()
      packets += [
        Machine.bmc.tcp(to: peer, 443, from: port, at: time),
        Machine.bmc.tcp(
          to: peer, 443, from: port, at: time + 0.1, [.ack, .psh], payload: 120, sequence: 1),
        Machine.bmc.tcp(
          to: peer, 443, from: port, at: time + 2, [.ack, .rst], sequence: 121),
      ]
    }
    let last = try found(packets).last
    func value(_ path: String) -> Evidence.Value? {
      last?.evidence.first { $0.path == path }?.value
    }
    #expect(value("shape.sent_bytes.median") == .decimal(120, places: 0))
    #expect(value("shape.sent_bytes.variation") == .decimal(0, places: 3))
    #expect(value("shape.received_bytes.median") == .decimal(0, places: 0))
    #expect(value("shape.milliseconds.median") == .decimal(2000, places: 0))
    // 73, 40 % of 26 for steadiness and 10 % for sameness.
    #expect(last?.riskScore == 86)
  }
}
