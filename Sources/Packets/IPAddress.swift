/// An IPv4 or IPv6 address. IPv4 is stored mapped, RFC 4291 section 2.5.5.2.
public struct IPAddress: Hashable, Comparable, Sendable {
  /// The first eight octets.
  public let high: UInt64
  /// The last eight octets.
  public let low: UInt64

  /// An address from its two halves in network order.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// An IPv4 address, first octet most significant.
  public init(v4 address: UInt32) { self.init(high: 0, low: 0xffff << 32 | UInt64(address)) }

  /// `::`, which stands for no address.
  public static let zero = IPAddress(high: 0, low: 0)

  /// Whether this is an IPv4 address.
  public var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  /// The IPv4 address as a number; only sensible where `isIPv4`.
  public var v4: UInt32 { UInt32(truncatingIfNeeded: low) }

  /// Lower number first; IPv4 before most of IPv6.
  public static func < (left: IPAddress, right: IPAddress) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }

  /// The four or sixteen octets in network order.
  public var octets: [UInt8] {
    isIPv4
      ? (0..<4).map { UInt8(truncatingIfNeeded: low >> (24 - 8 * $0)) }
      : (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> (56 - 8 * ($0 % 8))) }
  }
}
