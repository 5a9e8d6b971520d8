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

  /// Whether its headers have ports: TCP, UDP, UDP-Lite and SCTP.
  public var hasPorts: Bool {
    switch self {
    case .tcp, .udp, .udpLite, .sctp: true
    default: false
    }
  }
}
