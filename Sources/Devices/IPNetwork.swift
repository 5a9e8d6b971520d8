public import Packets

/// A block of IPv4 or IPv6 addresses, RFC 4632 section 3.1 and RFC 4291 section 2.3.
public struct IPNetwork: Hashable, Sendable {
  /// Its first address: all bits behind the prefix are zero.
  public let address: IPAddress
  /// How many leading bits all its addresses have in common: 0-32 for IPv4, 0-128 for IPv6.
  public let prefixLength: Int

  /// The network of an address; bits behind the prefix are cleared.
  ///
  /// `nil` where the length does not fit: outside 0-32 for IPv4, 0-128 for IPv6.
  public init?(containing address: IPAddress, prefixLength: Int) {
    guard (0...(address.isIPv4 ? 32 : 128)).contains(prefixLength) else { return nil }
    let mask = IPNetwork.mask(address.isIPv4 ? prefixLength + 96 : prefixLength)
    // IPv4 stays IPv4: the mask never reaches into the 96 bits that say so.
    self.address = IPAddress(high: address.high & mask.high, low: address.low & mask.low)
    self.prefixLength = prefixLength
  }

  /// The network of one address alone.
  public init(_ address: IPAddress) {
    self.address = address
    prefixLength = address.isIPv4 ? 32 : 128
  }

  /// Reads `10.0.0.0/8`, `2001:db8::/32`, or an address alone; `nil` for anything else, also for bits
  /// behind the prefix.
  public init?(_ text: some StringProtocol) {
    guard let written = IPNetwork.parts(text),
      let network = IPNetwork(containing: written.address, prefixLength: written.prefixLength),
      network.address == written.address
    else { return nil }
    self = network
  }

  /// Address and prefix length as they are written, the length in range.
  static func parts(_ text: some StringProtocol) -> (address: IPAddress, prefixLength: Int)? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPAddress(first) else { return nil }
    guard parts.count == 2 else { return (address, address.isIPv4 ? 32 : 128) }
    guard (1...3).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      parts[1].utf8.count == 1 || parts[1].utf8.first != 0x30, var length = Int(parts[1])
    else { return nil }
    if address.isIPv4, first.utf8.contains(0x3a) {
      // `::ffff:10.0.0.0/104` counts the bits of IPv6.
      guard length >= 96 else { return nil }
      length -= 96
    }
    return length <= (address.isIPv4 ? 32 : 128) ? (address, length) : nil
  }

  /// Whether an address is of this network; never true across the versions of IP.
  public func contains(_ candidate: IPAddress) -> Bool {
    guard candidate.isIPv4 == address.isIPv4 else { return false }
    return address <= candidate && candidate <= last
  }

  /// Its last address: all bits behind the prefix are one.
  public var last: IPAddress {
    let mask = IPNetwork.mask(address.isIPv4 ? prefixLength + 96 : prefixLength)
    return IPAddress(high: address.high | ~mask.high, low: address.low | ~mask.low)
  }

  /// So many leading one bits of 128.
  private static func mask(_ bits: Int) -> (high: UInt64, low: UInt64) {
    // A smart shift by 64 or more gives zero.
    (~(UInt64.max >> UInt64(min(bits, 64))), ~(UInt64.max >> UInt64(max(bits - 64, 0))))
  }
}

extension IPNetwork: CustomStringConvertible {
  /// `10.0.0.0/8`.
  public var description: String { "\(address)/\(prefixLength)" }
}
