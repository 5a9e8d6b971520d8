/// FNV-1a with 64 bits (Fowler, Noll and Vo): tells frames apart that nobody made alike on purpose.
struct FowlerNollVo {
  /// The hash of what was added.
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Adds an octet.
  mutating func add(_ octet: UInt8) {
    value ^= UInt64(octet)
    value &*= 0x100_0000_01b3
  }
}
