/// Logical link control header, IEEE 802.2 section 3.2, and the SNAP identifier behind it.
///
///     octet  0      1      2                3 (4)          6        8
///            | DSAP | SSAP | control, 1 or 2 | organization | protocol |
///                                              only where DSAP and SSAP are AA
///
/// Unnumbered frames (control ending in binary 11) have one octet of control, all others two.
/// SNAP: IEEE 802 section 10, RFC 1042. FF/FF is Novell's IPX straight behind the length: the two
/// octets are the IPX checksum, and no LLC header is there at all.
public struct LLCHeader: ~Escapable {
  /// Octets up to what the header carries: 0 for IPX without LLC, 3 or 4, 8 with SNAP.
  public let length: Int
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `llc.truncated` where the control field or a SNAP identifier is cut.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= 3 else { throw DecodeFault(.llc, .truncated) }
    let pair = bytes.uint16(at: 0)
    let isUnnumbered = bytes.uint8(at: 2) & 3 == 3
    let length =
      switch pair {
      case 0xffff: 0
      case 0xaaaa where isUnnumbered: 8
      default: isUnnumbered ? 3 : 4
      }
    guard bytes.byteCount >= length else { throw DecodeFault(.llc, .truncated) }
    self.length = length
    header = bytes.extracting(first: max(length, 3))
  }

  /// Destination and source service access points, DSAP in the high octet.
  public var serviceAccessPoints: UInt16 { header.uint16(at: 0) }
  /// Whether a SNAP identifier follows.
  public var isSNAP: Bool { length == 8 }
  /// The protocol as an EtherType, where SNAP says that it is one (RFC 1042, and 802.1H's 0000f8).
  public var etherType: UInt16? {
    guard isSNAP else { return nil }
    let organization = header.uint32(at: 3) >> 8
    let number = header.uint16(at: 6)
    return (organization == 0 || organization == 0xf8) && number >= 0x600 ? number : nil
  }
  /// The SNAP identifier, else the pair of service access points.
  public var linkProtocol: LinkProtocol {
    isSNAP
      ? LinkProtocol(.snap, UInt64(header.uint32(at: 3)) << 8 | UInt64(header.uint8(at: 7)))
      : LinkProtocol(.llc, UInt64(serviceAccessPoints))
  }
}
