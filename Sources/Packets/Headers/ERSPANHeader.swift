/// Cisco's remote mirroring header in GRE, draft-foschiano-erspan-03 sections 4.2 and 4.3.
///
///     II  (0x88be)  version 1 (4), VLAN 12 | COS 3, En 2, T 1, session 10 | reserved 12, index 20
///     III (0x22eb)  version 2 (4), VLAN 12 | COS 3, BSO 2, T 1, session 10 | timestamp 32
///                   security group 16 | P 1, frame type 5, hardware 6, D 1, granularity 2, O 1
///                   with O: platform 6, information 58
///
/// Type I (0x88be, GRE without sequence number) has no header. An Ethernet frame follows; frame type
/// 2 of type III is an IP packet instead.
public struct ERSPANHeader: ~Escapable {
  /// Octets of the header: 8, 12, or 20 with a platform subheader.
  public let length: Int
  private let header: RawSpan

  /// The header at the front of `bytes`, of type III or else II.
  /// - Throws: `erspan.truncated` where it is cut, `erspan.version`.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, isThirdType: Bool) throws(DecodeFault) {
    var length = isThirdType ? 12 : 8
    guard bytes.byteCount >= length else { throw DecodeFault(.erspan, .truncated) }
    guard bytes.uint8(at: 0) >> 4 == (isThirdType ? 2 : 1) else {
      throw DecodeFault(.erspan, .version)
    }
    if isThirdType, bytes.uint8(at: 11) & 1 == 1 { length = 20 }
    guard bytes.byteCount >= length else { throw DecodeFault(.erspan, .truncated) }
    self.length = length
    header = bytes.extracting(first: length)
  }

  /// VLAN of the mirrored frame where it has no tag of its own.
  public var vlan: UInt16 { header.uint16(at: 0) & 0xfff }
  /// Which mirroring session, 0 to 1023.
  public var sessionIdentifier: UInt16 { header.uint16(at: 2) & 0x3ff }
  /// Whether the mirrored frame was cut.
  public var isTruncated: Bool { header.uint16(at: 2) & 0x400 != 0 }
  /// What is mirrored: 0 an Ethernet frame, 2 an IP packet; always 0 in type II.
  public var frameType: UInt8 { length == 8 ? 0 : header.uint8(at: 10) >> 2 & 31 }
}
