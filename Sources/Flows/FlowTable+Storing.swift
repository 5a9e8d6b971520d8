public import Capture
import Packets

/// What goes on over a restart.
///
/// Of flows that nobody hears of nothing is kept: they tell nothing. Histories are not kept either.
extension FlowTable {
  /// The flows that somebody hears of, and the clock; nothing changes by it. To be asked between batches.
  /// - Parameter limit: The most flows that are given; of more those whose last packet is the latest.
  public mutating func storedFlows(limit: Int) -> StoredFlows {
    var stored = StoredFlows()
    stored.clock = storedClock()
    var found: [(place: UInt32, slot: UInt16, last: Timestamp)] = []
    found.reserveCapacity(toldFlows)
    for slot in 0..<FlowWheel.slots where found.count < toldFlows {
      for place in wheel.records(inSlot: slot) where slab[place].traits.contains(.told) {
        found.append((place, UInt16(truncatingIfNeeded: slot), slab[place].last))
      }
    }
    if found.count > limit {
      stored.leftOut = found.count - limit
      let latest = found.indices
        .sorted { (found[$1].last, $0) < (found[$0].last, $1) }.prefix(limit)
      found = latest.sorted().map { found[$0] }
    }
    for flow in found {
      var writer = StoredWriter()
      writer.add(flow.slot)
      writer.add(slab[flow.place])
      stored.flows.append(writer.octets)
      stored.places.append(flow.place)
    }
    return stored
  }

  private mutating func storedClock() -> [UInt8] {
    var writer = StoredWriter()
    writer.add(nextTick != .min)
    writer.add(wheel.second)
    writer.add(clock)
    writer.add(epoch)
    writer.add(warmUntil)
    writer.add(earlierClockSteps &+ counters.clockSteps)
    return writer.octets
  }

  /// Takes flows back into a table that has seen nothing; `places` and `leftOut` do not count.
  /// - Returns: Of each flow its place in this table; `nil` where it has no room.
  /// - Throws: `StoredFault` where the octets are not those of a clock and of flows.
  public mutating func restore(_ stored: StoredFlows) throws(StoredFault) -> [UInt32?] {
    try restoreClock(stored.clock)
    var places: [UInt32?] = []
    places.reserveCapacity(stored.flows.count)
    for octets in stored.flows {
      var reader = StoredReader(octets)
      let slot = Int(try reader.number(UInt16.self))
      let flow: Flow = try reader.value()
      try reader.end()
      guard slot < FlowWheel.slots, flow.traits.contains(.told) else {
        throw reader.fault("a flow that is told")
      }
      places.append(try take(flow, slot: slot, reader))
    }
    counters.peak = UInt64(slab.live)
    return places
  }

  private mutating func take(
    _ flow: Flow, slot: Int, _ reader: StoredReader
  ) throws(StoredFault) -> UInt32? {
    let hash = flow.key.hash(seed)
    guard index.find(hash, flow.key, in: slab) == nil else {
      throw reader.fault("a flow of its own")
    }
    guard let place = slab.allocate() else { return nil }
    slab[place] = flow
    slab[place].tag = UInt32(truncatingIfNeeded: hash >> 32)
    index.insert(slab[place].tag, place)
    wheel.put(place, slot: slot)
    toldFlows += 1
    return place
  }

  private mutating func restoreClock(_ octets: [UInt8]) throws(StoredFault) {
    var reader = StoredReader(octets)
    let isAnchored = try reader.flag()
    let second: Int64 = try reader.number()
    let clock = try reader.time()
    let epoch: Int64 = try reader.number()
    let warmUntil: Int64 = try reader.number()
    let steps: UInt64 = try reader.number()
    try reader.end()
    guard isAnchored else { return }
    // All seconds of packet time are within these, and differences of them are numbers.
    let furthest = Int64.max / 1_000_000_000
    guard (-furthest - 1...furthest).contains(second) else {
      throw reader.fault("a second of packet time")
    }
    wheel.set(second)
    nextTick = (second &+ 1) &* 1_000_000_000
    self.clock = clock
    self.epoch = epoch
    self.warmUntil = warmUntil
    earlierClockSteps = steps
  }

  /// Says that packets may have been missed until now, so that the next minute is judged as the first one
  /// of a capture is.
  public mutating func noteGap(until time: Timestamp) {
    warmUntil = max(warmUntil, time.advanced(byNanoseconds: limits.udpInactive).rawValue)
  }
}
