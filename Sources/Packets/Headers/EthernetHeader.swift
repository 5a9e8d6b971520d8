/// Ethernet frame header, IEEE 802.3 clause 3.2; RFC 894 for the use of its last field as a type.
///
///     offset  0             6             12       14
///             | destination | source      | type   | data ...
///     octets    6             6             2
///
/// A last field up to 1500 is the length of an LLC packet, from 1536 (0x600) on it is an EtherType.
public struct EthernetHeader: ~Escapable {
  /// Octets of the header.
  public static let length = 14
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `ethernet.truncated` below 14 octets.
  @_lifetime(copy bytes)
  @inline(__always)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= EthernetHeader.length else {
      throw DecodeFault(.ethernet, .truncated)
    }
    header = bytes.extracting(first: EthernetHeader.length)
  }

  /// Destination address.
  @inline(__always)
  public var destination: MACAddress { MACAddress(rawValue: header.uint64(at: 0) >> 16) }
  /// Source address.
  @inline(__always)
  public var source: MACAddress { MACAddress(rawValue: header.uint64(at: 6) >> 16) }
  /// EtherType from 0x600 on, else length.
  @inline(__always)
  public var typeOrLength: UInt16 { header.uint16(at: 12) }

  /// Whether the octets look like a frame where only a guess says that they are one, in a packet that
  /// has `wireLength` octets left: one sender, and a type or a length that fits.
  public static func isPlausible(_ bytes: RawSpan, wireLength: Int) -> Bool {
    guard let header = try? EthernetHeader(bytes) else { return false }
    guard !header.source.isGroup else { return false }
    let type = header.typeOrLength
    return type >= 0x600 || type >= 3 && type <= 1500 && Int(type) <= wireLength - length
  }

  /// Whether they look so much like one that no port or type needs to say so: two stations that differ,
  /// and one of the types that networks are made of.
  public static func isLikely(_ bytes: RawSpan, wireLength: Int) -> Bool {
    guard isPlausible(bytes, wireLength: wireLength), let header = try? EthernetHeader(bytes),
      header.source != .zero, header.destination != .zero, header.source != header.destination
    else { return false }
    let type = header.typeOrLength
    return switch type {
    case 0x0800, 0x0806, 0x86dd, 0x8847, 0x8848, 0x8863, 0x8864, 0x8809, 0x888e, 0x88cc, 0x88e5,
      0x88e7, 0x8902, 0x88f7, 0x9000:
      true
    default: type <= 1500 || VLANTag.isAnnounced(by: type)
    }
  }
}
