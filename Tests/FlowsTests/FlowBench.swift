import Capture
import Packets

@testable import Flows

/// A flow table with its events, fed packet by packet or in batches.
struct FlowBench: ~Copyable {
  var table: FlowTable
  /// Every event.
  var all: [FlowEvent] = []
  /// The histories of the flows that ended, where they are kept.
  var connections: [Connection] = []
  /// The events without those of single packets.
  var events: [FlowEvent] { all.filter { $0.kind != .packet } }
  private var buffer = FlowEvents()

  init(
    limits: FlowLimits = FlowLimits(), seed: UInt64 = 1, interest: FlowInterest = .everything,
    recordsHistory: Bool = false
  ) {
    var generator = Generator(state: seed)
    table = FlowTable(
      limits: limits, seed: FlowSeed(using: &generator), interest: interest,
      recordsHistory: recordsHistory)
  }

  mutating func add(_ packets: [Packet], batch: Int = 64) {
    var start = 0
    while start < packets.count {
      let chunk = Array(packets[start..<min(start + batch, packets.count)])
      var next = 0
      while next < chunk.count {
        next = table.add(chunk.span, from: next, events: &buffer)
        drain()
      }
      start += chunk.count
    }
  }

  mutating func finish() {
    while table.endAll(events: &buffer) { drain() }
    drain()
  }

  private mutating func drain() {
    all += buffer.list
    connections += buffer.list.compactMap { buffer.connection(of: $0) }
    buffer.removeAll()
  }

  /// `opened`, `resumed` and `ended.reason` in order.
  var story: [String] { Self.story(of: events) }
  /// The same with `packet` and its index in the batch.
  var fullStory: [String] { Self.story(of: all) }

  private static func story(of events: [FlowEvent]) -> [String] {
    events.map {
      switch $0.kind {
      case .ended: "ended.\($0.reason)"
      case .packet: "packet \($0.position)"
      case .opened, .resumed: "\($0.kind)"
      }
    }
  }
}

/// A small fixed generator (Knuth's MMIX constants), so that every run tests the same.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}

/// A TCP or UDP packet at a time in seconds.
func packet(
  _ seconds: Double, _ source: UInt32, _ sourcePort: UInt16, _ destination: UInt32,
  _ destinationPort: UInt16, _ transport: IPProtocol = .udp, flags: TCPFlags = [],
  payload: UInt32 = 0, sequence: UInt32 = 0
) -> Packet {
  var packet = Packet()
  packet.timestamp = Timestamp(rawValue: Int64(seconds * 1e9))
  packet.network = .ipv4
  packet.linkProtocol = LinkProtocol(.ipv4)
  packet.source = IPAddress(v4: source)
  packet.destination = IPAddress(v4: destination)
  packet.sourceMAC = MACAddress(rawValue: UInt64(source))
  packet.destinationMAC = MACAddress(rawValue: UInt64(destination))
  packet.sourcePort = sourcePort
  packet.destinationPort = destinationPort
  packet.transport = transport
  packet.tcpFlags = flags
  packet.tcpSequence = sequence
  packet.payloadLength = payload
  packet.wireLength = 60 + payload
  packet.networkOffset = 14
  packet.transportOffset = 34
  packet.payloadOffset = transport == .tcp ? 54 : transport == .udp ? 42 : 38
  packet.tcpWindow = transport == .tcp ? 65535 : 0
  packet.traits = [.hasMAC, .hasPorts]
  return packet
}
