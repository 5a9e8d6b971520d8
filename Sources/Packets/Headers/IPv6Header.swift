/// IPv6 header, RFC 8200 section 3.
///
///     octet  0                           4                6             7           8
///            | version, class, flow label | payload length | next header | hop limit |
///     octet  8        24            40
///            | source | destination | extension headers, payload ...
public struct IPv6Header: ~Escapable {
  /// Octets of the header.
  public static let length = 40
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `ipv6.truncated` below 40 octets, `ipv6.version`.
  @_lifetime(copy bytes)
  @inline(__always)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= IPv6Header.length else { throw DecodeFault(.ipv6, .truncated) }
    guard bytes.uint8(at: 0) >> 4 == 6 else { throw DecodeFault(.ipv6, .version) }
    header = bytes.extracting(first: IPv6Header.length)
  }

  /// Traffic class, today DSCP and ECN (RFC 2474, RFC 3168).
  public var trafficClass: UInt8 { UInt8(truncatingIfNeeded: header.uint16(at: 0) >> 4) }
  /// Flow label, 20 bits (RFC 6437).
  public var flowLabel: UInt32 { header.uint32(at: 0) & 0xf_ffff }
  /// Octets behind this header; 0 in a jumbogram, or where the sending card was still to fill it in.
  @inline(__always)
  public var payloadLength: Int { Int(header.uint16(at: 4)) }
  /// What follows.
  @inline(__always)
  public var nextHeader: IPProtocol { IPProtocol(rawValue: header.uint8(at: 6)) }
  /// Hops left.
  @inline(__always)
  public var hopLimit: UInt8 { header.uint8(at: 7) }
  /// Source address.
  @inline(__always)
  public var source: IPAddress {
    IPAddress(high: header.uint64(at: 8), low: header.uint64(at: 16))
  }
  /// Destination address.
  @inline(__always)
  public var destination: IPAddress {
    IPAddress(high: header.uint64(at: 24), low: header.uint64(at: 32))
  }

  /// Whether the octets look like a packet where nothing says that they are one, in a packet that has
  /// `wireLength` octets left.
  public static func isLikely(_ bytes: RawSpan, wireLength: Int) -> Bool {
    guard let header = try? IPv6Header(bytes) else { return false }
    return length + header.payloadLength <= wireLength
  }
}
