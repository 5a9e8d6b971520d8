import Capture
import Flows
import Packets
import Published

/// A TCP connection that stays open and carries a small payload now and then, as frames that go through
/// the decoder and the flow table.
struct HeartbeatConnection {
  /// What a rule on beacons takes for a beat of the device: an opening, and payload after a pause, in
  /// seconds.
  private(set) var events: [Double] = []
  /// When the flow table opened a conversation: what tools see that know connections only.
  private(set) var openings: [Double] = []

  private static let start = Timestamp(rawValue: 1_767_571_200_000_000_000)
  private static let device = HeartbeatFrame.End(
    mac: [2, 0, 0, 0, 0, 1], address: [10, 20, 0, 11], port: 40_123)
  private static let deviceAddress = IPAddress(v4: 10 << 24 | 20 << 16 | 11)
  private static let peer = HeartbeatFrame.End(
    mac: [2, 0, 0, 0, 0, 2], address: [203, 0, 113, 7], port: 443)

  /// The connection with a payload at each of `beats`, the first right behind its handshake.
  init(beats: [Double]) {
    // Where flows lie in the table does not show in its events.
    var random = SplitMix(seed: 1)
    var limits = FlowLimits()
    limits.flows = 16
    var decoder = PacketDecoder()
    var packets = PacketBatch(capacity: FrameBatch.capacity)
    var table = FlowTable(limits: limits, seed: FlowSeed(using: &random))
    var told = FlowEvents()
    let frames = HeartbeatConnection.frames(beats)
    for start in stride(from: 0, to: frames.count, by: FrameBatch.capacity) {
      let part = frames[start..<min(start + FrameBatch.capacity, frames.count)]
      var bytes: [UInt8] = []
      var records: [FrameRecord] = []
      for frame in part {
        records.append(
          FrameRecord(
            timestamp: HeartbeatConnection.start.advanced(
              byNanoseconds: Int64(frame.time * 1e9)),
            offset: bytes.count, capturedLength: UInt32(frame.octets.count),
            wireLength: UInt32(frame.octets.count), linkType: LinkType(rawValue: 1)))
        bytes += frame.octets
      }
      decoder.decode(
        unsafe FrameBatch(records: records.span, bytes: bytes.span.bytes), into: &packets)
      var next = 0
      while next < packets.conversing.count {
        next = table.add(packets, from: next, events: &told)
        for event in told.list { note(event) }
        told.removeAll()
      }
    }
  }

  /// As the rule `beacon.periodic` does it.
  private mutating func note(_ event: FlowEvent) {
    let seconds = event.time.seconds(since: HeartbeatConnection.start)
    let isDevices = event.flow.initiator.address == HeartbeatConnection.deviceAddress
    switch event.kind {
    case .opened:
      openings.append(seconds)
      let isReal = !event.flow.traits.contains(.midstream) || event.payloadLength > 0
      if isReal, isDevices, event.fromInitiator { events.append(seconds) }
    case .resumed: if isDevices, event.fromInitiator { events.append(seconds) }
    case .packet, .ended: break
    }
  }

  /// Handshake, then a payload, its answer and an acknowledgment at each beat.
  private static func frames(_ beats: [Double]) -> [(time: Double, octets: [UInt8])] {
    var frames: [(time: Double, octets: [UInt8])] = []
    var sent: UInt32 = 1000
    var received: UInt32 = 9000
    func add(_ time: Double, fromDevice: Bool, _ flags: UInt8, _ payload: Int = 0) {
      let octets = HeartbeatFrame(
        from: fromDevice ? device : peer, to: fromDevice ? peer : device,
        sequence: fromDevice ? sent : received, acknowledgment: fromDevice ? received : sent,
        flags: flags, payload: payload
      ).octets
      frames.append((time, octets))
      let length = UInt32(payload) + (flags & 2 == 2 ? 1 : 0)
      if fromDevice { sent &+= length } else { received &+= length }
    }
    guard let first = beats.first else { return [] }
    add(first, fromDevice: true, 0x02)
    add(first + 0.03, fromDevice: false, 0x12)
    add(first + 0.031, fromDevice: true, 0x10)
    for (index, beat) in beats.enumerated() {
      let time = index == 0 ? beat + 0.032 : beat
      add(time, fromDevice: true, 0x18, 48)
      add(time + 0.04, fromDevice: false, 0x18, 32)
      add(time + 0.041, fromDevice: true, 0x10)
    }
    return frames
  }
}
