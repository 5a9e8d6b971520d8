/// TRILL header behind its EtherType 0x22f3, RFC 6325 section 3.
///
///     bit  0         2          4   5                10          16
///          | version | reserved | M | options length | hop count | egress 16 | ingress 16 | options ...
///
/// Options length counts units of four octets. An Ethernet frame follows.
public struct TRILLHeader: ~Escapable {
  /// Octets of the header with options, 6 to 130.
  public let length: Int
  private let header: RawSpan

  /// The header at the front of `bytes`.
  /// - Throws: `trill.truncated` where it is cut, `trill.version` where the version is not 0.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeFault) {
    guard bytes.byteCount >= 6 else { throw DecodeFault(.trill, .truncated) }
    let first = bytes.uint16(at: 0)
    guard first >> 14 == 0 else { throw DecodeFault(.trill, .version) }
    let length = 6 + Int(first >> 6 & 31) * 4
    guard bytes.byteCount >= length else { throw DecodeFault(.trill, .truncated) }
    self.length = length
    header = bytes.extracting(first: length)
  }

  /// Whether it goes to several: then the egress nickname names a tree.
  public var isMultiDestination: Bool { header.uint8(at: 0) & 8 != 0 }
  /// Hops left.
  public var hopCount: UInt8 { header.uint8(at: 1) & 0x3f }
  /// Nickname of the bridge where the frame leaves.
  public var egressNickname: UInt16 { header.uint16(at: 2) }
  /// Nickname of the bridge where the frame came in.
  public var ingressNickname: UInt16 { header.uint16(at: 4) }
}
