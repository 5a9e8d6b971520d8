import Packets

/// What makes packets one conversation, the same for both directions.
///
/// IP: VLAN stack, unordered address pair, ports and protocol. Everything else: VLAN stack, unordered
/// MAC pair and EtherType, LLC or SNAP identifier. The lower end is side 0. 48 bytes.
public struct FlowKey: Hashable, Sendable {
  /// Side 0: the address's high half, or the MAC.
  var high0: UInt64 = 0
  /// Side 0: the address's low half, or the link protocol.
  var low0: UInt64 = 0
  /// Side 1: the address's high half, or the MAC.
  var high1: UInt64 = 0
  /// Side 1: the address's low half, or zero.
  var low1: UInt64 = 0
  /// Port of side 0, port of side 1 (16 bits each), 16 zero bits, protocol, family (8 bits each).
  var ends: UInt64 = 0
  /// The VLAN stack.
  var vlans: UInt64 = 0

  /// An empty key.
  init() {}

  /// What the addresses of a key are.
  public enum Family: UInt8, Sendable {
    /// MAC addresses.
    case link = 2
    /// IPv4 addresses.
    case ipv4 = 4
    /// IPv6 addresses.
    case ipv6 = 6
  }

  /// What the addresses are.
  public var family: Family { Family(rawValue: UInt8(truncatingIfNeeded: ends)) ?? .link }

  /// The key of a packet, and which side sent it (0 or 1); `nil` for a frame that names no protocol.
  @inline(__always)
  static func make(_ packet: borrowing Packet, into key: inout FlowKey) -> UInt8? {
    var family: UInt64
    let high: UInt64
    let low: UInt64
    let otherHigh: UInt64
    let otherLow: UInt64
    var port: UInt64 = 0
    var otherPort: UInt64 = 0
    var number: UInt64 = 0
    let network = packet.network
    switch network {
    case .ipv4, .ipv6:
      family = UInt64(network == .ipv4 ? Family.ipv4.rawValue : Family.ipv6.rawValue)
      high = packet.source.high
      low = packet.source.low
      otherHigh = packet.destination.high
      otherLow = packet.destination.low
      number = UInt64(packet.transport.rawValue)
      if packet.traits.contains(.hasPorts) {
        port = UInt64(packet.sourcePort)
        otherPort = UInt64(packet.destinationPort)
        if number == 1 || number == 58, let answer = ICMPPair.counterpart(number, port) {
          otherPort = answer
        }
      }
    case .none, .arp:
      guard packet.linkProtocol.rawValue != 0 else { return nil }
      family = UInt64(Family.link.rawValue)
      high = packet.sourceMAC.rawValue
      low = packet.linkProtocol.rawValue
      otherHigh = packet.destinationMAC.rawValue
      otherLow = packet.linkProtocol.rawValue
    }
    let isHigher =
      high != otherHigh ? high > otherHigh : low != otherLow ? low > otherLow : port > otherPort
    family |= number << 8
    key.vlans = packet.vlans.rawValue
    if isHigher {
      key.high0 = otherHigh
      key.low0 = otherLow
      key.high1 = high
      key.low1 = low
      key.ends = otherPort << 48 | port << 32 | family
      return 1
    }
    key.high0 = high
    key.low0 = low
    key.high1 = otherHigh
    key.low1 = otherLow
    key.ends = port << 48 | otherPort << 32 | family
    return 0
  }

  /// Whether two keys are the same, without a branch a word.
  @inline(__always)
  func matches(_ other: borrowing FlowKey) -> Bool {
    (high0 ^ other.high0) | (low0 ^ other.low0) | (high1 ^ other.high1) | (low1 ^ other.low1)
      | (ends ^ other.ends) | (vlans ^ other.vlans) == 0
  }

  /// A 64-bit hash: multiply and fold (wyhash's way of mixing), unknown to a sender who lacks the seed.
  @inline(__always)
  func hash(_ seed: borrowing FlowSeed) -> UInt64 {
    let first = FlowKey.fold(high0 ^ seed.a, low0 ^ seed.b)
    let second = FlowKey.fold(high1 ^ seed.c, low1 ^ seed.d)
    return FlowKey.fold(first ^ ends ^ seed.e, second ^ vlans ^ seed.f)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
