public import Capture
import Packets

/// What goes on over a restart.
///
/// Flows that nobody hears of are kept where they are of IP: who sends is asked when a flow begins, and what
/// is going on under one pair of addresses must not begin anew because another station's packet comes
/// behind the restart. Histories are not kept.
extension FlowTable {
  /// The flows that are going on, and the clock; nothing changes by it. To be asked between batches.
  /// - Parameters:
  ///   - limit: The most flows that are given of those that somebody hears of; of more those whose last
  ///     packet is the latest.
  ///   - untoldLimit: The same of all others.
  /// - Returns: The flows in the order in which they must be given back.
  public mutating func storedFlows(limit: Int, untoldLimit: Int) -> StoredFlows {
    var stored = StoredFlows()
    stored.clock = storedClock()
    var told: [StoredPlace] = []
    var untold: [StoredPlace] = []
    told.reserveCapacity(toldFlows)
    var order = 0
    for slot in 0..<FlowWheel.slots {
      for place in wheel.records(inSlot: slot) {
        let found = StoredPlace(
          order: order, place: place, slot: UInt16(truncatingIfNeeded: slot), last: slab[place].last
        )
        order += 1
        if slab[place].traits.contains(.told) {
          told.append(found)
        } else if slab[place].isIP {
          untold.append(found)
        }
      }
    }
    stored.leftOut = max(0, told.count - limit)
    let kept = StoredPlace.latest(told, limit) + StoredPlace.latest(untold, untoldLimit)
    for found in kept.sorted(by: { $0.order < $1.order }) {
      var writer = StoredWriter()
      writer.add(found.slot)
      writer.add(slab[found.place])
      stored.flows.append(writer.octets)
      stored.places.append(found.place)
    }
    return stored
  }

  /// Where a flow is that may be stored.
  private struct StoredPlace {
    /// Its turn when flows are given back.
    var order: Int
    var place: UInt32
    var slot: UInt16
    var last: Timestamp

    /// The flows whose last packets are the latest.
    static func latest(_ places: [StoredPlace], _ count: Int) -> [StoredPlace] {
      guard places.count > count else { return places }
      let sorted = places.sorted { ($1.last, $0.order) < ($0.last, $1.order) }
      return Array(sorted.prefix(count))
    }
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
      guard slot < FlowWheel.slots else { throw reader.fault("when to look at a flow") }
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
    if flow.traits.contains(.told) { toldFlows += 1 }
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
