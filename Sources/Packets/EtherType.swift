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
  /// An Ethernet frame, RFC 1701 and RFC 8926.
  public static var transparentEthernet: EtherType { EtherType(rawValue: 0x6558) }
  /// PPP in GRE, RFC 2637.
  public static var ppp: EtherType { EtherType(rawValue: 0x880b) }
  /// MPLS, RFC 3032 and RFC 5332.
  public static var mpls: EtherType { EtherType(rawValue: 0x8847) }
  /// MPLS with a label that the upstream router assigned, RFC 5332; before, MPLS multicast.
  public static var mplsUpstream: EtherType { EtherType(rawValue: 0x8848) }
  /// PPPoE before there is a session, RFC 2516.
  public static var pppoeDiscovery: EtherType { EtherType(rawValue: 0x8863) }
  /// PPPoE in a session, RFC 2516.
  public static var pppoeSession: EtherType { EtherType(rawValue: 0x8864) }
  /// ERSPAN types I and II in GRE, draft-foschiano-erspan-03.
  public static var erspan: EtherType { EtherType(rawValue: 0x88be) }
  /// ERSPAN type III in GRE, draft-foschiano-erspan-03.
  public static var erspanThird: EtherType { EtherType(rawValue: 0x22eb) }
  /// TRILL, RFC 6325.
  public static var trill: EtherType { EtherType(rawValue: 0x22f3) }
  /// MAC security, IEEE 802.1AE.
  public static var macsec: EtherType { EtherType(rawValue: 0x88e5) }
  /// Backbone service instance tag, IEEE 802.1Q clause 9.7.
  public static var backboneServiceTag: EtherType { EtherType(rawValue: 0x88e7) }
  /// Cisco FabricPath.
  public static var fabricPath: EtherType { EtherType(rawValue: 0x8903) }
}
