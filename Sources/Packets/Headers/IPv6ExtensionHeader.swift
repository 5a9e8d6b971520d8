/// IPv6 extension header, RFC 8200 section 4; AH by RFC 4302 section 2.
///
///     octet  0             1        2
///            | next header | length | data ...
///
/// Length counts units of eight octets without the first. AH counts units of four without the first
/// two, and the fragment header has no length: it is eight octets. The list is IANA's of extension
/// headers, without ESP, behind which nothing can be read.
public struct IPv6ExtensionHeader: ~Escapable {
  /// Extension headers of one packet that are read; more of them are a fault.
  public static let mostHeaders = 16
  /// Octets of the shortest.
  public static let shortestLength = 8
  /// The whole header.
  public let bytes: RawSpan

  /// The header numbered `number` at the front of `bytes`, in a packet that has `wireLength` octets
  /// left of which `bytes` were captured.
  /// - Throws: `ipv6-extension.truncated` where the capture cuts it, `ipv6-extension.header-length`
  ///   where it reaches past the packet or is too short for an AH.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, _ number: IPProtocol, wireLength: Int) throws(DecodeFault) {
    guard bytes.byteCount >= IPv6ExtensionHeader.shortestLength else {
      throw DecodeFault(.ipv6Extension, .truncated)
    }
    let units = Int(bytes.uint8(at: 1))
    let length =
      switch number {
      case .fragment: IPv6ExtensionHeader.shortestLength
      case .authentication: (units + 2) * 4
      default: (units + 1) * 8
      }
    guard length <= wireLength, number != .authentication || length >= 12 else {
      throw DecodeFault(.ipv6Extension, .headerLength)
    }
    guard length <= bytes.byteCount else { throw DecodeFault(.ipv6Extension, .truncated) }
    self.bytes = bytes.extracting(first: length)
  }

  /// What follows.
  public var nextHeader: IPProtocol { IPProtocol(rawValue: bytes.uint8(at: 0)) }
  /// The options of a hop-by-hop or destination options header.
  public var options: RawSpan {
    @_lifetime(copy self) get { bytes.extracting(droppingFirst: 2) }
  }
  /// Which datagram a fragment belongs to; only of a fragment header.
  public var identification: UInt32 { bytes.uint32(at: 4) }
  /// Offset of a fragment in octets, RFC 8200 section 4.5; only of a fragment header.
  public var fragmentOffset: UInt16 { bytes.uint16(at: 2) & 0xfff8 }
  /// Whether more fragments follow; only of a fragment header.
  public var moreFragments: Bool { bytes.uint8(at: 3) & 1 == 1 }
}
