import Capture
import Packets
import Testing

@testable import Flows

/// A table that is stored and restored tells of the same later packets what the first one would have told.
@Suite struct FlowTableStoringTests {
  /// Random packets of all kinds between few ends, with pauses, time-outs, jumps ahead and back.
  private func traffic(_ count: Int, ends: UInt64, seed: UInt64) -> [Packet] {
    var generator = Generator(state: seed)
    var time = 5000.0
    return (0..<count).map { _ in
      let roll = generator.next() >> 8 % 1000
      switch roll {
      case 0: time += 4500
      case 1: time -= 90
      case 2..<6: time += 301
      case 6..<12: time += 61
      case 12..<40: time += 6
      case 40..<90: time -= 0.4
      default: time += 0.2
      }
      let one = UInt32(generator.next() >> 20 % ends) + 1
      let other = UInt32(generator.next() >> 20 % ends) + 1
      let isAnswer = generator.next() >> 30 & 1 == 0
      let ports: (UInt16, UInt16) = isAnswer ? (80, 50_000) : (50_000, 80)
      let payload = UInt32(generator.next() >> 12 % 3) * 700
      switch generator.next() >> 16 % 8 {
      case 0..<4:
        let flags: [TCPFlags] = [.ack, .ack, .ack, .syn, [.syn, .ack], [.fin, .ack], .rst]
        return packet(
          time, one, ports.0, other, ports.1, .tcp,
          flags: flags[Int(generator.next() >> 24 % 7)], payload: payload,
          sequence: UInt32(generator.next() >> 40 % 3))
      case 4: return packet(time, one, isAnswer ? 0 : 8, other, 0, .icmp, payload: 48)
      case 5:
        var frame = packet(time, one, 0, other, 0)
        frame.network = .none
        frame.traits = .hasMAC
        frame.linkProtocol = LinkProtocol(EtherType(rawValue: 0x88b5))
        return frame
      default: return packet(time, one, ports.0, other, ports.1, payload: payload)
      }
    }
  }

  /// All that an event says, but the place, which a restart may change.
  private func line(_ event: FlowEvent) -> String {
    let flow = event.flow
    return "\(event.kind) \(event.reason) \(event.time.rawValue) \(event.fromInitiator) "
      + "\(event.payloadLength) \(event.sequel) \(flow.key) \(flow.first) \(flow.last) "
      + "\(flow.initiator) \(flow.responder) \(flow.traits) \(flow.timeToLive)"
  }

  private struct Case: CustomTestStringConvertible, Sendable {
    var pieces: Int
    var ends: UInt64
    var limits = FlowLimits()
    var interest = FlowInterest.everything
    var testDescription: String { "\(pieces) pieces, \(ends) ends, \(limits.flows) flows" }

    static var all: [Case] {
      var small = FlowLimits()
      small.flows = 40
      // Ends 1 to 6 only, by their hardware addresses.
      let some = FlowInterest(macs: (1...6).map { MACAddress(rawValue: $0) }, addresses: [])
      return [
        Case(pieces: 2, ends: 30), Case(pieces: 300, ends: 9), Case(pieces: 40, ends: 60),
        Case(pieces: 100, ends: 60, limits: small), Case(pieces: 60, ends: 25, interest: some),
      ]
    }
  }

  @Test(arguments: Case.all) private func anyCut(of given: Case) throws {
    let packets = traffic(2500, ends: given.ends, seed: given.ends)
    var limits = given.limits
    limits.active = 900_000_000_000
    var whole = FlowBench(limits: limits, interest: given.interest)
    whole.add(packets)
    whole.finish()
    var generator = Generator(state: 77)
    var cuts = Set((1..<given.pieces).map { _ in Int(generator.next() >> 9 % 2500) }).sorted()
    cuts.append(packets.count)
    var lines: [String] = []
    var bench = FlowBench(limits: limits, interest: given.interest)
    var start = 0
    for (number, cut) in cuts.enumerated() {
      bench.add(Array(packets[start..<cut]), batch: 50)
      start = cut
      lines += bench.all.map(line)
      let stored = bench.table.storedFlows(limit: 65_536, untoldLimit: 65_536)
      #expect(stored.leftOut == 0 && stored.flows.count >= bench.table.toldFlows)
      bench = FlowBench(limits: limits, seed: UInt64(number), interest: given.interest)
      let places = try bench.table.restore(stored)
      #expect(!places.contains(nil) && Set(places).count == places.count)
    }
    bench.finish()
    lines += bench.all.map(line)
    #expect(lines.count > 500)
    let expected = whole.all.map(line)
    let first = zip(lines, expected).first { $0 != $1 }
    #expect(first == nil && lines.count == expected.count)
  }

  /// Each flow is told under the place that was returned for it.
  @Test func places() throws {
    var before = FlowBench()
    before.add((1...9).map { packet(Double($0), UInt32($0), 1, 99, 2) })
    let stored = before.table.storedFlows(limit: 100, untoldLimit: 100)
    var after = FlowBench(seed: 5)
    let places = try after.table.restore(stored)
    after.add((1...9).map { packet(10 + Double($0), UInt32($0), 1, 99, 2, payload: 1) })
    for (old, new) in zip(stored.places, places) {
      let flow = before.all.first { $0.kind == .opened && $0.place == old }?.flow.key
      #expect(flow != nil && after.all.first { $0.place == new }?.flow.key == flow)
    }
  }

  /// Of too many flows those stay whose last packet is the latest; they are silent at the same times.
  @Test func limit() throws {
    var bench = FlowBench()
    bench.add((1...50).map { packet(Double($0) / 10, UInt32($0), 1, 99, 2) })
    let stored = bench.table.storedFlows(limit: 20, untoldLimit: 20)
    #expect(stored.leftOut == 30 && stored.flows.count == 20)
    var limits = FlowLimits()
    limits.flows = 15
    var after = FlowBench(limits: limits)
    let places = try after.table.restore(stored)
    #expect(places.count { $0 == nil } == 5 && after.table.active == 15)
    var roomy = FlowBench()
    _ = try roomy.table.restore(stored)
    roomy.finish()
    #expect(roomy.events.map(\.flow.last.rawValue).min() == 3_100_000_000)
  }

  /// Whoever sends the first packet of a pair of addresses decides whether the flow is told; that stays so
  /// when the packet of a device comes behind the restart.
  @Test(arguments: [5, 0]) func untold(limit: Int) throws {
    let interest = FlowInterest(macs: [MACAddress(rawValue: 7)], addresses: [])
    var before = FlowBench(interest: interest)
    before.add([packet(1, 1, 5, 2, 6)])
    var frame = packet(1, 8, 0, 9, 0)
    frame.network = .none
    before.add([frame])
    let stored = before.table.storedFlows(limit: 5, untoldLimit: limit)
    #expect(stored.flows.count == min(limit, 1) && stored.leftOut == 0)
    var after = FlowBench(interest: interest)
    _ = try after.table.restore(stored)
    var own = packet(2, 1, 5, 2, 6)
    own.sourceMAC = MACAddress(rawValue: 7)
    after.add([own])
    #expect(after.all.isEmpty == (limit > 0))
  }

  /// Storing changes nothing, and gives the same octets again.
  @Test func storingIsHarmless() {
    let packets = traffic(1000, ends: 12, seed: 4)
    var plain = FlowBench()
    plain.add(packets)
    plain.finish()
    var stored = FlowBench()
    for start in stride(from: 0, to: packets.count, by: 100) {
      stored.add(Array(packets[start..<start + 100]))
      let flows = stored.table.storedFlows(limit: 1000, untoldLimit: 1000)
      #expect(stored.table.storedFlows(limit: 1000, untoldLimit: 1000).flows == flows.flows)
    }
    stored.finish()
    #expect(stored.all.map(line) == plain.all.map(line))
  }

  /// An empty table gives an empty one, which begins as any other does.
  @Test func nothing() throws {
    var empty = FlowBench()
    let stored = empty.table.storedFlows(limit: 10, untoldLimit: 10)
    var bench = FlowBench()
    #expect(try bench.table.restore(stored).isEmpty)
    bench.add([packet(7, 1, 80, 2, 50_000)])
    // In the first minute of a capture the port says who called.
    #expect(bench.all.first?.fromInitiator == false)
  }

  /// Behind a gap the beginning of anything may have been missed; without one it was not.
  @Test(arguments: [true, false]) func gap(_ hasGap: Bool) throws {
    var before = FlowBench()
    before.add([packet(0, 1, 1, 2, 2), packet(500, 1, 1, 2, 2)])
    let stored = before.table.storedFlows(limit: 10, untoldLimit: 10)
    var after = FlowBench()
    _ = try after.table.restore(stored)
    if hasGap { after.table.noteGap(until: Timestamp(seconds: 900, nanoseconds: 0)) }
    after.add([packet(901, 3, 80, 4, 50_000)])
    #expect(after.all.last?.fromInitiator == !hasGap)
  }

  /// Octets that are none of a table are refused, or do no harm.
  @Test func damage() {
    var bench = FlowBench()
    bench.add(traffic(300, ends: 12, seed: 1))
    let stored = bench.table.storedFlows(limit: 100, untoldLimit: 100)
    #expect(stored.flows.allSatisfy { $0.count == Flow.storedSize + 2 })
    var generator = Generator(state: 9)
    var refusals = 0
    for _ in 0..<400 {
      var damaged = stored
      if generator.next() >> 33 % 4 == 0 {
        damaged.clock[Int(generator.next() >> 20) % damaged.clock.count] ^= 0x81
      } else {
        let flow = Int(generator.next() >> 20) % damaged.flows.count
        let octet = Int(generator.next() >> 20) % damaged.flows[flow].count
        damaged.flows[flow][octet] ^= UInt8(truncatingIfNeeded: generator.next() >> 40)
        if generator.next() >> 33 % 8 == 0 { damaged.flows[flow].removeLast() }
      }
      var limits = FlowLimits()
      limits.flows = 500
      var after = FlowBench(limits: limits)
      do throws(StoredFault) {
        _ = try after.table.restore(damaged)
      } catch {
        refusals += 1
        continue
      }
      after.add(traffic(50, ends: 12, seed: 2))
      after.finish()
    }
    #expect(refusals > 20)
  }

  /// One flow twice would be two under one key.
  @Test func twice() {
    var bench = FlowBench()
    bench.add([packet(0, 1, 1, 2, 2)])
    var stored = bench.table.storedFlows(limit: 10, untoldLimit: 10)
    stored.flows.append(stored.flows[0])
    var after = FlowBench()
    #expect(throws: StoredFault.self) { _ = try after.table.restore(stored) }
  }
}
