import CPlatform

/// From a key's hash to its record: open addressing with linear probing, 8 bytes a slot.
///
/// A slot holds the upper half of the hash and the record's place plus one. Deletion shifts the run
/// back, so there are no tombstones. At three quarters full the index doubles into the other of two
/// reservations, which together cover every size up to the limit.
@safe struct FlowIndex: ~Copyable {
  private let larger: FlowMemory
  private let smaller: FlowMemory
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: UInt32
  private var inLarger: Bool
  /// Entries before the index must grow.
  private var room: Int
  private var count = 0

  /// An index for at most `limit` records.
  init(limit: Int) {
    var largest = 1 << 12
    while largest / 4 * 3 < limit { largest <<= 1 }
    var size = largest
    // Sizes alternate between the two, so that the largest falls to the larger one.
    inLarger = true
    while size > 1 << 16 {
      size >>= 1
      inLarger.toggle()
    }
    larger = FlowMemory(byteCount: largest * 8)
    smaller = FlowMemory(byteCount: largest * 4)
    if inLarger { larger.touch(byteCount: size * 8) } else { smaller.touch(byteCount: size * 8) }
    unsafe slots = (inLarger ? larger.base : smaller.base)
      .bindMemory(to: UInt64.self, capacity: size)
    mask = UInt32(truncatingIfNeeded: size - 1)
    room = size / 4 * 3
  }

  @inline(__always)
  func prefetch(_ hash: UInt64) {
    unsafe prefetch_read(slots + Int(UInt32(truncatingIfNeeded: hash >> 32) & mask))
  }

  /// Where the record of `hash` is, by the half of the hash that the index holds; `nil` for none.
  @inline(__always)
  func guess(_ hash: UInt64) -> UInt32? {
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var at = tag & mask
    while true {
      let slot = unsafe slots[Int(at)]
      if slot == 0 { return nil }
      if UInt32(truncatingIfNeeded: slot >> 32) == tag {
        return UInt32(truncatingIfNeeded: slot) &- 1
      }
      at = (at &+ 1) & mask
    }
  }

  /// The record with `hash` and `key`.
  @inline(__always)
  func find(_ hash: UInt64, _ key: borrowing FlowKey, in slab: borrowing FlowSlab) -> UInt32? {
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var at = tag & mask
    while true {
      let slot = unsafe slots[Int(at)]
      if slot == 0 { return nil }
      if UInt32(truncatingIfNeeded: slot >> 32) == tag {
        let place = UInt32(truncatingIfNeeded: slot) &- 1
        if slab[place].key.matches(key) { return place }
      }
      at = (at &+ 1) & mask
    }
  }

  /// Adds a record whose key is not in the index.
  mutating func insert(_ tag: UInt32, _ place: UInt32) {
    if count == room { grow() }
    var at = tag & mask
    while unsafe slots[Int(at)] != 0 { at = (at &+ 1) & mask }
    unsafe slots[Int(at)] = UInt64(tag) << 32 | UInt64(place &+ 1)
    count += 1
  }

  /// Removes a record that is in the index.
  mutating func remove(_ tag: UInt32, _ place: UInt32) {
    let wanted = UInt64(tag) << 32 | UInt64(place &+ 1)
    var hole = tag & mask
    while unsafe slots[Int(hole)] != wanted { hole = (hole &+ 1) & mask }
    var at = hole
    while true {
      at = (at &+ 1) & mask
      let slot = unsafe slots[Int(at)]
      if slot == 0 { break }
      let home = UInt32(truncatingIfNeeded: slot >> 32) & mask
      // An entry may fill the hole unless its home lies after the hole, on the way to the entry.
      if (at &- home) & mask >= (at &- hole) & mask {
        unsafe slots[Int(hole)] = slot
        hole = at
      }
    }
    unsafe slots[Int(hole)] = 0
    count -= 1
  }

  private mutating func grow() {
    let old = unsafe slots
    let oldSize = Int(mask) + 1
    let size = oldSize * 2
    unsafe slots = (inLarger ? smaller.base : larger.base)
      .bindMemory(to: UInt64.self, capacity: size)
    mask = UInt32(truncatingIfNeeded: size - 1)
    room = size / 4 * 3
    for index in 0..<oldSize {
      let slot = unsafe old[index]
      if slot == 0 { continue }
      var at = UInt32(truncatingIfNeeded: slot >> 32) & mask
      while unsafe slots[Int(at)] != 0 { at = (at &+ 1) & mask }
      unsafe slots[Int(at)] = slot
    }
    if inLarger { larger.clear() } else { smaller.clear() }
    inLarger.toggle()
  }
}
