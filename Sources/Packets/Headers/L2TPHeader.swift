/// Layer two tunneling protocol header in UDP, RFC 2661 section 3.1; version 3 is RFC 3931 section 4.1.2.
///
///     octet  0                2        (4)         4 (6)    (8, 10)             (12)
///            | flags, version | length | tunnel id | session id | Ns | Nr     | offset size, pad ...
///                               with L                          with S          with O
///     flags  T control 8000, L 4000, S 0800, O 0200, P 0100; version 2 or 3
///     version 3, data: flags, version | reserved 2 | session id 4 | cookie 0, 4 or 8 ...
public struct L2TPHeader: ~Escapable {
  /// Octets of the header; of version 3 without cookie.
  public let length: Int
  /// The tunnel, 0 in version 3.
  public let tunnelIdentifier: UInt16
  /// The session; 16 bits but in version 3.
  public let sessionIdentifier: UInt32
  private let header: RawSpan

  /// The header of a data message at the front of `bytes`, in a datagram of `wireLength` octets.
  /// - Throws: `l2tp.truncated` where it is cut, `l2tp.version`, `l2tp.field` where it is a control
  ///   message or reserved bits are set, `l2tp.total-length` where the length contradicts the datagram.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, wireLength: Int) throws(DecodeFault) {
    guard bytes.byteCount >= 6 else { throw DecodeFault(.l2tp, .truncated) }
    let flags = bytes.uint16(at: 0)
    guard flags & 0x8000 == 0 else { throw DecodeFault(.l2tp, .field) }
    var length = 0
    switch flags & 0xf {
    case 2:
      guard flags & 0x34f0 == 0 else { throw DecodeFault(.l2tp, .field) }
      let start = flags & 0x4000 != 0 ? 4 : 2
      length = start + 4 + (flags & 0x0800 != 0 ? 4 : 0) + (flags & 0x0200 != 0 ? 2 : 0)
      guard bytes.byteCount >= length else { throw DecodeFault(.l2tp, .truncated) }
      if flags & 0x0200 != 0 { length += Int(bytes.uint16(at: length - 2)) }
      if flags & 0x4000 != 0, Int(bytes.uint16(at: 2)) != wireLength {
        throw DecodeFault(.l2tp, .totalLength)
      }
      tunnelIdentifier = bytes.uint16(at: start)
      sessionIdentifier = UInt32(bytes.uint16(at: start + 2))
    case 3:
      length = 8
      guard flags == 3, bytes.uint16(at: 2) == 0 else { throw DecodeFault(.l2tp, .field) }
      guard bytes.byteCount >= length else { throw DecodeFault(.l2tp, .truncated) }
      tunnelIdentifier = 0
      sessionIdentifier = bytes.uint32(at: 4)
    default: throw DecodeFault(.l2tp, .version)
    }
    guard bytes.byteCount >= length else { throw DecodeFault(.l2tp, .truncated) }
    self.length = length
    header = bytes.extracting(first: length)
  }

  /// 2 or 3.
  public var version: UInt8 { header.uint8(at: 1) & 0xf }
}
