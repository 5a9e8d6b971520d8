/// Options of an IPv4 or TCP header, RFC 791 section 3.1 and RFC 9293 section 3.1.
///
///     octet  0      1        2
///            | kind | length | data, length - 2 octets |   kinds 0 (end) and 1 (nothing) stand alone
public struct HeaderOptions: Sendable {
  /// Whether every option up to the end of the list lies inside the header.
  public let areSound: Bool

  /// Walks all options, at most 40 octets in either header; each step takes at least one.
  @inline(__always)
  public init(_ bytes: RawSpan) {
    // Two fillers and a timestamp (RFC 7323 appendix A) is what most TCP segments carry.
    if bytes.byteCount == 12, bytes.uint32(at: 0) == 0x0101_080a {
      areSound = true
    } else {
      areSound = HeaderOptions.walk(bytes)
    }
  }

  @inline(never)
  private static func walk(_ bytes: RawSpan) -> Bool {
    var offset = 0
    while offset < bytes.byteCount {
      switch bytes.uint8(at: offset) {
      case 0: return true
      case 1: offset += 1
      default:
        guard bytes.byteCount - offset >= 2 else { return false }
        let length = Int(bytes.uint8(at: offset + 1))
        guard length >= 2, length <= bytes.byteCount - offset else { return false }
        offset += length
      }
    }
    return true
  }
}
