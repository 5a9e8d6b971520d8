import Capture
import Packets
import Testing

@testable import Flows

@Suite struct FlowTableTests {
  /// Both directions of a UDP exchange are one flow, started by the first sender.
  @Test func bothDirectionsAreOneFlow() throws {
    var bench = FlowBench()
    bench.add([
      packet(100, 1, 40000, 2, 53, payload: 30), packet(100.1, 2, 53, 1, 40000, payload: 90),
    ])
    bench.finish()
    #expect(bench.story == ["opened", "ended.captureEnded"])
    let flow = try #require(bench.events.last).flow
    #expect(flow.initiator.address == IPAddress(v4: 1))
    #expect(flow.initiator.port == 40000 && flow.responder.port == 53)
    #expect(flow.initiator.packets == 1 && flow.responder.packets == 1)
    #expect(flow.initiator.bytes == 90 && flow.responder.payloadBytes == 90)
    #expect(flow.initiator.mac == MACAddress(rawValue: 1))
    #expect(flow.first == Timestamp(seconds: 100, nanoseconds: 0))
  }

  /// In the first minute an answer may come before its question; later the first sender started.
  @Test func answersFirst() throws {
    var bench = FlowBench()
    bench.add([packet(0, 9, 53, 8, 40000, payload: 9), packet(100, 2, 53, 1, 40000, payload: 9)])
    let opened = bench.events.filter { $0.kind == .opened }
    #expect(opened.map(\.flow.initiator.address) == [IPAddress(v4: 8), IPAddress(v4: 2)])
    #expect(opened.map(\.fromInitiator) == [false, true])
  }

  @Test func tcpSaysWhoStarted() {
    let cases: [(TCPFlags, Bool)] = [
      (.syn, true), ([.syn, .ack], false), (.rst, false), ([.rst, .ack], false),
    ]
    for (flags, senderStarted) in cases {
      var bench = FlowBench()
      bench.add([packet(1000, 1, 443, 2, 50000, .tcp, flags: flags)])
      #expect(bench.events[0].fromInitiator == senderStarted)
    }
  }

  /// An ACK with data from port 443 to a client port: the connection was there before.
  @Test func midstreamIsJudgedByPorts() {
    var bench = FlowBench()
    bench.add([
      packet(0, 1, 443, 2, 50000, .tcp, flags: .ack),
      packet(10, 1, 443, 2, 50000, .tcp, flags: [.ack, .psh], payload: 10),
    ])
    #expect(bench.story == ["opened", "resumed"])
    #expect(bench.events[0].flow.traits.contains(.midstream))
    #expect(bench.events[0].flow.initiator.address == IPAddress(v4: 2))
  }

  @Test func echoAndAnswerAreOneFlow() {
    var bench = FlowBench()
    var request = packet(0, 1, 8, 2, 0, .icmp, payload: 56)
    var answer = packet(0.1, 2, 0, 1, 0, .icmp, payload: 56)
    bench.add([request, answer])
    request.timestamp = Timestamp(seconds: 5, nanoseconds: 0)
    answer.timestamp = Timestamp(seconds: 5, nanoseconds: 9)
    bench.add([request, answer])
    #expect(bench.story == ["opened", "resumed"])
    #expect(bench.table.active == 1)
    #expect(bench.events[0].flow.initiator.address == IPAddress(v4: 1))
    #expect(!bench.events[0].flow.isICMPError)
    bench.add([packet(6, 1, 3, 2, 1, .icmp, payload: 28)])
    #expect(bench.events.last?.flow.isICMPError == true)
  }

  /// Linux repeats an unanswered SYN after 1, 3, 7, 15, 31 s with the same sequence number: one
  /// event. Another sequence number is another try.
  @Test func synRetriesAreOneEvent() {
    var bench = FlowBench()
    for seconds in [0.0, 1, 3, 7, 15, 31] {
      bench.add([packet(seconds, 1, 50000, 2, 443, .tcp, flags: .syn, sequence: 77)])
    }
    #expect(bench.story == ["opened"])
    bench.add([packet(40, 1, 50000, 2, 443, .tcp, flags: .syn, sequence: 78)])
    #expect(bench.story == ["opened", "ended.replaced", "opened"])
  }

  /// FIN from both sides, five seconds of silence.
  @Test func finishes() {
    var bench = FlowBench()
    bench.add([
      packet(0, 1, 50000, 2, 80, .tcp, flags: .syn),
      packet(0.1, 2, 80, 1, 50000, .tcp, flags: [.syn, .ack]),
      packet(0.2, 1, 50000, 2, 80, .tcp, flags: [.ack, .psh], payload: 5),
      packet(0.3, 1, 50000, 2, 80, .tcp, flags: [.fin, .ack]),
      packet(0.4, 2, 80, 1, 50000, .tcp, flags: [.fin, .ack]),
      packet(0.5, 1, 50000, 2, 80, .tcp, flags: .ack),
      packet(9, 3, 1, 4, 2),
    ])
    #expect(bench.story == ["opened", "ended.finished", "opened"])
    #expect(bench.events[1].time == Timestamp(rawValue: 5_500_000_000))
  }

  @Test func resetEndsAndSynOpensAnew() {
    var bench = FlowBench()
    bench.add([
      packet(0, 1, 50000, 2, 80, .tcp, flags: .syn),
      packet(0.1, 2, 80, 1, 50000, .tcp, flags: [.rst, .ack]),
      packet(0.2, 1, 50000, 2, 80, .tcp, flags: .syn),
    ])
    #expect(bench.story == ["opened", "ended.reset", "opened"])
  }

  /// A heartbeat every 20 s in one connection: each is an event, its answer and its repeats are not.
  @Test func payloadAfterAPause() {
    var bench = FlowBench()
    bench.add([
      packet(0, 1, 50000, 2, 443, .tcp, flags: .syn),
      packet(0.1, 2, 443, 1, 50000, .tcp, flags: [.syn, .ack]),
      packet(0.2, 1, 50000, 2, 443, .tcp, flags: .ack, payload: 100),
    ])
    for beat in 1...5 {
      let time = Double(beat) * 20
      bench.add([
        packet(time, 1, 50000, 2, 443, .tcp, flags: .ack, payload: 60),
        packet(time + 0.2, 2, 443, 1, 50000, .tcp, flags: .ack, payload: 60),
        packet(time + 0.9, 1, 50000, 2, 443, .tcp, flags: .ack, payload: 1),
        packet(time + 5, 1, 50000, 2, 443, .tcp, flags: .ack),
      ])
    }
    #expect(bench.story == ["opened"] + Array(repeating: "resumed", count: 5))
    #expect(bench.events.dropFirst().allSatisfy { $0.fromInitiator && $0.payloadLength == 60 })
  }

  @Test func timeOutsByProtocol() {
    var bench = FlowBench()
    bench.add([
      packet(0, 1, 1, 2, 2, .tcp, flags: .syn), packet(0, 1, 1, 2, 2, .udp),
      packet(0, 1, 8, 2, 0, .icmp), packet(0, 1, 0, 2, 0, IPProtocol(rawValue: 47)),
    ])
    bench.add([packet(59, 9, 9, 8, 8)])
    #expect(bench.table.active == 5)
    bench.add([packet(61.5, 9, 9, 8, 8)])
    #expect(bench.table.active == 2)
    bench.add([packet(299, 9, 9, 8, 8), packet(301.5, 9, 9, 8, 8)])
    #expect(bench.events.filter { $0.kind == .ended && $0.flow.transport == .tcp }.count == 1)
  }

  /// Past the time-out a packet opens a new flow even where the wheel has not turned yet.
  @Test func timeOutIsJudgedAtThePacket() {
    var bench = FlowBench()
    bench.add([packet(0.9, 1, 1, 2, 2, payload: 1), packet(60.95, 1, 1, 2, 2, payload: 1)])
    #expect(bench.story == ["opened", "ended.inactive", "opened"])
    #expect(bench.events[1].time == Timestamp(rawValue: 60_900_000_000))
  }

  @Test func activeTimeOutSplitsAndGoesOn() {
    var bench = FlowBench()
    for second in 0...40 {
      bench.add([packet(Double(second) * 50, 1, 1, 2, 2, payload: 1)])
    }
    bench.finish()
    let ended = bench.events.filter { $0.kind == .ended }
    #expect(ended.map(\.reason) == [.active, .captureEnded])
    #expect(ended.map(\.flow.initiator.packets) == [36, 5])
    #expect(bench.events.filter { $0.kind == .opened }.count == 1)
    #expect(ended[1].flow.traits.contains(.continued))
  }

  /// At the limit the flow nearest its time-out goes, and the counter says so.
  @Test func limitEvictsTheNearestToItsTimeOut() {
    var limits = FlowLimits()
    limits.flows = 3
    var bench = FlowBench(limits: limits)
    bench.add([packet(0, 1, 1, 9, 9), packet(10, 2, 2, 9, 9), packet(20, 3, 3, 9, 9)])
    bench.add([packet(30, 1, 1, 9, 9), packet(31, 4, 4, 9, 9)])
    let evicted = bench.events.filter { $0.reason == .evicted }
    #expect(evicted.map(\.flow.initiator.address) == [IPAddress(v4: 2)])
    #expect(bench.table.counters.ended(.evicted) == 1)
    #expect(bench.table.active == 3)
  }

  /// A clock that is set back by hours, then on by years, neither stalls nor keeps flows for ever.
  @Test func timeJumps() {
    var bench = FlowBench()
    bench.add([packet(1_000_000, 1, 1, 2, 2)])
    bench.add([packet(990_000, 3, 3, 2, 2)])
    #expect(bench.table.counters.clockSteps == 1)
    bench.add([packet(990_100, 4, 4, 2, 2)])
    #expect(
      bench.events.contains { $0.kind == .ended && $0.flow.initiator.address == IPAddress(v4: 3) })
    bench.add([packet(1_700_000_000, 5, 5, 2, 2)])
    #expect(bench.table.active == 1)
    bench.add([packet(1_699_999_990, 6, 6, 2, 2)])
    #expect(bench.table.counters.late == 1)
    bench.add(
      [
        Timestamp(rawValue: .max), Timestamp(rawValue: .min), Timestamp(rawValue: 0),
        Timestamp(rawValue: -1), Timestamp(rawValue: .max),
      ].map { time in
        var odd = packet(0, 7, 7, 2, 2)
        odd.timestamp = time
        return odd
      })
    bench.finish()
    #expect(bench.table.active == 0)
  }

  /// VLANs keep the same addresses apart; frames that are not IP are keyed by MAC pair and type.
  @Test func keys() {
    var bench = FlowBench()
    var tagged = packet(0, 1, 1, 2, 2)
    tagged.vlans = VLANStack.none.adding(100)
    var lldp = Packet()
    lldp.linkProtocol = LinkProtocol(EtherType(rawValue: 0x88cc))
    lldp.sourceMAC = MACAddress(rawValue: 5)
    lldp.destinationMAC = MACAddress(rawValue: 0x0180_c200_000e)
    lldp.payloadLength = 46
    var nothing = Packet()
    nothing.wireLength = 3
    bench.add([packet(0, 1, 1, 2, 2), tagged, lldp, nothing])
    #expect(bench.table.active == 3)
    #expect(bench.table.counters.unkeyed == 1)
    #expect(bench.events[2].flow.linkProtocol == LinkProtocol(EtherType(rawValue: 0x88cc)))
    #expect(bench.events[2].flow.initiator.mac == MACAddress(rawValue: 5))
    #expect(!bench.events[2].flow.isIP && bench.events[2].flow.transport == nil)
  }

  @Test func recordIsTwoCacheLines() { #expect(MemoryLayout<Flow>.stride == 128) }
}
