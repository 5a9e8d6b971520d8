import Capture
import Packets
import Testing

@testable import Flows

/// A second implementation, slow and plain: a dictionary, every time-out looked at with every packet.
private struct FlowModel {
  struct Key: Hashable {
    var ends: Set<String>
    var transport: UInt8
  }
  struct Flow: Equatable {
    var first: Int64
    var last: Int64
    var packets = 0
    var bytes = 0
    var payload = 0
  }

  var flows: [Key: Flow] = [:]
  var ended: [String] = []
  var opened = 0

  mutating func add(_ packet: Packet) {
    let time = packet.timestamp.rawValue
    for (key, flow) in flows where time - flow.last >= 60_000_000_000 {
      end(key, flow)
    }
    let key = Key(
      ends: [
        "\(packet.source) \(packet.sourcePort)", "\(packet.destination) \(packet.destinationPort)",
      ],
      transport: packet.transport.rawValue)
    if flows[key] == nil {
      opened += 1
      flows[key] = Flow(first: time, last: time)
    }
    flows[key]?.last = time
    flows[key]?.packets += 1
    flows[key]?.bytes += Int(packet.wireLength)
    flows[key]?.payload += Int(packet.payloadLength)
  }

  mutating func end(_ key: Key, _ flow: Flow) {
    flows[key] = nil
    ended.append(
      "\(key.ends.sorted()) \(flow.first) \(flow.last) \(flow.packets) \(flow.bytes) \(flow.payload)"
    )
  }

  mutating func finish() {
    for (key, flow) in flows { end(key, flow) }
  }
}

@Suite struct FlowModelTests {
  /// Random UDP packets between few ends over an hour, with bursts, silences and flows that come back.
  private func traffic(_ count: Int, ends: UInt64, seed: UInt64) -> [Packet] {
    var generator = Generator(state: seed)
    var time = 1000.0
    return (0..<count).map { _ in
      let roll = generator.next() % 1000
      time += roll == 0 ? 70 : roll < 20 ? 5 : 0.004
      let source = UInt32(generator.next() >> 20 % ends)
      let destination = UInt32(generator.next() >> 20 % ends)
      return packet(
        time, source, UInt16(source % 7), destination, UInt16(destination % 5),
        payload: UInt32(generator.next() % 3))
    }
  }

  @Test(arguments: [(20_000, 12), (20_000, 90), (30_000, 4000)] as [(Int, UInt64)])
  func equalsTheModel(count: Int, ends: UInt64) {
    let packets = traffic(count, ends: ends, seed: ends)
    var bench = FlowBench()
    bench.add(packets, batch: 256)
    bench.finish()
    var model = FlowModel()
    for packet in packets { model.add(packet) }
    model.finish()
    let ended = bench.events.filter { $0.kind == .ended }.map { event in
      let flow = event.flow
      let ends = [flow.initiator, flow.responder].map { "\($0.address) \($0.port)" }
      let total = (
        packets: flow.initiator.packets + flow.responder.packets,
        bytes: flow.initiator.bytes + flow.responder.bytes,
        payload: flow.initiator.payloadBytes + flow.responder.payloadBytes
      )
      return "\(Set(ends).sorted()) \(flow.first.rawValue) \(flow.last.rawValue) \(total.packets) "
        + "\(total.bytes) \(total.payload)"
    }
    #expect(ended.sorted() == model.ended.sorted())
    #expect(bench.table.counters.opened == UInt64(model.opened))
  }

  /// What comes out depends neither on the batches nor on the seed.
  @Test func batchesAndSeedsDoNotShow() {
    let packets = traffic(8000, ends: 500, seed: 3)
    func lines(batch: Int, seed: UInt64, flows: Int) -> [String] {
      var limits = FlowLimits()
      limits.flows = flows
      var bench = FlowBench(limits: limits, seed: seed)
      bench.add(packets, batch: batch)
      bench.finish()
      return bench.events.map {
        "\($0.kind) \($0.reason) \($0.time.rawValue) \($0.fromInitiator) \($0.payloadLength) "
          + "\($0.flow.initiator) \($0.flow.responder) \($0.flow.first) \($0.flow.last)"
      }
    }
    for flows in [50, 1_000_000] {
      let expected = lines(batch: 256, seed: 1, flows: flows)
      #expect(lines(batch: 1, seed: 1, flows: flows) == expected)
      #expect(lines(batch: 7, seed: 2, flows: flows) == expected)
    }
  }

  /// Hundreds of thousands of flows at once: the index grows several times and loses none.
  @Test func growth() {
    var bench = FlowBench()
    let count: UInt32 = 150_000
    for round in 0..<2 {
      for start in stride(from: UInt32(0), to: count, by: 256) {
        let chunk = (start..<min(start + 256, count)).map {
          packet(Double(round), $0, 7, 0xffff_0000, 9)
        }
        bench.add(chunk, batch: 256)
      }
    }
    #expect(bench.table.active == Int(count))
    #expect(bench.table.counters.opened == UInt64(count))
    bench.finish()
    #expect(bench.events.filter { $0.kind == .ended }.allSatisfy { $0.flow.initiator.packets == 2 })
  }
}
