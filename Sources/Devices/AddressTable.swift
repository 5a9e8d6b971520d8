/// Which device an address belongs to: a flat hash table, built once, then only read.
///
/// Open addressing with linear probing, at most half full, over plain integers, so that a look-up
/// touches no reference count. A bit field of one byte a slot in front of it answers most look-ups of
/// unknown addresses, which are most look-ups. Only the inventory fills it, so the wire cannot
/// lengthen a probe.
struct AddressTable: Sendable {
  private struct Slot: Sendable {
    var high: UInt64
    var low: UInt64
    var value: Int32
  }

  /// What `value` gives for an address that is not in the table.
  static let absent: Int32 = -1

  private var slots: [Slot]
  /// A bit for each hash of eight times as many as there are slots: whether any address has it.
  private var filter: [UInt8]
  private let shift: UInt64

  /// An empty table with room for a number of addresses.
  init(capacity: Int) {
    var bits = 1
    while 1 << bits < capacity * 2 { bits += 1 }
    slots = Array(repeating: Slot(high: 0, low: 0, value: AddressTable.absent), count: 1 << bits)
    filter = Array(repeating: 0, count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  /// Remembers a value, which must not be `absent`, for an address; the later one of two counts.
  ///
  /// Never more addresses than the capacity.
  mutating func insert(high: UInt64, low: UInt64, value: Int32) {
    let hash = AddressTable.hash(high, low)
    filter[Int(hash >> shift)] |= AddressTable.bit(hash, shift)
    let index = slot(hash, high, low)
    slots[index] = Slot(high: high, low: low, value: value)
  }

  /// The value of an address, or `absent`.
  func value(high: UInt64, low: UInt64) -> Int32 {
    let hash = AddressTable.hash(high, low)
    guard filter[Int(hash >> shift)] & AddressTable.bit(hash, shift) != 0 else {
      return AddressTable.absent
    }
    return slots[slot(hash, high, low)].value
  }

  /// Fibonacci hashing: the top bits of a product with an odd constant depend on all bits below.
  private static func hash(_ high: UInt64, _ low: UInt64) -> UInt64 {
    let mixed = (high &* 0x9e37_79b9_7f4a_7c15) ^ low
    return (mixed ^ mixed >> 29) &* 0xd6e8_feb8_6659_fd93
  }

  /// The bit of a hash within its byte of the filter: the three bits below those of the slot.
  private static func bit(_ hash: UInt64, _ shift: UInt64) -> UInt8 {
    1 << UInt8(truncatingIfNeeded: hash >> (shift - 3) & 7)
  }

  /// The slot that holds an address, or the empty one where it would go.
  private func slot(_ hash: UInt64, _ high: UInt64, _ low: UInt64) -> Int {
    let mask = slots.count - 1
    var index = Int(hash >> shift)
    while slots[index].value != AddressTable.absent,
      slots[index].low != low || slots[index].high != high
    {
      index = (index + 1) & mask
    }
    return index
  }
}
