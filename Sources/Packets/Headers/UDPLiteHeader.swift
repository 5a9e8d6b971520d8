/// UDP-Lite header, RFC 3828 section 3.1.
///
///     octet  0             2                  4          6          8
///            | source port | destination port | coverage | checksum | data ...
///
/// Coverage is how many octets, header included, the checksum protects; 0 for all of them. The
/// datagram ends where the packet ends.
public struct UDPLiteHeader: ~Escapable {
  /// Octets of the header.
  public static let length = 8
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `udp-lite.truncated` below 8 octets.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= UDPLiteHeader.length else { throw DecodeFault(.udpLite, .truncated) }
    header = bytes.extracting(first: UDPLiteHeader.length)
  }

  /// Source port.
  public var sourcePort: UInt16 { header.uint16(at: 0) }
  /// Destination port.
  public var destinationPort: UInt16 { header.uint16(at: 2) }
  /// Octets that the checksum protects: 0, or 8 and more.
  public var coverage: Int { Int(header.uint16(at: 4)) }
}
