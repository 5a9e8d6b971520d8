import Capture
import Packets
import Testing

@testable import Flows

/// Which packets are told one by one.
@Suite struct FlowPacketEventTests {
  /// SYN, SYN-ACK and payload of both sides; bare acknowledgments are not told.
  @Test func tcpHead() {
    var bench = FlowBench()
    bench.add([
      packet(0, 1, 50000, 2, 80, .tcp, flags: .syn),
      packet(0.1, 2, 80, 1, 50000, .tcp, flags: [.syn, .ack]),
      packet(0.2, 1, 50000, 2, 80, .tcp, flags: .ack),
      packet(0.3, 1, 50000, 2, 80, .tcp, flags: .ack, payload: 5),
      packet(0.4, 2, 80, 1, 50000, .tcp, flags: .ack, payload: 7),
      packet(0.5, 1, 50000, 2, 80, .tcp, flags: [.fin, .ack]),
    ])
    #expect(bench.fullStory == ["opened", "packet 0", "packet 1", "packet 3", "packet 4"])
    #expect(bench.all.map(\.fromInitiator) == [true, true, false, true, false])
    #expect(bench.all.map(\.payloadLength) == [0, 0, 0, 5, 7])
    #expect(Set(bench.all.map(\.place)).count == 1)
  }

  /// A RST and what comes behind it are told, with payload or without, as far as packets are told.
  @Test func reset() {
    var bench = FlowBench()
    bench.add([
      packet(0, 1, 50000, 2, 80, .tcp, flags: .syn),
      packet(0.1, 2, 80, 1, 50000, .tcp, flags: [.syn, .ack]),
      packet(0.2, 1, 50000, 2, 80, .tcp, flags: .rst),
      packet(0.3, 1, 50000, 2, 80, .tcp, flags: .ack),
      packet(0.4, 2, 80, 1, 50000, .tcp, flags: .rst),
    ])
    #expect(bench.fullStory == ["opened"] + (0..<5).map { "packet \($0)" })
    bench.add((0..<60).map { packet(0.5 + Double($0) / 100, 1, 50000, 2, 80, .tcp, flags: .ack) })
    #expect(bench.all.count { $0.kind == .packet && $0.fromInitiator } == 32)
  }

  /// A side of TCP is told up to the packet that passes 16 KiB, each side by itself, after a pause again.
  @Test func tcpStops() {
    var bench = FlowBench()
    bench.add(
      (0..<12).map { packet(Double($0) / 10, 1, 50000, 2, 80, .tcp, flags: .ack, payload: 4096) })
    #expect(bench.all.filter { $0.kind == .packet }.map(\.position) == [0, 1, 2, 3])
    bench.add([
      packet(1.2, 2, 80, 1, 50000, .tcp, flags: .ack, payload: 1),
      packet(5, 1, 50000, 2, 80, .tcp, flags: .ack, payload: 9),
      packet(5.1, 1, 50000, 2, 80, .tcp, flags: .ack, payload: 9),
    ])
    #expect(bench.fullStory.suffix(3) == ["packet 0", "resumed", "packet 1"])
  }

  /// UDP is told up to 64 KiB and 32 packets a side; without payload not at all.
  @Test func udpStops() {
    var large = FlowBench()
    large.add((0..<20).map { packet(Double($0) / 100, 1, 1, 2, 2, payload: 8192) })
    #expect(large.all.count { $0.kind == .packet } == 8)
    var bench = FlowBench()
    bench.add((0..<70).map { packet(Double($0) / 100, 1, 1, 2, 2, payload: 1024) })
    #expect(bench.all.count { $0.kind == .packet } == 32)
    bench.add([packet(1, 2, 2, 1, 1), packet(1, 2, 2, 1, 1, payload: 1)])
    #expect(bench.fullStory.last == "packet 1")
  }

  /// What manages a machine cannot be hidden behind other datagrams.
  @Test(arguments: [(623, 1000), (664, 1000), (161, 32)] as [(UInt16, Int)])
  func remoteManagement(port: UInt16, count: Int) {
    var bench = FlowBench()
    bench.add((0..<1000).map { packet(Double($0) / 1000, 1, 4000, 2, port, payload: 100) })
    #expect(bench.all.count { $0.kind == .packet } == count)
  }

  /// Frames that are not IP are told too, though of ARP nothing is left behind the header.
  @Test func frames() {
    var bench = FlowBench()
    var arp = Packet()
    arp.linkProtocol = LinkProtocol(.arp)
    arp.network = .arp
    arp.sourceMAC = MACAddress(rawValue: 5)
    arp.destinationMAC = MACAddress(rawValue: 6)
    arp.wireLength = 60
    bench.add(Array(repeating: arp, count: 2000))
    // The first 32, then at 64, 128, 256, 512 and 1024.
    #expect(bench.all.count { $0.kind == .packet } == 37)
    bench.add(Array(repeating: arp, count: 3000))
    // Then at 2048, 3072 and 4096.
    #expect(bench.all.count { $0.kind == .packet } == 40)
  }

  /// A frame that is not IP is told behind a pause, whatever came before, though a question of ARP has no payload.
  @Test func framesBehindAPause() {
    var bench = FlowBench()
    var arp = Packet()
    arp.linkProtocol = LinkProtocol(.arp)
    arp.network = .arp
    arp.sourceMAC = MACAddress(rawValue: 5)
    arp.destinationMAC = .broadcast
    arp.wireLength = 60
    for number in 0..<3000 {
      arp.timestamp = Timestamp(rawValue: Int64(number) * 2_000_000_000)
      bench.add([arp])
    }
    #expect(bench.all.count { $0.kind == .packet } == 3000)
  }

  /// Of the sideband each frame is told, up to 65,536 in half an hour.
  @Test func sideband() {
    var bench = FlowBench()
    var frame = Packet()
    frame.linkProtocol = LinkProtocol(EtherType(rawValue: 0x88f8))
    frame.sourceMAC = .broadcast
    frame.destinationMAC = .broadcast
    frame.payloadLength = 46
    frame.wireLength = 60
    bench.add(Array(repeating: frame, count: 66_000))
    #expect(bench.all.count { $0.kind == .packet } == 65_536)
  }

  /// What a conversation does after the active time-out has split it is told after a pause only.
  @Test func notAfterASplit() {
    var limits = FlowLimits()
    limits.active = 10_000_000_000
    var bench = FlowBench(limits: limits)
    bench.add((0...110).map { packet(Double($0) / 10, 1, 1, 2, 2, payload: 1) })
    #expect(bench.all.count { $0.kind == .packet } == 32)
    #expect(bench.story == ["opened", "ended.active"])
    bench.add([packet(13, 1, 1, 2, 2, payload: 1)])
    #expect(bench.fullStory.suffix(2) == ["resumed", "packet 0"])
  }

  @Test func onlyOfFlowsThatAreTold() {
    var bench = FlowBench(interest: FlowInterest(macs: [], addresses: [IPAddress(v4: 3)]))
    bench.add([packet(0, 1, 1, 2, 2, payload: 1), packet(0, 3, 1, 2, 2, payload: 1)])
    #expect(bench.fullStory == ["opened", "packet 1"])
  }

  /// A place stands for one flow from its opening to its end, also through a split and an eviction.
  @Test func placesNameFlows() {
    var limits = FlowLimits()
    limits.flows = 20
    limits.active = 20_000_000_000
    var bench = FlowBench(limits: limits)
    var generator = Generator(state: 5)
    bench.add(
      (0..<5000).map {
        packet(
          Double($0) / 30, UInt32(generator.next() >> 20 % ($0 < 2500 ? 15 : 30)), 1, 99, 2,
          payload: UInt32(generator.next() >> 20 % 2))
      })
    bench.finish()
    var going: [UInt32: FlowKey] = [:]
    for event in bench.all {
      #expect(event.place < 20)
      if event.kind == .opened {
        #expect(going[event.place] == nil)
        going[event.place] = event.flow.key
      }
      #expect(going[event.place] == event.flow.key)
      if event.kind == .ended, event.reason != .active { going[event.place] = nil }
    }
    #expect(going.isEmpty)
    #expect(bench.all.contains { $0.reason == .active })
    #expect(bench.all.contains { $0.reason == .evicted })
  }

  /// With a batch that fills the buffer no event is lost: each packet opens a flow and is told.
  @Test func fullBuffers() {
    var bench = FlowBench()
    for round in 0..<8 {
      bench.add(
        (0..<256).map { packet(0, UInt32(round * 256 + $0), 1, 0xffff_0000, 2, payload: 1) },
        batch: 256)
    }
    #expect(bench.all.count == 2 * 2048)
    #expect(
      bench.all.filter { $0.kind == .packet }.map(\.position)
        == (0..<8).flatMap { _ in (0..<256).map { UInt16($0) } })
  }
}
