import Capture
import Testing

@testable import Packets

/// What conversations speak is known over a restart.
@Suite struct SessionsStoringTests {
  private static let request = Array(
    "GET /redfish/v1 HTTP/1.1\r\nHost: bmc.example\r\nUser-Agent: probe\r\n\r\n".utf8)

  /// Sends the steps, each of its own conversation, through sessions that are stored and restored behind
  /// each of them where `isCut` says so.
  private func lines(
    _ steps: [(key: UInt32, step: SessionsTests.Step)], _ limits: SessionLimits, isCut: Bool
  ) throws -> [String] {
    var sessions = Sessions(limits: limits)
    var decoder = PacketDecoder()
    var batch = PacketBatch(capacity: 1)
    var lines: [String] = []
    let keys = Set(steps.map(\.key)).sorted()
    for (key, step) in steps {
      let frame = step.frame
      let record = FrameRecord(
        timestamp: Timestamp(rawValue: 0), offset: 0, capturedLength: UInt32(frame.count),
        wireLength: UInt32(frame.count), linkType: LinkType(rawValue: 1))
      let records = [record]
      let frames = unsafe FrameBatch(records: records.span, bytes: frame.span.bytes)
      decoder.decode(frames, into: &batch)
      let message = sessions.read(
        batch, 0, in: frames, key: key, fromInitiator: step.fromInitiator)
      lines.append("\(key) \(String(describing: message)) \(keys.map { sessions[$0] })")
      guard isCut else { continue }
      let stored = sessions.stored(keys)
      sessions = Sessions(limits: limits)
      try sessions.restore(stored.map { (keys[Int($0.number)], $0.octets) })
    }
    return lines
  }

  /// Segments of many connections, out of order, with retransmissions that contradict, and messages.
  private var steps: [(key: UInt32, step: SessionsTests.Step)] {
    var state: UInt64 = 11
    func roll(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var steps: [(key: UInt32, step: SessionsTests.Step)] = []
    for _ in 0..<400 {
      var step = SessionsTests.Step()
      step.fromInitiator = roll(3) > 0
      let start = roll(Self.request.count)
      let end = min(start + 1 + roll(30), Self.request.count)
      step.sequence = UInt32(1000 + start)
      step.payload = Array(Self.request[start..<end])
      if roll(12) == 0 {
        step.flags = step.fromInitiator ? 2 : 18
        step.sequence = 999
        step.payload = []
      }
      if roll(25) == 0 { step.payload = step.payload.map { $0 ^ 1 } }
      if roll(9) == 0 { step.isTCP = false }
      steps.append((UInt32(roll(14)), step))
    }
    return steps
  }

  @Test(arguments: [(100, 100), (5, 100), (100, 3), (9, 2)]) func anyCut(most: Int, heads: Int)
    throws
  {
    var limits = SessionLimits()
    limits.sessions = most
    limits.heads = heads
    let whole = try lines(steps, limits, isCut: false)
    #expect(most + heads < 200 || whole.contains { $0.contains("bmc.example") })
    let cut = try lines(steps, limits, isCut: true)
    let first = zip(whole, cut).first { $0 != $1 }
    #expect(first == nil)
  }

  /// Octets that are none of a conversation are refused, or do no harm.
  @Test func damage() throws {
    var sessions = Sessions()
    var record = SessionRecord(serial: 4)
    record.session.spoken = "http"
    record.session.serverName = "bmc.example"
    var head = StreamHead()
    _ = head.add(Self.request.octets, at: 3)
    record.heads[1] = head
    record.bases[0] = 7
    sessions.records[9] = record
    let stored = try #require(sessions.stored([1, 9]).first)
    #expect(stored.number == 1)
    var refusals = 0
    for position in stored.octets.indices {
      for flip: UInt8 in [1, 0x80, 0xff] {
        var octets = stored.octets
        octets[position] ^= flip
        var again = Sessions()
        do throws(StoredFault) {
          try again.restore([(9, octets)])
        } catch {
          refusals += 1
          continue
        }
        var other = again.records[9]?.heads[1] ?? StreamHead()
        _ = other.add(Self.request.octets, at: 0)
        _ = again.end(9)
      }
    }
    #expect(refusals > 50)
  }
}
