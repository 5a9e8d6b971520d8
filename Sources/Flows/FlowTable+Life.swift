import Capture
import Packets

extension FlowTable {
  /// Starts a flow with its first packet.
  @inline(never)
  mutating func open(_ packets: Span<Packet>, _ position: Int, events: inout FlowEvents) {
    // Before a place is made free, which could be the parent's.
    let parent = parent(packets, position)
    var place = slab.allocate()
    while place == nil {
      evict(events: &events)
      place = slab.allocate()
    }
    guard let place else { return }
    // These know nothing of the table: a method that only reads it would be handed a copy of it.
    let start = FlowStart(packets, position, warmUntil: warmUntil)
    let told = interest.includes(packets, position)
    fill(place, packets, position, start, isTold: told)
    index.insert(slab[place].tag, place)
    wheel.schedule(place, due: due(place))
    probes[position].place = place
    if told {
      toldFlows += 1
      if let parent { events.append(parent) }
      let cause = FlowCause(packets, position, side: probes[position].side)
      append(.opened, place, cause, to: &events)
      tellPacket(place, cause, isResumed: false, events: &events)
    }
    counters.opened &+= 1
    counters.peak = max(counters.peak, UInt64(slab.live))
  }

  /// Writes a flow's record with its first packet.
  @inline(__always)
  private mutating func fill(
    _ place: UInt32, _ packets: Span<Packet>, _ position: Int, _ start: FlowStart, isTold: Bool
  ) {
    let side = Int(probes[position].side)
    let time = packets[position].timestamp
    let length = packets[position].payloadLength
    let flags = packets[position].tcpFlags
    if recordsHistory { beginHistory(place, packets, position, start) }
    slab[place].key = probes[position].key
    slab[place].first = time
    slab[place].last = time
    slab[place].tag = UInt32(truncatingIfNeeded: probes[position].hash >> 32)
    slab[place].packets[side] = 1
    slab[place].packets[1 - side] = 0
    slab[place].frameBytes[side] = UInt64(packets[position].wireLength)
    slab[place].frameBytes[1 - side] = 0
    slab[place].payloadBytes[side] = UInt64(length)
    slab[place].payloadBytes[1 - side] = 0
    slab[place].flags[side] = flags.rawValue
    slab[place].flags[1 - side] = 0
    slab[place].timeToLive = packets[position].timeToLive
    setMAC(packets[position].sourceMAC, side, of: place)
    setMAC(packets[position].destinationMAC, 1 - side, of: place)
    let initiator = start.senderStarted ? side : 1 - side
    var traits: FlowTraits = initiator == 1 ? .initiatorIsSide1 : []
    if start.isMidstream { traits.insert(.midstream) }
    if packets[position].traits.contains(.laterFragment) { traits.insert(.fragments) }
    if flags.contains(.rst) { traits.formUnion([.closed, .reset]) }
    if isTold { traits.insert(.told) }
    if length > 0 { traits.insert(.payloadSeen) }
    // A SYN-ACK tells the number of the SYN that it answers, should that still come.
    let isAnswer = flags.isSuperset(of: [.syn, .ack])
    slab[place].mark =
      length > 0
      ? mark(time)
      : isAnswer ? packets[position].tcpAcknowledgment &- 1 : packets[position].tcpSequence
    slab[place].traits = traits
  }

  @inline(__always)
  private mutating func setMAC(_ mac: MACAddress, _ side: Int, of place: UInt32) {
    slab[place].macLow[side] = UInt32(truncatingIfNeeded: mac.rawValue)
    slab[place].macHigh[side] = UInt16(truncatingIfNeeded: mac.rawValue >> 32)
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
    let timeout = inactiveTimeout(place)
    if time.nanoseconds(since: last) >= timeout {
      end(
        place, quietReason(place), at: last.advanced(byNanoseconds: timeout),
        events: &events)
      return false
    }
    let flags = packets[position].tcpFlags
    if flags.contains(.syn), !flags.contains(.ack),
      startsAnew(place, time, packets[position].tcpSequence, side: side)
    {
      let reason = slab[place].traits.contains(.closed) ? quietReason(place) : .replaced
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
    wheel.schedule(place, due: due(place))
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
    var connection: UInt16 = 0
    if reason != .active {
      toldFlows -= 1
      if recordsHistory {
        connection = events.append(histories[place].connection(slab[place].transport))
      }
    }
    events.append(
      FlowEvent(
        kind: .ended, reason: reason, position: connection, payloadLength: 0, place: place,
        sequel: sequel(place), fromInitiator: true, time: time, flow: slab[place]))
  }

  /// Ends the flow nearest its own time-out; puts those that only seem so further on first.
  private mutating func evict(events: inout FlowEvents) {
    var looked = 0
    while let next = wheel.soonest() {
      let due = due(next.place)
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

  // By place, not by value: a record that is handed over would be copied, 128 bytes a call.

  /// How long a flow may be silent, in nanoseconds.
  @inline(__always)
  func inactiveTimeout(_ place: UInt32) -> Int64 {
    let ends = slab[place].key.ends
    guard UInt8(truncatingIfNeeded: ends) != FlowKey.Family.link.rawValue else {
      return limits.otherInactive
    }
    let transport = IPProtocol(rawValue: UInt8(truncatingIfNeeded: ends >> 8))
    switch transport {
    case .tcp:
      return slab[place].traits.contains(.closed) ? limits.closedLinger : limits.tcpInactive
    case .udp: return limits.udpInactive
    case .icmp, .icmpv6: return limits.icmpInactive
    default: return limits.otherInactive
    }
  }

  /// Why a flow that fell silent ends.
  func quietReason(_ place: UInt32) -> FlowEvent.Reason {
    let traits = slab[place].traits
    guard traits.contains(.closed) else { return .inactive }
    return traits.contains(.reset) ? .reset : .finished
  }

  /// When a flow times out, in nanoseconds since the epoch.
  @inline(__always)
  func due(_ place: UInt32) -> Int64 {
    min(
      slab[place].last.advanced(byNanoseconds: inactiveTimeout(place)).rawValue,
      slab[place].first.advanced(byNanoseconds: limits.active).rawValue)
  }
}
