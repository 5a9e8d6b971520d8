/// Backbone service instance tag behind its EtherType 0x88e7, IEEE 802.1Q clause 9.7 (802.1ah).
///
///     bit  0     3     4     5          8                 32
///          | PCP | DEI | UCA | reserved | I-SID           | the customer's Ethernet frame ...
///
/// The customer's addresses belong to the tag by the standard; here they are the inner frame's own.
public struct BackboneServiceTag: ~Escapable {
  /// Octets of the tag behind its EtherType, up to the customer's frame.
  public static let length = 4
  private let tag: RawSpan

  /// The tag at the front of `bytes`.
  /// - Throws: `provider-backbone.truncated` below 4 octets.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= BackboneServiceTag.length else {
      throw DecodeFault(.providerBackbone, .truncated)
    }
    tag = bytes.extracting(first: BackboneServiceTag.length)
  }

  /// Backbone service instance identifier, 24 bits.
  public var serviceIdentifier: UInt32 { tag.uint32(at: 0) & 0xff_ffff }
  /// Priority code point, 0 to 7.
  public var priority: UInt8 { tag.uint8(at: 0) >> 5 }
}
