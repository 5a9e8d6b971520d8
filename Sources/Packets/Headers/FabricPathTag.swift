/// Cisco FabricPath tag behind its EtherType 0x8903; Cisco, "FabricPath Switching", data plane frame format.
///
///     bit  0      10    16
///          | FTag | TTL | the original Ethernet frame ...
///
/// The frame's own addresses are a hierarchy of switch, sub-switch and port numbers.
public struct FabricPathTag: ~Escapable {
  /// Octets of the tag behind its EtherType.
  public static let length = 2
  private let tag: RawSpan

  /// The tag at the front of `bytes`.
  /// - Throws: `fabric-path.truncated` below 2 octets.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= FabricPathTag.length else {
      throw DecodeFault(.fabricPath, .truncated)
    }
    tag = bytes.extracting(first: FabricPathTag.length)
  }

  /// Forwarding tag: which tree or topology.
  public var forwardingTag: UInt16 { tag.uint16(at: 0) >> 6 }
  /// Hops left.
  public var timeToLive: UInt8 { tag.uint8(at: 1) & 0x3f }
}
