/// What an Ethernet frame carries, IEEE 802.3 clause 3.2.6 and the IEEE registry.
public struct EtherType: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt16

  /// A type by number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// IPv4, RFC 894.
  public static var ipv4: EtherType { EtherType(rawValue: 0x0800) }
  /// ARP, RFC 826.
  public static var arp: EtherType { EtherType(rawValue: 0x0806) }
  /// RARP, RFC 903.
  public static var reverseARP: EtherType { EtherType(rawValue: 0x8035) }
  /// IPv6, RFC 2464.
  public static var ipv6: EtherType { EtherType(rawValue: 0x86dd) }
}
