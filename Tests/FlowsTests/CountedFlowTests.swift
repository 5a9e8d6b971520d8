import Capture
import Packets
import Testing

@testable import Flows

/// Conversations that somebody else has counted are the same as those of the table.
@Suite struct CountedFlowTests {
  /// Both ways round, with and without ports, of both versions of IP: key, ends and Community ID are those
  /// of the flow that packets make.
  @Test(arguments: [
    (IPProtocol.tcp, 40_000, 443), (.udp, 53, 53), (.icmp, 8, 0), (.icmp, 3, 1), (.icmp, 13, 0),
    (.icmpv6, 128, 129), (.icmpv6, 1, 4), (.sctp, 7, 9), (IPProtocol(rawValue: 46), 5, 6),
  ]) func sameAsTheTable(transport: IPProtocol, port: UInt16, otherPort: UInt16) throws {
    let four = [IPAddress(v4: 1), IPAddress(v4: 2)]
    let six = [IPAddress(high: 1, low: 9), IPAddress(high: 2, low: 8)]
    for ends in [four, four.reversed(), six, six.reversed()] {
      var opening = packet(100, 1, port, 2, otherPort, transport, flags: .syn, payload: 30)
      opening.source = ends[0]
      opening.destination = ends[1]
      opening.network = ends == four || ends == four.reversed() ? .ipv4 : .ipv6
      if !transport.hasPorts, transport != .icmp, transport != .icmpv6 {
        opening.traits.remove(.hasPorts)
      }
      var bench = FlowBench()
      bench.add([opening])
      let told = try #require(bench.events.first).flow
      var initiator = Flow.End(address: ends[0], port: port, mac: told.initiator.mac)
      initiator.packets = 1
      initiator.bytes = told.initiator.bytes
      initiator.payloadBytes = 30
      initiator.tcpFlags = .syn
      let responder = Flow.End(address: ends[1], port: otherPort, mac: told.responder.mac)
      let counted = Flow(
        initiator: initiator, responder: responder, transport: transport, first: told.first,
        last: told.last)
      #expect(counted.key == told.key)
      #expect(counted.initiator.port == told.initiator.port)
      #expect(counted.responder.port == told.responder.port)
      #expect(counted.initiator.address == ends[0] && counted.responder.address == ends[1])
      #expect(counted.initiator.mac == told.initiator.mac)
      #expect(counted.initiator.packets == 1 && counted.responder.packets == 0)
      #expect(counted.initiator.tcpFlags == .syn && counted.transport == transport)
      #expect(counted.isICMPError == told.isICMPError)
    }
  }

  /// Counts that do not fit are cut at the most that is kept.
  @Test func countsThatDoNotFit() {
    var end = Flow.End(address: IPAddress(v4: 1), port: 1)
    end.packets = .max
    end.bytes = .max
    let flow = Flow(
      initiator: end, responder: Flow.End(address: IPAddress(v4: 1), port: 1), transport: .tcp,
      first: Timestamp(rawValue: .max), last: Timestamp(rawValue: .min))
    #expect(flow.initiator.packets == UInt64(UInt32.max) && flow.initiator.bytes == .max)
  }

  /// An interest in ranges is in the addresses of them, and in no others.
  @Test func interestInRanges() {
    let ranges = [
      IPAddress(v4: 10)...IPAddress(v4: 19), IPAddress(v4: 15)...IPAddress(v4: 25),
      IPAddress(v4: 40)...IPAddress(v4: 40),
      IPAddress(high: 1, low: 0)...IPAddress(high: 1, low: 5),
    ]
    let interest = FlowInterest(macs: [], addresses: [IPAddress(v4: 99)], ranges: ranges)
    let nobody = Flow.End(address: IPAddress(v4: 1000), port: 0)
    for number in UInt32(0)...110 {
      let isIn = (10...25).contains(number) || number == 40 || number == 99
      let end = Flow.End(address: IPAddress(v4: number), port: 0)
      #expect(interest.includes(end, nobody) == isIn, "\(number)")
      #expect(interest.includes(nobody, end) == isIn, "\(number)")
    }
    for (low, isIn) in [(UInt64(0), true), (5, true), (6, false)] {
      let end = Flow.End(address: IPAddress(high: 1, low: low), port: 0)
      #expect(interest.includes(end, nobody) == isIn)
    }
  }
}
