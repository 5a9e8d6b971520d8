/// What Teredo puts in front of its IPv6 packet in UDP, RFC 4380 section 5.1.1.
///
///     authentication  00 01 | client id length 1 | value length 1 | client id | value | nonce 8 | confirmation 1
///     origin          00 00 | port 2, inverted | IPv4 address 4, inverted
///
/// Either or both may be there, authentication first; usually neither is.
public struct TeredoHeader: Sendable {
  /// Octets in front of the IPv6 packet, 0 to 531.
  public let length: Int

  /// What stands at the front of `bytes`, in a datagram of `wireLength` octets; must be followed by an
  /// IPv6 packet that fits and has an address of Teredo's prefix 2001::/32 or of a link.
  /// - Throws: `teredo.truncated` where the IPv6 header is cut, `teredo.field` where it cannot be Teredo.
  public init(_ bytes: RawSpan, wireLength: Int) throws(DecodeFault) {
    var length = 0
    if bytes.byteCount >= 4, bytes.uint16(at: 0) == 1 {
      length = 13 + Int(bytes.uint8(at: 2)) + Int(bytes.uint8(at: 3))
    }
    if bytes.byteCount >= length + 2, bytes.uint16(at: length) == 0 { length += 8 }
    guard bytes.byteCount >= length + IPv6Header.length else {
      throw DecodeFault(.teredo, .truncated)
    }
    guard bytes.uint8(at: length) >> 4 == 6 else { throw DecodeFault(.teredo, .field) }
    let end = length + IPv6Header.length + Int(bytes.uint16(at: length + 4))
    let isTeredo = [8, 24].contains { offset in
      let start = bytes.uint32(at: length + offset)
      return start == 0x2001_0000 || start == 0xfe80_0000
    }
    guard end <= wireLength, isTeredo else { throw DecodeFault(.teredo, .field) }
    self.length = length
  }
}
