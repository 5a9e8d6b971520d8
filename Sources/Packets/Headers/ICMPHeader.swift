/// What all messages of ICMP share: RFC 792 for IPv4, RFC 4443 section 2.1 for IPv6.
///
///     octet  0      1      2          4
///            | type | code | checksum | message body ...
public struct ICMPHeader: ~Escapable {
  /// Octets of the header.
  public static let length = 4
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `truncated` of `layer` (ICMP of either version) below 4 octets.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, _ layer: DecodeFault.Layer) throws(DecodeFault) {
    guard bytes.byteCount >= ICMPHeader.length else { throw DecodeFault(layer, .truncated) }
    header = bytes.extracting(first: ICMPHeader.length)
  }

  /// Type of the message.
  public var type: UInt8 { header.uint8(at: 0) }
  /// Code, by type.
  public var code: UInt8 { header.uint8(at: 1) }
}
