import Capture
import Testing

@testable import Packets

/// Conversations are read from hand-made frames, in any order.
@Suite struct SessionsTests {
  /// One packet of TCP or UDP between 10.0.0.1 (the initiator, port 40000) and 10.0.0.2.
  struct Step {
    var fromInitiator = true
    var port: UInt16 = 80
    var isTCP = true
    var sequence: UInt32 = 1
    var flags: UInt8 = 0x18
    var payload: [UInt8] = []
    /// Octets that the capture has less than the frame had.
    var cut = 0

    var frame: [UInt8] {
      func two(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }
      let ports = fromInitiator ? two(40_000) + two(Int(port)) : two(Int(port)) + two(40_000)
      let transport: [UInt8]
      if isTCP {
        let number = two(Int(sequence >> 16)) + two(Int(sequence & 0xffff))
        transport = ports + number + [0, 0, 0, 0, 0x50, flags, 255, 255, 0, 0, 0, 0] + payload
      } else {
        transport = ports + two(8 + payload.count) + [0, 0] + payload
      }
      let addresses: [UInt8] =
        fromInitiator ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1]
      return bytes("02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00") + two(20 + transport.count)
        + [0, 1, 0x40, 0, 64, isTCP ? 6 : 17, 0, 0] + addresses + transport
    }
  }

  /// Sends the steps through, all of conversation 7, in batches of `size`.
  private func read(
    _ steps: [Step], limits: SessionLimits = SessionLimits(), size: Int = 3
  ) -> (messages: [Message?], session: Session, counters: SessionCounters) {
    var sessions = Sessions(limits: limits)
    var messages: [Message?] = []
    var decoder = PacketDecoder()
    var batch = PacketBatch(capacity: size)
    for start in stride(from: 0, to: steps.count, by: size) {
      let part = steps[start..<min(start + size, steps.count)]
      var memory: [UInt8] = []
      var records: [FrameRecord] = []
      for step in part {
        let kept = step.frame.count - step.cut
        records.append(
          FrameRecord(
            timestamp: Timestamp(rawValue: 0), offset: memory.count, capturedLength: UInt32(kept),
            wireLength: UInt32(step.frame.count), linkType: LinkType(rawValue: 1),
            checkSequenceLength: 0))
        memory += step.frame.prefix(kept)
      }
      let frames = unsafe FrameBatch(records: records.span, bytes: memory.span.bytes)
      decoder.decode(frames, into: &batch)
      for (position, step) in part.enumerated() {
        messages.append(
          sessions.read(
            batch, position, in: frames, key: 7, fromInitiator: step.fromInitiator))
      }
    }
    return (messages, sessions.end(7), sessions.counters)
  }

  private static let request = Array(
    "GET /redfish/v1 HTTP/1.1\r\nHost: bmc.example\r\nUser-Agent: probe\r\n\r\n".utf8)

  @Test func oneSegmentIsEnough() {
    let read = read([Step(payload: Self.request)])
    #expect(read.messages[0]?.name == "http")
    #expect(read.messages[0]?.fields["host"]?.text == "bmc.example")
    #expect(read.session.spoken == "http")
    #expect(read.session.suggested == "http")
    #expect(read.session.suggested == read.session.spoken)
  }

  /// The message stands at the segment that completes it, whatever came in between.
  @Test func segmentsOutOfOrderTwiceAndOverlapping() {
    let cuts = [0..<10, 8..<40, 8..<40, 40..<Self.request.count]
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
      var steps = [Step(sequence: 0xffff_fff0, flags: 2)]
      steps += order.map { index in
        Step(
          sequence: 0xffff_fff1 &+ UInt32(cuts[index].lowerBound),
          payload: Array(Self.request[cuts[index]]))
      }
      let read = read(steps)
      #expect(read.messages.compactMap { $0 }.count == 1)
      #expect(read.messages.compactMap { $0 }.first?.fields["user_agent"]?.text == "probe")
      #expect(read.counters.contradictions == 0)
    }
  }

  /// Datagrams that nobody knows end the reading of a side, but where machines are managed.
  @Test(arguments: [(623, true), (664, true), (9999, false)] as [(UInt16, Bool)])
  func behindWhatNobodyKnows(port: UInt16, isRead: Bool) {
    var steps = (0..<8).map { _ in Step(port: port, isTCP: false, payload: [0xee, 0xee, 0xee]) }
    steps.append(Step(port: port, isTCP: false, payload: IPMITests.capabilitiesRequest))
    #expect((read(steps).messages.last??.name == "ipmi") == isRead)
  }

  /// A port may be that of several protocols.
  @Test func portsOfSeveral() {
    #expect(ProtocolCatalog.isOwn("ipmi", port: 623, in: .udp))
    #expect(ProtocolCatalog.isOwn("rmcp", port: 623, in: .udp))
    #expect(!ProtocolCatalog.isOwn("dns", port: 623, in: .udp))
    #expect(!ProtocolCatalog.isOwn("ipmi", port: 623, in: .tcp))
  }

  /// HTTP on the port of another protocol is told by its content.
  @Test func contentBeatsThePort() {
    let read = read([Step(port: 22, payload: Self.request)])
    #expect(read.session.spoken == "http" && read.session.suggested == "ssh")
    #expect(read.session.suggested != read.session.spoken)
  }

  @Test func bothDirectionsAreRead() {
    let answer = Array("HTTP/1.1 200 OK\r\nServer: lwip\r\nContent-Length: 0\r\n\r\n".utf8)
    let read = read([
      Step(payload: Self.request), Step(fromInitiator: false, sequence: 900, payload: answer),
      Step(sequence: 1 + UInt32(Self.request.count), payload: Self.request),
    ])
    #expect(read.messages[1]?.fields["server"]?.text == "lwip")
    #expect(read.messages[2] == nil)
    #expect(read.counters.messages == 2)
  }

  /// A segment that the capture has cut gives what there is, at once.
  @Test func cutSegmentGivesWhatThereIs() {
    let read = read([Step(payload: Self.request, cut: 10)])
    #expect(read.messages[0]?.name == "http")
    #expect(read.messages[0]?.fault == .truncated)
    #expect(read.messages[0]?.fields["host"]?.text == "bmc.example")
  }

  /// Every datagram is read by itself.
  @Test func datagramsAreReadEach() {
    let query = bytes(
      "12 34 01 00 00 01 00 00 00 00 00 00 03 62 6d 63 07 65 78 61 6d 70 6c 65 00 00 01 00 01")
    let step = Step(port: 53, isTCP: false, payload: query)
    let read = read([step, step])
    #expect(read.messages.allSatisfy { $0?.name == "dns" })
    #expect(read.session.spoken == "dns")
  }

  /// Many beginnings that never end push out the oldest, and are counted.
  @Test func memoryIsBounded() {
    var limits = SessionLimits()
    limits.heads = 4
    limits.sessions = 8
    var sessions = Sessions(limits: limits)
    var decoder = PacketDecoder()
    var batch = PacketBatch(capacity: 1)
    for key in 0..<100 as Range<UInt32> {
      let frame = Step(payload: Array(Self.request.prefix(20))).frame
      let records = [
        FrameRecord(
          timestamp: Timestamp(rawValue: 0), offset: 0, capturedLength: UInt32(frame.count),
          wireLength: UInt32(frame.count), linkType: LinkType(rawValue: 1), checkSequenceLength: 0)
      ]
      let frames = unsafe FrameBatch(records: records.span, bytes: frame.span.bytes)
      decoder.decode(frames, into: &batch)
      #expect(sessions.read(batch, 0, in: frames, key: key, fromInitiator: true) == nil)
    }
    #expect(sessions.counters.forgotten == 92)
    #expect(sessions.counters.abandonedHeads >= 88)
    #expect(sessions[99].suggested == "http")
    #expect(sessions[0] == Session())
  }
}
