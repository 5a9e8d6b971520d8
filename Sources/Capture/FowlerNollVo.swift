/// FNV-1a with 64 bits (Fowler, Noll and Vo; draft-eastlake-fnv): tells things apart that nobody made alike
/// on purpose, the same in every run.
public struct FowlerNollVo: Sendable {
  /// The hash of what was added.
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Nothing added.
  public init() {}

  /// Adds an octet.
  public mutating func add(_ octet: UInt8) {
    value ^= UInt64(octet)
    value &*= 0x100_0000_01b3
  }

  /// Adds the octets of a text.
  public mutating func add(_ text: String) {
    for octet in text.utf8 { add(octet) }
  }
}
