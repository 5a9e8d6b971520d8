/// PPP over Ethernet header, RFC 2516 section 4.
///
///     octet  0                    1      2            4        6
///            | version 1, type 1  | code | session id | length | tags, or a PPP frame ...
///
/// Length counts what follows the header. A session's code is 0, all others belong to discovery.
public struct PPPoEHeader: ~Escapable {
  /// Octets of the header.
  public static let length = 6
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `pppoe.truncated` below 6 octets, `pppoe.version` where version or type is not 1.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= PPPoEHeader.length else { throw DecodeFault(.pppoe, .truncated) }
    guard bytes.uint8(at: 0) == 0x11 else { throw DecodeFault(.pppoe, .version) }
    header = bytes.extracting(first: PPPoEHeader.length)
  }

  /// What kind of packet it is: 0 for a session.
  public var code: UInt8 { header.uint8(at: 1) }
  /// The session, 0 where there is none yet.
  public var sessionIdentifier: UInt16 { header.uint16(at: 2) }
  /// Octets behind the header.
  public var payloadLength: Int { Int(header.uint16(at: 4)) }
}
