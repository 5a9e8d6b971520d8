/// The extension headers of IPv6, which share the number space of the protocols.
extension IPProtocol {
  /// Hop-by-hop options, RFC 8200 section 4.3.
  public static var hopByHopOptions: IPProtocol { IPProtocol(rawValue: 0) }
  /// Routing, RFC 8200 section 4.4.
  public static var routing: IPProtocol { IPProtocol(rawValue: 43) }
  /// Fragment, RFC 8200 section 4.5.
  public static var fragment: IPProtocol { IPProtocol(rawValue: 44) }
  /// Encapsulating security payload, RFC 4303: nothing behind it can be read.
  public static var encapsulatingSecurityPayload: IPProtocol { IPProtocol(rawValue: 50) }
  /// Authentication header, RFC 4302.
  public static var authentication: IPProtocol { IPProtocol(rawValue: 51) }
  /// No next header, RFC 8200 section 4.7.
  public static var noNextHeader: IPProtocol { IPProtocol(rawValue: 59) }
  /// Destination options, RFC 8200 section 4.6.
  public static var destinationOptions: IPProtocol { IPProtocol(rawValue: 60) }
  /// Mobility, RFC 6275 section 6.1.
  public static var mobility: IPProtocol { IPProtocol(rawValue: 135) }
  /// Host identity, RFC 7401 section 5.1.
  public static var hostIdentity: IPProtocol { IPProtocol(rawValue: 139) }
  /// Shim6, RFC 5533 section 5.1.
  public static var shim6: IPProtocol { IPProtocol(rawValue: 140) }

  /// Whether IPv6 reads on behind this header for what the packet carries.
  @inline(__always)
  public var isExtension: Bool {
    switch self {
    case .hopByHopOptions, .routing, .fragment, .authentication, .destinationOptions, .mobility,
      .hostIdentity, .shim6:
      true
    default: false
    }
  }
}
