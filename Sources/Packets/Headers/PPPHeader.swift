/// PPP header, RFC 1661 section 2 in the framing of RFC 1662 section 3.1.
///
///     octet  0         1         2
///            | FF      | 03      | protocol, 1 or 2 | packet ...
///            address, control: may be left out (RFC 1661 section 6.6)
///
/// The protocol's last octet is odd and its first is even, so one odd octet is a whole number
/// (RFC 1661 section 6.5). Address 0F or 8F with control 00 is Cisco's HDLC, whose protocol field is
/// an EtherType (tcpdump.org LINKTYPE_PPP_HDLC).
public struct PPPHeader: ~Escapable {
  /// Octets of the header: 1 to 4.
  public let length: Int
  /// The PPP protocol number, or the EtherType of Cisco's HDLC.
  public let protocolNumber: UInt16
  /// Whether the header is Cisco's.
  public let isCisco: Bool

  /// The header at the front of `bytes`.
  /// - Throws: `ppp.truncated` where the protocol field is cut.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    let start = bytes.byteCount >= 2 ? bytes.uint16(at: 0) : 0
    let isCisco = start == 0x0f00 || start == 0x8f00
    let framing = isCisco || start == 0xff03 ? 2 : 0
    guard bytes.byteCount > framing else { throw DecodeFault(.ppp, .truncated) }
    self.isCisco = isCisco
    let first = bytes.uint8(at: framing)
    // No protocol is numbered FF (RFC 1661 section 6.5): a lone one is an address field.
    guard first != 0xff || bytes.byteCount > 1 else { throw DecodeFault(.ppp, .truncated) }
    if first & 1 == 1, !isCisco {
      protocolNumber = UInt16(first)
      length = framing + 1
    } else {
      guard bytes.byteCount >= framing + 2 else { throw DecodeFault(.ppp, .truncated) }
      protocolNumber = bytes.uint16(at: framing)
      length = framing + 2
    }
  }

  /// What is carried: an EtherType with Cisco's header, else a PPP number.
  public var linkProtocol: LinkProtocol {
    isCisco
      ? LinkProtocol(EtherType(rawValue: protocolNumber))
      : LinkProtocol(.ppp, UInt64(protocolNumber))
  }
  /// The EtherType that says the same, for IPv4, IPv6 and MPLS (RFC 3032 section 4.1). Cisco's 0x8035 is not RARP but keep-alive.
  public var etherType: EtherType? {
    switch (isCisco, protocolNumber) {
    case (false, 0x0021), (true, EtherType.ipv4.rawValue): .ipv4
    case (false, 0x0057), (true, EtherType.ipv6.rawValue): .ipv6
    case (false, 0x0281), (true, EtherType.mpls.rawValue): .mpls
    case (false, 0x0283), (true, EtherType.mplsUpstream.rawValue): .mplsUpstream
    default: nil
    }
  }
}
