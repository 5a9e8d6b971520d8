/// When to look at each flow again: a lazy timing wheel with a slot a second.
///
/// A flow is looked at when its slot comes up and put further on if packets came since, so a packet
/// costs the wheel nothing. Lists are doubly linked through their own array, so that a connection
/// that closes can be moved forward. A list's order is that of scheduling, never of hashing.
@safe struct FlowWheel: ~Copyable {
  /// Slots, and so the furthest look ahead in seconds.
  static let slots = 4096
  /// Marks a `previous` that is a slot's head.
  private static let headMark: UInt32 = 0x8000_0000

  private struct Link {
    /// The next record plus one, 0 at the end.
    var next: UInt32
    /// The previous record, or the slot with `headMark`.
    var previous: UInt32
  }

  private let memory: FlowMemory
  private let links: UnsafeMutablePointer<Link>
  private var heads = Array(repeating: UInt32(0), count: slots)
  private var occupied = Array(repeating: UInt64(0), count: slots / 64)
  /// The second that was worked off last.
  private(set) var second: Int64 = 0

  init(limit: Int) {
    memory = FlowMemory(byteCount: limit * MemoryLayout<Link>.stride)
    unsafe links = memory.base.bindMemory(to: Link.self, capacity: limit)
  }

  /// Sets the hand without looking at anything.
  mutating func set(_ second: Int64) { self.second = second }

  /// Puts a record that is in no list into the slot after `due`; `due` in nanoseconds.
  mutating func schedule(_ place: UInt32, due: Int64) {
    let after = due / 1_000_000_000 &+ 1
    let target = min(max(after, second &+ 1), second &+ Int64(FlowWheel.slots - 1))
    put(place, slot: Int(target & Int64(FlowWheel.slots - 1)))
  }

  /// Puts a record that is in no list in front of a slot's list.
  @inline(__always)
  mutating func put(_ place: UInt32, slot: Int) {
    let head = heads[slot]
    unsafe links[Int(place)] = Link(
      next: head, previous: FlowWheel.headMark | UInt32(truncatingIfNeeded: slot))
    if head != 0 { unsafe links[Int(head - 1)].previous = place }
    heads[slot] = place + 1
    occupied[slot >> 6] |= 1 << UInt64(slot & 63)
  }

  /// The records of a slot in the order in which they must be put there to stand as they do.
  func records(inSlot slot: Int) -> [UInt32] {
    var places: [UInt32] = []
    var next = heads[slot]
    while next != 0 {
      places.append(next - 1)
      next = unsafe links[Int(next - 1)].next
    }
    return places.reversed()
  }

  /// Takes a record out of its list.
  mutating func remove(_ place: UInt32) {
    let link = unsafe links[Int(place)]
    if link.next != 0 { unsafe links[Int(link.next - 1)].previous = link.previous }
    if link.previous & FlowWheel.headMark != 0 {
      let slot = Int(link.previous & ~FlowWheel.headMark)
      heads[slot] = link.next
      if link.next == 0 { occupied[slot >> 6] &= ~(1 << UInt64(slot & 63)) }
    } else {
      unsafe links[Int(link.previous)].next = link.next
    }
  }

  /// Moves the hand one second on.
  mutating func advance() {
    second &+= 1
  }

  /// The first record of the next slot after the hand that has any, and the second of that slot;
  /// `nil` in an empty wheel. Looks at every slot, the hand's own last.
  func soonest() -> (place: UInt32, second: Int64)? {
    let start = Int(truncatingIfNeeded: second &+ 1) & (FlowWheel.slots - 1)
    var word = start >> 6
    var bits = occupied[word] & (UInt64.max << UInt64(start & 63))
    for _ in 0...occupied.count {
      if bits != 0 {
        let slot = word << 6 | bits.trailingZeroBitCount
        let distance = (slot - start) & (FlowWheel.slots - 1)
        return (heads[slot] - 1, second &+ 1 &+ Int64(distance))
      }
      word = (word + 1) & (occupied.count - 1)
      bits = occupied[word]
    }
    return nil
  }

  /// The records of the hand's slot, from its head on, at most 32 of them; how many there are.
  func upcoming(_ places: inout InlineArray<32, UInt32>) -> Int {
    var count = 0
    var next = heads[Int(second & Int64(FlowWheel.slots - 1))]
    while next != 0, count < 32 {
      places[count] = next - 1
      count += 1
      next = unsafe links[Int(next - 1)].next
    }
    return count
  }
}
