import Capture
import Packets

extension FlowTable {
  /// Starts a flow with its first packet.
  @inline(never)
  mutating func open(_ packet: borrowing Packet, _ probe: FlowProbe, events: inout FlowEvents) {
    var place = slab.allocate()
    while place == nil {
      evict(events: &events)
      place = slab.allocate()
    }
    guard let place else { return }
    let side = Int(probe.side)
    let time = packet.timestamp
    var flow = Flow()
    flow.key = probe.key
    flow.first = time
    flow.last = time
    flow.tag = UInt32(truncatingIfNeeded: probe.hash >> 32)
    flow.packets[side] = 1
    flow.frameBytes[side] = UInt64(packet.wireLength)
    flow.payloadBytes[side] = UInt64(packet.payloadLength)
    flow.flags[side] = packet.tcpFlags.rawValue
    flow.timeToLive = packet.timeToLive
    setMAC(packet.sourceMAC, side, of: &flow)
    setMAC(packet.destinationMAC, 1 - side, of: &flow)
    let start = start(of: packet)
    let initiator = start.senderStarted ? side : 1 - side
    if initiator == 1 { flow.traits.insert(.initiatorIsSide1) }
    if start.isMidstream { flow.traits.insert(.midstream) }
    if packet.traits.contains(.laterFragment) { flow.traits.insert(.fragments) }
    if packet.tcpFlags.contains(.rst) { flow.traits.formUnion([.closed, .reset]) }
    if packet.payloadLength > 0 {
      flow.traits.insert(.payloadSeen)
      flow.mark = mark(time)
    } else if packet.tcpFlags.contains(.syn) {
      flow.mark = packet.tcpSequence
    }
    slab[place] = flow
    index.insert(flow.tag, place)
    wheel.schedule(place, due: due(flow))
    counters.opened &+= 1
    counters.peak = max(counters.peak, UInt64(slab.live))
    events.append(
      FlowEvent(
        kind: .opened, reason: .none, fromInitiator: start.senderStarted,
        payloadLength: packet.payloadLength, time: time, flow: flow))
  }

  private func setMAC(_ mac: MACAddress, _ side: Int, of flow: inout Flow) {
    flow.macLow[side] = UInt32(truncatingIfNeeded: mac.rawValue)
    flow.macHigh[side] = UInt16(truncatingIfNeeded: mac.rawValue >> 32)
  }

  /// Deals with what is more than counting: time-outs, SYN, FIN and RST.
  ///
  /// Returns whether the flow goes on; if not, it has ended and the packet opens a new one.
  @inline(never)
  mutating func settle(
    _ place: UInt32, _ packet: borrowing Packet, _ probe: FlowProbe, events: inout FlowEvents
  ) -> Bool {
    let time = packet.timestamp
    let flow = slab[place]
    if time.nanoseconds(since: flow.last) >= inactiveTimeout(flow) {
      end(
        place, quietReason(flow), at: flow.last.advanced(byNanoseconds: inactiveTimeout(flow)),
        events: &events)
      return false
    }
    let flags = packet.tcpFlags
    if flags.contains(.syn), !flags.contains(.ack), startsAnew(flow, packet, probe) {
      end(
        place, flow.traits.contains(.closed) ? quietReason(flow) : .replaced, at: time,
        events: &events)
      return false
    }
    if time.nanoseconds(since: flow.first) >= limits.active
      || flow.packets[Int(probe.side)] >= 1 << 31
    {
      split(place, at: time, events: &events)
    }
    noteClose(place, flags, side: Int(probe.side))
    return true
  }

  /// Whether a SYN on a known flow is a new connection and not a retry of the old one.
  private func startsAnew(
    _ flow: borrowing Flow, _ packet: borrowing Packet, _ probe: FlowProbe
  ) -> Bool {
    let traits = flow.traits
    if traits.contains(.closed) { return true }
    if !traits.isDisjoint(with: [.payloadSeen, .midstream]) {
      // A duplicate of the first SYN comes at once; a reused port comes after the old connection.
      return packet.timestamp.nanoseconds(since: flow.last) >= limits.pause
    }
    guard Int(probe.side) == flow.initiatorSide else { return false }
    return packet.tcpSequence != flow.mark
  }

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
