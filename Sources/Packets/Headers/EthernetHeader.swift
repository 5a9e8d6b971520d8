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
}
