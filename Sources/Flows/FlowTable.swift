public import Capture
public import Packets

/// All conversations that are going on, in memory reserved once.
///
/// A batch of packets is added in three passes: keys and hashes; prefetch of the index, then of the
/// records; update. What comes out depends on the packets alone, never on how they were batched or on
/// the seed: time-outs are judged by the time of each packet, and the wheel turns at full seconds of
/// packet time.
///
/// At the limit the flow nearest its own time-out ends (`evicted`), so a flood of new flows pushes out
/// the flows that have been silent longest for their kind.
public struct FlowTable: ~Copyable {
  let limits: FlowLimits
  let seed: FlowSeed
  var slab: FlowSlab
  var index: FlowIndex
  var wheel: FlowWheel
  /// Whose flows are told; a change is about flows that open from then on.
  public internal(set) var interest: FlowInterest
  /// Whether flows are told, for their beginnings only, in which nobody of interest takes part.
  var hearsStrangers: Bool
  /// Whether each flow's history is kept.
  let recordsHistory: Bool
  var histories: ConnectionSlab
  /// Flows going on that somebody wants to hear of.
  var toldFlows = 0
  /// What was done so far.
  public internal(set) var counters = FlowCounters()
  var probes: [FlowProbe]
  /// Packets of the batch whose probes are ready.
  var prepared = 0
  /// How many packets' memory is asked for ahead: more than that falls out of the first-level cache
  /// again before it is used (measured).
  static let ahead = 64
  /// The most events of one packet, besides those of other flows' time-outs: it ends or splits one
  /// flow, opens or resumes one, and is told itself.
  static let mostEvents = 3
  /// The latest packet time; set back only by a step of more than a minute.
  var clock = Timestamp(rawValue: .min)
  /// The first moment that lies in a second the wheel has not worked off.
  var nextTick: Int64 = .min
  /// What `Flow.mark` counts from.
  var epoch: Int64 = 0
  /// How often the clock was set back in earlier runs that this one goes on from.
  var earlierClockSteps: UInt64 = 0
  /// Until here the capture may have missed the beginning of a conversation.
  var warmUntil: Int64 = .min
  /// Shortest of all time-outs of flows that are not closed: a packet after less than this cannot be
  /// of one that has ended.
  let shortestTimeout: Int64
  /// `FlowLimits.pause` in units of `Flow.mark`.
  let pauseMark: UInt32

  /// An empty table that tells of the flows that are of interest; with their histories at their ends
  /// where `recordsHistory` says so.
  public init(
    limits: FlowLimits, seed: FlowSeed, interest: FlowInterest = .everything,
    recordsHistory: Bool = false
  ) {
    self.interest = interest
    hearsStrangers = interest.hearsStrangers
    self.recordsHistory = recordsHistory
    histories = ConnectionSlab(limit: recordsHistory ? max(1, limits.flows) : 0)
    var limits = limits
    limits.flows = max(1, limits.flows)
    self.limits = limits
    self.seed = seed
    slab = FlowSlab(limit: limits.flows)
    index = FlowIndex(limit: limits.flows)
    wheel = FlowWheel(limit: limits.flows)
    probes = Array(repeating: FlowProbe(), count: FrameBatch.capacity)
    shortestTimeout = min(
      limits.tcpInactive, limits.udpInactive, limits.icmpInactive, limits.otherInactive,
      limits.active)
    pauseMark = UInt32(truncatingIfNeeded: limits.pause >> 20)
  }

  /// Bytes of address space that a table of `limits` reserves: the records, their places in the
  /// wheel, an index of at most 32 bytes a flow, and the histories where they are kept.
  public static func reservation(of limits: FlowLimits, recordsHistory: Bool = false) -> Int {
    let history = recordsHistory ? MemoryLayout<ConnectionHistory>.stride : 0
    return limits.flows * (MemoryLayout<Flow>.stride + 8 + 32 + history) + 1 << 20
  }

  /// Whether the system would give the address space for a table of `limits`; without it there is none.
  public static func isPossible(_ limits: FlowLimits, recordsHistory: Bool = false) -> Bool {
    FlowMemory.isAvailable(byteCount: reservation(of: limits, recordsHistory: recordsHistory))
  }

  /// Flows going on now.
  public var active: Int { slab.live }

  /// Adds the packets of a batch (at most `FrameBatch.capacity`) from `start` on, and returns how far
  /// it got: `packets.count`, or less when `events` is full.
  ///
  /// Hand the events on, empty them, and call again from there.
  public mutating func add(
    _ packets: Span<Packet>, from start: Int, events: inout FlowEvents
  ) -> Int {
    if start == 0 {
      prepared = 0
      if packets.count > probes.count { makeRoom(for: packets.count) }
    }
    var next = start
    while next < packets.count {
      if next == prepared { prepare(packets) }
      guard events.hasRoom(for: FlowTable.mostEvents) else { return next }
      let time = packets[next].timestamp
      if time.rawValue >= nextTick {
        guard tick(to: time, events: &events) else { return next }
      } else if time < clock {
        lateOrStep(time)
      } else {
        clock = time
      }
      if probes[next].side == FlowProbe.noSide {
        counters.unkeyed &+= 1
      } else {
        update(packets, next, events: &events)
      }
      next &+= 1
    }
    return next
  }

  /// Adds the packets of a batch from `start` on, as `add(_:from:events:)` does with a span.
  public mutating func add(
    _ batch: borrowing PacketBatch, from start: Int, events: inout FlowEvents
  ) -> Int {
    add(batch.conversing, from: start, events: &events)
  }

  /// Ends every flow, as the capture has ended. Returns whether more remain: hand the events on,
  /// empty them, and call again. Nothing can be added afterwards.
  public mutating func endAll(events: inout FlowEvents) -> Bool {
    while toldFlows > 0 {
      guard events.hasRoom(for: 1) else { return true }
      guard let next = wheel.soonest() else { return false }
      // The index is not needed any more, so nothing is taken out of it.
      tell(next.place, .captureEnded, at: clock, events: &events)
      wheel.remove(next.place)
      slab.release(next.place)
    }
    counters.ended[Int(FlowEvent.Reason.captureEnded.rawValue)] &+= UInt64(slab.live)
    slab.releaseAll()
    return false
  }

  /// Layers of tunnels make a batch longer than its frames.
  @inline(never)
  private mutating func makeRoom(for count: Int) {
    probes.append(contentsOf: repeatElement(FlowProbe(), count: count - probes.count))
  }

  /// Tells the flows of others from now on.
  public mutating func tell(_ interest: FlowInterest) {
    self.interest = interest
    hearsStrangers = interest.hearsStrangers
  }

  /// Tells the flows of one more machine from now on, by what is known of its addresses.
  public mutating func tell(of mac: MACAddress?, _ addresses: [IPAddress]) {
    if let mac { interest.include(mac) }
    for address in addresses { interest.include(address) }
  }

  /// Goes on with the sample of an earlier run.
  /// - Throws: `StoredFault` where it is none.
  public mutating func restoreSample(_ stored: [UInt8]) throws(StoredFault) {
    try interest.restore(stored)
  }

  /// Works out keys and hashes of the next packets and asks for their memory.
  private mutating func prepare(_ packets: Span<Packet>) {
    let range = prepared..<min(prepared + FlowTable.ahead, packets.count)
    for position in range {
      let side = FlowKey.make(packets[position], into: &probes[position].key)
      probes[position].side = side ?? FlowProbe.noSide
      probes[position].place = FlowProbe.noPlace
      let hash = probes[position].key.hash(seed)
      probes[position].hash = hash
      index.prefetch(hash)
    }
    for position in range {
      if let place = index.guess(probes[position].hash) { slab.prefetch(place) }
    }
    prepared = range.upperBound
  }

  @inline(__always)
  private mutating func update(
    _ packets: Span<Packet>, _ position: Int, events: inout FlowEvents
  ) {
    guard let place = index.find(probes[position].hash, probes[position].key, in: slab) else {
      open(packets, position, events: &events)
      return
    }
    let time = packets[position].timestamp
    let flags = packets[position].tcpFlags.rawValue
    let isNotable = flags & (TCPFlags.fin.rawValue | TCPFlags.syn.rawValue | TCPFlags.rst.rawValue)
    if isNotable != 0 || slab[place].traits.contains(.closed)
      || time.nanoseconds(since: slab[place].last) >= shortestTimeout
      || time.rawValue &- slab[place].first.rawValue >= limits.active
      || slab[place].packets[Int(probes[position].side)] >= 1 << 31
    {
      guard settle(place, packets, position, events: &events) else {
        open(packets, position, events: &events)
        return
      }
    }
    count(place, packets, position, events: &events)
  }

  @inline(__always)
  private mutating func count(
    _ place: UInt32, _ packets: Span<Packet>, _ position: Int, events: inout FlowEvents
  ) {
    let side = Int(probes[position].side)
    let time = packets[position].timestamp
    probes[position].place = place
    let isRested = time.nanoseconds(since: slab[place].last) >= limits.pause
    if time > slab[place].last { slab[place].last = time }
    slab[place].packets[side] &+= 1
    slab[place].frameBytes[side] &+= UInt64(packets[position].wireLength)
    slab[place].flags[side] |= packets[position].tcpFlags.rawValue
    if recordsHistory { histories[place].count(Segment(packets, position), side: side) }
    let length = packets[position].payloadLength
    var isResumed = false
    if length > 0 {
      slab[place].payloadBytes[side] &+= UInt64(length)
      let now = mark(time)
      let traits = slab[place].traits
      let silence = now &- slab[place].mark
      slab[place].mark = now
      // A late packet gives a huge difference; it is no pause.
      if !traits.contains(.payloadSeen) || (silence >= pauseMark && silence < 1 << 31) {
        isResumed = firstOrAfterPause(place, packets, position, events: &events)
      }
    }
    if slab[place].traits.contains(.told) {
      tellPacket(
        place, FlowCause(packets, position, side: probes[position].side), isResumed: isResumed,
        isRested: isRested, events: &events)
      // Frames that are not IP are few, and go on saying who is there.
      if hearsStrangers, slab[place].isIP, slab[place].packets[side] == FlowTable.strangersTold {
        endBeginning(place, at: time, events: &events)
      }
    }
  }

  /// The first payload of a flow is part of its opening, unless the opening was missed. Returns whether
  /// the payload counts as coming after a pause.
  private mutating func firstOrAfterPause(
    _ place: UInt32, _ packets: Span<Packet>, _ position: Int, events: inout FlowEvents
  ) -> Bool {
    let traits = slab[place].traits
    slab[place].traits.insert(.payloadSeen)
    if !traits.contains(.payloadSeen), !traits.contains(.midstream) { return false }
    counters.resumed &+= 1
    if hearsStrangers, !traits.contains(.told), interest.includes(slab[place]) {
      // Somebody has become of interest since the flow began.
      slab[place].traits.insert(.told)
      toldFlows += 1
    }
    if slab[place].traits.contains(.told) {
      append(
        .resumed, place, FlowCause(packets, position, side: probes[position].side), to: &events)
    }
    return true
  }

  /// A moment as `Flow.mark` counts it.
  @inline(__always)
  func mark(_ time: Timestamp) -> UInt32 {
    UInt32(truncatingIfNeeded: (time.rawValue &- epoch) >> 20)
  }
}
