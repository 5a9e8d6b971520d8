import Capture
import Devices
import Flows
import Packets
import Rules
import Testing

@testable import Sensor

/// Decoder, flow table and conversations, stored and restored between any two frames, tell the rules
/// what they would have told them without.
@Suite struct StageRestartTests {
  /// The stages below the rules.
  private struct Stages: ~Copyable {
    var decoder = PacketDecoder()
    var packets = PacketBatch(capacity: 256)
    var table: FlowTable
    var events = FlowEvents()
    var conversations = Conversations()
    var lines: [String] = []

    init(_ interest: FlowInterest, seed: UInt64) {
      var generator = FixedGenerator(state: seed)
      var limits = FlowLimits()
      limits.flows = 4096
      table = FlowTable(limits: limits, seed: FlowSeed(using: &generator), interest: interest)
    }

    mutating func process(_ frames: borrowing FrameBatch) {
      decoder.decode(frames, into: &packets)
      var next = 0
      while next < packets.conversing.count {
        next = table.add(packets, from: next, events: &events)
        conversations.read(events, packets, in: frames)
        drain()
      }
    }

    mutating func finish() {
      while table.endAll(events: &events) { end() }
      end()
    }

    private mutating func end() {
      conversations.end(events)
      drain()
    }

    private mutating func drain() {
      for (event, content) in zip(events.list, conversations.contents) {
        lines.append(
          "\(event.kind) \(event.reason) \(event.time.rawValue) \(event.fromInitiator) "
            + "\(event.payloadLength) \(event.flow.key) \(event.flow.first.rawValue) "
            + "\(event.flow.last.rawValue) \(event.flow.initiator) \(event.flow.responder) "
            + "\(event.flow.traits) \(content.session) \(String(describing: content.message))")
      }
      events.removeAll()
    }

    /// These stages as another program would have them that read what this one wrote.
    mutating func restarted(_ interest: FlowInterest, seed: UInt64) throws -> Stages {
      let flows = table.storedFlows(limit: 65_536, untoldLimit: 16_384)
      let sessions = conversations.stored(flows.places)
      var stages = Stages(interest, seed: seed)
      let places = try stages.table.restore(flows)
      try stages.conversations.restore(
        sessions.map { (try #require(places[Int($0.number)]), $0.octets) })
      try stages.decoder.restoreFragments(decoder.storedFragments)
      swap(&stages.lines, &lines)
      return stages
    }
  }

  private func lines(
    _ frames: HandMadeFrames, _ interest: FlowInterest, every step: Int
  ) throws -> [String] {
    var stages = Stages(interest, seed: 1)
    for start in stride(from: 0, to: frames.records.count, by: step) {
      let range = start..<min(start + step, frames.records.count)
      frames.forEachBatch(of: range, size: 256) { stages.process($0) }
      if step < frames.records.count {
        stages = try stages.restarted(interest, seed: UInt64(start))
      }
    }
    stages.finish()
    return stages.lines
  }

  private func compare(_ frames: HandMadeFrames, _ interest: FlowInterest, steps: [Int]) throws {
    let whole = try lines(frames, interest, every: .max)
    for step in steps {
      let pieces = try lines(frames, interest, every: step)
      let first = zip(whole, pieces).first { $0 != $1 }
      #expect(first == nil, "cut every \(step) frames")
      #expect(pieces.count == whole.count)
    }
  }

  @Test(arguments: GoldenTests.cases) func everyCapture(name: String) throws {
    let folder = Folder.captures.path + "/" + name
    let inventory = try Folder.inventory(of: folder)
    let interest = FlowInterest(in: inventory, isRouterWatched: false)
    let frames = try HandMadeFrames(capture: folder + "/capture.pcap")
    let steps = frames.records.count > 1000 ? [197] : [1]
    try compare(frames, interest, steps: steps)
    // Of everybody: sessions and tunnels of all kinds.
    try compare(frames, .everything, steps: [frames.records.count > 1000 ? 511 : 5])
  }

  /// A hello in three segments out of order and a datagram in fragments, cut anywhere inside.
  @Test func splitMessages() throws {
    let frames = SplitTraffic.frames
    let whole = try lines(frames, .everything, every: .max)
    #expect(whole.contains { $0.contains("bmc.example") })
    #expect(whole.contains { $0.contains("a.example") })
    try compare(frames, .everything, steps: [1, 2, 3, 4, 5, 7])
  }
}
