/// What an IP packet carries, by the IANA protocol numbers.
public struct IPProtocol: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt8

  /// A protocol by number.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// ICMP for IPv4, RFC 792.
  public static var icmp: IPProtocol { IPProtocol(rawValue: 1) }
  /// TCP, RFC 9293.
  public static var tcp: IPProtocol { IPProtocol(rawValue: 6) }
  /// UDP, RFC 768.
  public static var udp: IPProtocol { IPProtocol(rawValue: 17) }
  /// ICMP for IPv6, RFC 4443.
  public static var icmpv6: IPProtocol { IPProtocol(rawValue: 58) }
  /// SCTP, RFC 9260.
  public static var sctp: IPProtocol { IPProtocol(rawValue: 132) }
  /// UDP-Lite, RFC 3828.
  public static var udpLite: IPProtocol { IPProtocol(rawValue: 136) }

  /// IPv4 in IP, RFC 2003.
  public static var ipv4Encapsulation: IPProtocol { IPProtocol(rawValue: 4) }
  /// IPv6 in IP, RFC 2473 and RFC 4213.
  public static var ipv6Encapsulation: IPProtocol { IPProtocol(rawValue: 41) }
  /// GRE, RFC 2784.
  public static var gre: IPProtocol { IPProtocol(rawValue: 47) }
  /// Ethernet in IP, RFC 3378.
  public static var etherIP: IPProtocol { IPProtocol(rawValue: 97) }
  /// L2TP version 3, RFC 3931.
  public static var l2tp: IPProtocol { IPProtocol(rawValue: 115) }
  /// MPLS in IP, RFC 4023.
  public static var mplsInIP: IPProtocol { IPProtocol(rawValue: 137) }
  /// Ethernet, RFC 8986 section 10.1.
  public static var ethernet: IPProtocol { IPProtocol(rawValue: 143) }

  /// Whether its headers have ports: TCP, UDP, UDP-Lite and SCTP.
  public var hasPorts: Bool {
    switch self {
    case .tcp, .udp, .udpLite, .sctp: true
    default: false
    }
  }
}
