/// UDP header, RFC 768.
///
///     octet  0             2                  4        6          8
///            | source port | destination port | length | checksum | data ...
///
/// Length counts the header too. 0 means up to the end of the packet (RFC 2675 section 4).
public struct UDPHeader: ~Escapable {
  /// Octets of the header.
  public static let length = 8
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `udp.truncated` below 8 octets.
  @_lifetime(copy bytes)
  @inline(__always)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= UDPHeader.length else { throw DecodeFault(.udp, .truncated) }
    header = bytes.extracting(first: UDPHeader.length)
  }

  /// Source port.
  @inline(__always)
  public var sourcePort: UInt16 { header.uint16(at: 0) }
  /// Destination port.
  @inline(__always)
  public var destinationPort: UInt16 { header.uint16(at: 2) }
  /// Octets of header and data by the length field; 0 where it says nothing.
  @inline(__always)
  public var datagramLength: Int { Int(header.uint16(at: 4)) }
}
