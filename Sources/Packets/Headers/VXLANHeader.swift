/// Virtual extensible LAN header: RFC 7348 section 5, the generic protocol extension of
/// draft-ietf-nvo3-vxlan-gpe-12 section 3, and the group policy of draft-smith-vxlan-group-policy-05.
///
///     octet  0       1                       4                7          8
///            | flags | reserved, see below   | VNI            | reserved | Ethernet frame ...
///     flags  I 08: the VNI counts; P 04: octet 3 names what follows; G 80: octets 2, 3 are a group
public struct VXLANHeader: ~Escapable {
  /// Octets of the header.
  public static let length = 8
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `vxlan.truncated` below 8 octets, `vxlan.field` where the flag I, which must be set, is not.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= VXLANHeader.length else { throw DecodeFault(.vxlan, .truncated) }
    guard bytes.uint8(at: 0) & 0x08 != 0 else { throw DecodeFault(.vxlan, .field) }
    header = bytes.extracting(first: VXLANHeader.length)
  }

  /// Whether all bits are zero that are reserved in the form that the flags name: senders must do so,
  /// and receivers must not mind. Nothing announces the header but a port, so elsewhere the rest has
  /// to prove it.
  public var isExact: Bool {
    let reserved = header.uint32(at: 0) & 0xff_ffff
    let isSound =
      switch header.uint8(at: 0) {
      case 0x08: reserved == 0
      case 0x0c: reserved & 0xffff00 == 0
      case 0x88: reserved & 0xb70000 == 0
      default: false
      }
    return isSound && header.uint8(at: 7) == 0
  }

  /// Network identifier, 24 bits.
  public var networkIdentifier: UInt32 { header.uint32(at: 4) >> 8 }
  /// Security group, where the header has one.
  public var groupPolicy: UInt16? { header.uint8(at: 0) == 0x88 ? header.uint16(at: 2) : nil }
  /// What follows by the generic protocol extension: 1 IPv4, 2 IPv6, 3 Ethernet, 5 MPLS.
  public var nextProtocol: UInt8 {
    header.uint8(at: 0) & 4 != 0 && isExact ? header.uint8(at: 3) : 3
  }
}
