/// SCTP common header, RFC 9260 section 3.1.
///
///     octet  0             2                  4                  8          12
///            | source port | destination port | verification tag | checksum | chunks ...
public struct SCTPHeader: ~Escapable {
  /// Octets of the header.
  public static let length = 12
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `sctp.truncated` below 12 octets.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= SCTPHeader.length else { throw DecodeFault(.sctp, .truncated) }
    header = bytes.extracting(first: SCTPHeader.length)
  }

  /// Source port.
  public var sourcePort: UInt16 { header.uint16(at: 0) }
  /// Destination port.
  public var destinationPort: UInt16 { header.uint16(at: 2) }
}
