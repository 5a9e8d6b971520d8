/// The part of a VLAN tag behind its EtherType, IEEE 802.1Q section 9.6.
///
///     bit  0    3  4           16
///          | PCP |D| VLAN id    | type or length of what follows |
///
/// PCP is the priority, D the drop eligible bit. Identifier 0 means priority without a VLAN.
public struct VLANTag: ~Escapable {
  /// Octets of the tag behind its EtherType, with the type that follows.
  public static let length = 4
  /// Tags of one frame that are read; more of them are a fault.
  public static let mostTags = 16
  private let tag: RawSpan

  /// The tag at the front of `bytes`.
  /// - Throws: `vlan.truncated` below 4 octets.
  @_lifetime(copy bytes)
  @inline(__always)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= VLANTag.length else { throw DecodeFault(.vlan, .truncated) }
    tag = bytes.extracting(first: VLANTag.length)
  }

  /// VLAN identifier, 0 to 4095.
  @inline(__always)
  public var identifier: UInt16 { tag.uint16(at: 0) & 0xfff }
  /// EtherType from 0x600 on, else length.
  @inline(__always)
  public var typeOrLength: UInt16 { tag.uint16(at: 2) }

  /// Whether an EtherType announces a tag: 802.1Q, 802.1ad, and the older 0x9100, 0x9200, 0x9300.
  @inline(__always)
  public static func isAnnounced(by type: UInt16) -> Bool {
    switch type {
    case 0x8100, 0x88a8, 0x9100, 0x9200, 0x9300: true
    default: false
    }
  }
}
