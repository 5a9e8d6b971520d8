import Capture
import Packets

extension FlowTable {
  /// Starts a flow with its first packet.
  @inline(never)
  mutating func open(_ packets: Span<Packet>, _ position: Int, events: inout FlowEvents) {
    var place = slab.allocate()
    while place == nil {
      evict(events: &events)
      place = slab.allocate()
    }
    guard let place else { return }
    let start = start(of: packets, position)
    let told = isOfInterest(packets, position)
    fill(&slab[place], packets, position, start, isTold: told)
    index.insert(slab[place].tag, place)
    wheel.schedule(place, due: due(slab[place]))
    if told {
      toldFlows += 1
      events.append(
        FlowEvent(
          kind: .opened, reason: .none, fromInitiator: start.senderStarted,
          payloadLength: packets[position].payloadLength,
          time: packets[position].timestamp, flow: slab[place]))
    }
    counters.opened &+= 1
    counters.peak = max(counters.peak, UInt64(slab.live))
  }

  /// Writes a flow's record with its first packet.
  @inline(__always)
  private func fill(
    _ flow: inout Flow, _ packets: Span<Packet>, _ position: Int,
    _ start: (senderStarted: Bool, isMidstream: Bool), isTold: Bool
  ) {
    let side = Int(probes[position].side)
    let time = packets[position].timestamp
    let length = packets[position].payloadLength
    let flags = packets[position].tcpFlags
    flow.key = probes[position].key
    flow.first = time
    flow.last = time
    flow.tag = UInt32(truncatingIfNeeded: probes[position].hash >> 32)
    flow.packets[side] = 1
    flow.packets[1 - side] = 0
    flow.frameBytes[side] = UInt64(packets[position].wireLength)
    flow.frameBytes[1 - side] = 0
    flow.payloadBytes[side] = UInt64(length)
    flow.payloadBytes[1 - side] = 0
    flow.flags[side] = flags.rawValue
    flow.flags[1 - side] = 0
    flow.timeToLive = packets[position].timeToLive
    setMAC(packets[position].sourceMAC, side, of: &flow)
    setMAC(packets[position].destinationMAC, 1 - side, of: &flow)
    let initiator = start.senderStarted ? side : 1 - side
    var traits: FlowTraits = initiator == 1 ? .initiatorIsSide1 : []
    if start.isMidstream { traits.insert(.midstream) }
    if packets[position].traits.contains(.laterFragment) { traits.insert(.fragments) }
    if flags.contains(.rst) { traits.formUnion([.closed, .reset]) }
    if isTold { traits.insert(.told) }
    if length > 0 { traits.insert(.payloadSeen) }
    flow.mark = length > 0 ? mark(time) : packets[position].tcpSequence
    flow.traits = traits
  }

  @inline(__always)
  private func isOfInterest(_ packets: Span<Packet>, _ position: Int) -> Bool {
    if interest.includes(mac: packets[position].sourceMAC.rawValue) { return true }
    if interest.includes(mac: packets[position].destinationMAC.rawValue) { return true }
    guard packets[position].isIP else { return false }
    let source = packets[position].source
    if interest.includes(high: source.high, low: source.low) { return true }
    let destination = packets[position].destination
    return interest.includes(high: destination.high, low: destination.low)
  }

  @inline(__always)
  private func setMAC(_ mac: MACAddress, _ side: Int, of flow: inout Flow) {
    flow.macLow[side] = UInt32(truncatingIfNeeded: mac.rawValue)
    flow.macHigh[side] = UInt16(truncatingIfNeeded: mac.rawValue >> 32)
  }

  /// Deals with what is more than counting: time-outs, SYN, FIN and RST.
  ///
  /// Returns whether the flow goes on; if not, it has ended and the packet opens a new one.
  @inline(never)
  mutating func settle(
    _ place: UInt32, _ packets: Span<Packet>, _ position: Int, events: inout FlowEvents
  ) -> Bool {
    let time = packets[position].timestamp
    let side = Int(probes[position].side)
    let last = slab[place].last
    let timeout = inactiveTimeout(slab[place])
    if time.nanoseconds(since: last) >= timeout {
      end(
        place, quietReason(slab[place]), at: last.advanced(byNanoseconds: timeout),
        events: &events)
      return false
    }
    let flags = packets[position].tcpFlags
    if flags.contains(.syn), !flags.contains(.ack),
      startsAnew(place, time, packets[position].tcpSequence, side: side)
    {
      let reason = slab[place].traits.contains(.closed) ? quietReason(slab[place]) : .replaced
      end(place, reason, at: time, events: &events)
      return false
    }
    if time.nanoseconds(since: slab[place].first) >= limits.active
      || slab[place].packets[side] >= 1 << 31
    {
      split(place, at: time, events: &events)
    }
    noteClose(place, flags, side: side)
    return true
  }

  /// Whether a SYN on a known flow is a new connection and not a retry of the old one.
  private func startsAnew(
    _ place: UInt32, _ time: Timestamp, _ sequence: UInt32, side: Int
  ) -> Bool {
    let traits = slab[place].traits
    if traits.contains(.closed) { return true }
    if !traits.isDisjoint(with: [.payloadSeen, .midstream]) {
      // A duplicate of the first SYN comes at once; a reused port comes after the old connection.
      return time.nanoseconds(since: slab[place].last) >= limits.pause
    }
    guard side == slab[place].initiatorSide else { return false }
    return sequence != slab[place].mark
      || time.nanoseconds(since: slab[place].first) >= FlowTable.longestRetry
  }

  /// The same SYN is a retry for so long: RFC 1122 section 4.2.3.5 wants at least three minutes, Linux
  /// gives up after two. After that it is a sign of life of its own.
  private static let longestRetry: Int64 = 300_000_000_000

  private mutating func noteClose(_ place: UInt32, _ flags: TCPFlags, side: Int) {
    guard flags.contains(.fin) || flags.contains(.rst), !slab[place].traits.contains(.closed)
    else { return }
    if flags.contains(.rst) {
      slab[place].traits.formUnion([.closed, .reset])
    } else if TCPFlags(rawValue: slab[place].flags[1 - side]).contains(.fin) {
      slab[place].traits.insert(.closed)
    } else {
      return
    }
    wheel.remove(place)
    wheel.schedule(place, due: due(slab[place]))
  }

  /// Reports a flow that goes on and counts it anew.
  mutating func split(_ place: UInt32, at time: Timestamp, events: inout FlowEvents) {
    tell(place, .active, at: time, events: &events)
    slab[place].first = time
    slab[place].packets = [0, 0]
    slab[place].frameBytes = [0, 0]
    slab[place].payloadBytes = [0, 0]
    slab[place].traits.insert(.continued)
    if slab[place].traits.contains(.payloadSeen) {
      // Keeps a silence of days from wrapping round to a short one.
      let now = mark(time)
      if now &- slab[place].mark >= 1 << 30, now &- slab[place].mark < 1 << 31 {
        slab[place].mark = now &- 1 << 30
      }
    }
  }

  /// Ends a flow and gives its record back.
  mutating func end(
    _ place: UInt32, _ reason: FlowEvent.Reason, at time: Timestamp, events: inout FlowEvents
  ) {
    tell(place, reason, at: time, events: &events)
    index.remove(slab[place].tag, place)
    wheel.remove(place)
    slab.release(place)
  }

  /// Says that a flow ended or was split.
  mutating func tell(
    _ place: UInt32, _ reason: FlowEvent.Reason, at time: Timestamp, events: inout FlowEvents
  ) {
    counters.ended[Int(reason.rawValue)] &+= 1
    guard slab[place].traits.contains(.told) else { return }
    if reason != .active { toldFlows -= 1 }
    events.append(
      FlowEvent(
        kind: .ended, reason: reason, fromInitiator: true, payloadLength: 0, time: time,
        flow: slab[place]))
  }

  /// Ends the flow nearest its own time-out; puts those that only seem so further on first.
  private mutating func evict(events: inout FlowEvents) {
    var looked = 0
    while let next = wheel.soonest() {
      let due = due(slab[next.place])
      looked += 1
      if due / 1_000_000_000 + 1 > next.second, looked < 64 {
        wheel.remove(next.place)
        wheel.schedule(next.place, due: due)
        continue
      }
      end(next.place, .evicted, at: clock, events: &events)
      return
    }
  }

  /// How long a flow may be silent, in nanoseconds.
  func inactiveTimeout(_ flow: borrowing Flow) -> Int64 {
    guard flow.isIP else { return limits.otherInactive }
    switch UInt8(truncatingIfNeeded: flow.key.ends >> 8) {
    case IPProtocol.tcp.rawValue:
      return flow.traits.contains(.closed) ? limits.closedLinger : limits.tcpInactive
    case IPProtocol.udp.rawValue: return limits.udpInactive
    case IPProtocol.icmp.rawValue, IPProtocol.icmpv6.rawValue: return limits.icmpInactive
    default: return limits.otherInactive
    }
  }

  /// Why a flow that fell silent ends.
  func quietReason(_ flow: borrowing Flow) -> FlowEvent.Reason {
    guard flow.traits.contains(.closed) else { return .inactive }
    return flow.traits.contains(.reset) ? .reset : .finished
  }

  /// When a flow times out, in nanoseconds since the epoch.
  func due(_ flow: borrowing Flow) -> Int64 {
    min(
      flow.last.advanced(byNanoseconds: inactiveTimeout(flow)).rawValue,
      flow.first.advanced(byNanoseconds: limits.active).rawValue)
  }
}
