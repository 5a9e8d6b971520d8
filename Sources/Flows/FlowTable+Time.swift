import Capture
import Packets

extension FlowTable {
  /// A packet this much before the clock sets the clock back instead of being late.
  static let step: Int64 = 60_000_000_000

  /// Works off the full seconds before `time`; `false` when `events` is full before that is done.
  @inline(never)
  mutating func tick(to time: Timestamp, events: inout FlowEvents) -> Bool {
    let second = FlowTable.second(time)
    if nextTick == .min { anchor(at: time) }
    // Each slot needs one visit at the most, however far the time jumps.
    if second &- wheel.second > Int64(FlowWheel.slots) {
      wheel.set(second &- Int64(FlowWheel.slots))
    }
    while true {
      guard expireSlot(events: &events) else { return false }
      if wheel.second >= second { break }
      wheel.advance()
    }
    nextTick = (second &+ 1) &* 1_000_000_000
    clock = max(clock, time)
    return true
  }

  /// Ends the flows of the hand's slot whose time has come and puts the others further on.
  private mutating func expireSlot(events: inout FlowEvents) -> Bool {
    let now = wheel.second &* 1_000_000_000
    var places = InlineArray<32, UInt32>(repeating: 0)
    while true {
      guard events.hasRoom(for: places.count + 4) else { return false }
      let count = wheel.upcoming(&places)
      if count == 0 { return true }
      for position in 0..<count { slab.prefetch(places[position]) }
      for position in 0..<count { index.prefetch(UInt64(slab[places[position]].tag) << 32) }
      for position in 0..<count { expire(places[position], now: now, events: &events) }
    }
  }

  private mutating func expire(_ place: UInt32, now: Int64, events: inout FlowEvents) {
    let last = slab[place].last
    let quiet = last.advanced(byNanoseconds: inactiveTimeout(place))
    // A record from before a backward step would else wait for a time that may never come.
    let isFromAnotherTime = last.rawValue &- now > limits.active
    if quiet.rawValue <= now || isFromAnotherTime {
      end(place, quietReason(place), at: isFromAnotherTime ? clock : quiet, events: &events)
      return
    }
    let full = slab[place].first.advanced(byNanoseconds: limits.active)
    if full.rawValue <= now { split(place, at: full, events: &events) }
    wheel.remove(place)
    wheel.schedule(place, due: due(place))
  }

  /// Counts a packet that lies before the clock, and sets the clock back where that is by much.
  mutating func lateOrStep(_ time: Timestamp) {
    guard clock.nanoseconds(since: time) > FlowTable.step else {
      counters.late &+= 1
      return
    }
    counters.clockSteps &+= 1
    anchor(at: time)
    clock = time
  }

  /// Starts to count time from here.
  private mutating func anchor(at time: Timestamp) {
    let second = FlowTable.second(time)
    wheel.set(second)
    if nextTick == .min { epoch = time.rawValue }
    nextTick = (second &+ 1) &* 1_000_000_000
    warmUntil = time.advanced(byNanoseconds: limits.udpInactive).rawValue
  }

  /// The full second that a moment lies in.
  private static func second(_ time: Timestamp) -> Int64 {
    let (quotient, remainder) = time.rawValue.quotientAndRemainder(dividingBy: 1_000_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
