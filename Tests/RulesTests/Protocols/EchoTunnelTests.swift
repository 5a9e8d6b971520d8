import Devices
import Packets
import Testing

@testable import Rules

@Suite struct EchoTunnelTests {
  /// An IPv4 packet of 40 octets from 192.168.99.2 to 192.168.99.1, TCP; its checksum by RFC 1071.
  static let packet: [UInt8] =
    [
      0x45, 0, 0, 40, 0x1c, 0x46, 0x40, 0, 64, 6, 0xd7, 0x35, 192, 168, 99, 2, 192, 168, 99, 1,
    ] + [UInt8](repeating: 0x11, count: 20)

  private func told(_ scene: ContentScene, policy: String = "") throws -> [String] {
    try scene.findings("protocol.icmp", policy: policy).filter { $0.update == 0 }.map {
      "\($0.severity.rawValue) \($0.value("protocol.topic") ?? .text("?"))"
    }
  }

  /// Random data of one length, other ones each time.
  private func noise(_ count: Int, _ seed: UInt64) -> [UInt8] {
    var generator = FixedGenerator(state: seed)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }

  @Test func wholePacket() throws {
    let found = try #require(EmbeddedPacket.find(in: Self.packet[...], length: 40))
    #expect(found.offset == 0 && found.version == 4)
  }

  /// Any changed octet of the header, another length, and any shorter capture of it are no packet.
  @Test func almostPackets() {
    for place in 0..<20 {
      for bit in 0..<8 {
        var octets = Self.packet
        octets[place] ^= 1 << bit
        #expect(EmbeddedPacket.find(in: octets[...], length: 40) == nil, "\(place) \(bit)")
      }
    }
    #expect(EmbeddedPacket.find(in: Self.packet[...], length: 41) == nil)
    for count in 0..<20 {
      #expect(EmbeddedPacket.find(in: Self.packet[..<count], length: 40) == nil)
    }
    for offset in [4, 28, 32] {
      let octets = [UInt8](repeating: 9, count: offset) + Self.packet
      #expect(EmbeddedPacket.find(in: octets[...], length: octets.count)?.offset == offset)
    }
    var six: [UInt8] = [0x60, 0, 0, 0, 0, 8, 17, 64, 0xfd] + [UInt8](repeating: 1, count: 15)
    six += [0xfd] + [UInt8](repeating: 2, count: 15) + [UInt8](repeating: 3, count: 8)
    #expect(EmbeddedPacket.find(in: six[...], length: 48)?.version == 6)
    #expect(EmbeddedPacket.find(in: six[...], length: 47) == nil)
  }

  @Test(arguments: [(Machine.bmc, 73), (.switch, 73), (.card, 47)])
  func packetsInside(device: Machine, severity: Int) throws {
    var scene = ContentScene()
    scene.echo(device, .outside(), type: 8, 1, 1, Self.packet, at: 100)
    #expect(try told(scene) == ["\(severity) text(\"tunnel\")"])
    // What a device gives back is the asker's.
    scene = ContentScene()
    scene.ping(.stranger, device, 1, Self.packet, at: 100)
    #expect(try told(scene).isEmpty)
    scene.ping(.stranger, device, 2, noise(40, 1), answer: Self.packet, at: 101)
    #expect(try told(scene).count == 1)
  }

  @Test func repliesThatNobodyAskedFor() throws {
    var scene = ContentScene()
    scene.ping(.bmc, .outside(), 1, noise(56, 1), at: 100)
    for number in 1...2 {
      scene.echo(
        .outside(), .bmc, type: 0, 99, UInt16(number), noise(20, 5), at: 100 + Double(number))
    }
    #expect(try told(scene).isEmpty)
    scene.echo(.outside(), .bmc, type: 0, 99, 3, noise(20, 6), at: 104)
    #expect(try told(scene) == ["73 text(\"tunnel\")"])
    #expect(
      try told(
        scene, policy: "expected:\n  - {role: bmc, peer: 203.0.113.7, transport: icmp, reason: a}\n"
      ).isEmpty)
  }

  @Test func otherDataInReplies() throws {
    var scene = ContentScene()
    // Some systems cut what they give back.
    for number in 1...4 as ClosedRange<UInt16> {
      let data = noise(900, UInt64(number))
      scene.ping(
        .bmc, .stranger, number, data, answer: Array(data.prefix(64)), at: 100 + Double(number))
    }
    #expect(try told(scene).isEmpty)
    // But not something else that is shorter.
    for number in 1...2 as ClosedRange<UInt16> {
      scene.ping(
        .bmc, .server, number, noise(900, 1), answer: noise(899, 2), at: 110 + Double(number))
    }
    #expect(try told(scene) == ["73 text(\"tunnel\")"])
    scene = ContentScene()
    for number in 11...12 as ClosedRange<UInt16> {
      scene.ping(
        .bmc, .host, number, noise(40, 1), answer: noise(40, 2), at: 100 + 2 * Double(number))
    }
    #expect(try told(scene) == ["73 text(\"tunnel\")"])
  }

  /// Replies to requests that the capture has lost are of the same series; others are not.
  @Test func lostRequests() throws {
    for (lost, isTold) in [(0, false), (1, true), (2, true)] {
      var scene = ContentScene()
      for number in 1...30 as ClosedRange<UInt16> {
        let time = 100 + 2 * Double(number)
        let data = noise(16, UInt64(number)) + [UInt8](repeating: 0xa5, count: 40)
        guard number % 3 == 0 else {
          scene.ping(.bmc, .stranger, number, data, at: time)
          continue
        }
        scene.echo(
          .stranger, .bmc, type: 0, 7, number,
          lost == 0 ? data : lost == 1 ? Array(data.dropLast()) : noise(56, UInt64(number)),
          at: time)
      }
      #expect(try told(scene) == (isTold ? ["73 text(\"tunnel\")"] : []), "\(lost)")
    }
  }

  /// Times at the front of the data change by right, what is behind them does not.
  @Test func dataThatChange() throws {
    var pings = ContentScene()
    var other = ContentScene()
    for number in 1...12 as ClosedRange<UInt16> {
      let time = 100 + Double(number) * 2
      let pattern = noise(16, UInt64(number)) + [UInt8](repeating: 0xa5, count: 1400)
      pings.ping(.bmc, .stranger, number, pattern, at: time)
      other.ping(.bmc, .stranger, number, noise(300, UInt64(number)), at: time)
    }
    #expect(try told(pings).isEmpty)
    #expect(try told(other) == ["47 text(\"data\")"])
    for (length, isTold) in [(64, true), (40, false)] {
      var short = ContentScene()
      for number in 1...12 as ClosedRange<UInt16> {
        short.ping(
          .bmc, .stranger, number, noise(length, UInt64(number)), at: 100 + Double(number) * 2)
      }
      #expect(try told(short) == (isTold ? ["47 text(\"data\")"] : []), "\(length)")
    }
    var slow = ContentScene()
    for number in 1...12 as ClosedRange<UInt16> {
      slow.ping(.bmc, .stranger, number, noise(300, UInt64(number)), at: Double(number) * 20)
    }
    #expect(try told(slow).isEmpty)
  }

  @Test(
    arguments: [
      (8, nil), (13, nil), (17, "21"), (7, "47"), (44, "47"), (253, "47"), (42, nil),
    ] as [(UInt16, String?)])
  func types(type: UInt16, severity: String?) throws {
    var scene = ContentScene()
    scene.add(Machine.bmc.icmp(to: .stranger, type: type, at: 100))
    #expect(try told(scene) == (severity.map { ["\($0) text(\"type \(type)\")"] } ?? []))
  }

  /// A restart changes nothing, wherever it comes.
  @Test func restarts() throws {
    var scene = ContentScene()
    for number in 1...20 as ClosedRange<UInt16> {
      scene.ping(
        .bmc, .stranger, number, noise(80, UInt64(number)), answer: noise(80, 99),
        at: 100 + Double(number))
    }
    let lines = { (pieces: Int) in
      try scene.findings("protocol.icmp", pieces: pieces).map { "\($0.reason) \($0.evidence)" }
    }
    let whole = try lines(1)
    #expect(whole.count > 2)
    for pieces in [2, 3, 7, 20] { #expect(try lines(pieces) == whole) }
  }
}
