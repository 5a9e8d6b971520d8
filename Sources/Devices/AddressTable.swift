/// Which device an address belongs to: a flat hash table, built once, then only read.
///
/// Open addressing with linear probing, at most half full, over plain integers, so that a look-up
/// touches no reference count. Only the inventory fills it, so the wire cannot lengthen a probe.
struct AddressTable: Sendable {
  private struct Slot: Sendable {
    var high: UInt64
    var low: UInt64
    var value: Int32
  }

  /// What `value` gives for an address that is not in the table.
  static let absent: Int32 = -1

  private var slots: [Slot]
  private let shift: Int
  private let mask: Int

  /// An empty table with room for a number of addresses.
  init(capacity: Int) {
    var bits = 1
    while 1 << bits < capacity * 2 { bits += 1 }
    slots = Array(
      repeating: Slot(high: 0, low: 0, value: AddressTable.absent), count: 1 << bits)
    shift = 64 - bits
    mask = 1 << bits - 1
  }

  /// Remembers a value, which must not be `absent`, for an address; the later one of two counts.
  ///
  /// Never more addresses than the capacity.
  mutating func insert(high: UInt64, low: UInt64, value: Int32) {
    let index = slot(high, low)
    slots[index] = Slot(high: high, low: low, value: value)
  }

  /// The value of an address, or `absent`.
  func value(high: UInt64, low: UInt64) -> Int32 { slots[slot(high, low)].value }

  /// The slot that holds an address, or the empty one where it would go.
  private func slot(_ high: UInt64, _ low: UInt64) -> Int {
    // Fibonacci hashing: the top bits of a product with an odd constant depend on all bits below.
    let mixed = (high &* 0x9e37_79b9_7f4a_7c15) ^ low
    let product = (mixed ^ mixed >> 29) &* 0xd6e8_feb8_6659_fd93
    var index = Int(truncatingIfNeeded: product >> UInt64(shift))
    while slots[index].value != AddressTable.absent,
      slots[index].low != low || slots[index].high != high
    {
      index = (index + 1) & mask
    }
    return index
  }
}
