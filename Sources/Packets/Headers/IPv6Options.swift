/// Options of a hop-by-hop or destination options header, RFC 8200 section 4.2.
///
///     octet  0      1        2
///            | type | length | data, length octets |       type 0 is one octet of padding, alone
public struct IPv6Options: Sendable {
  /// Whether every option lies inside the header.
  public let areSound: Bool
  /// Octets behind the IPv6 header by a jumbo payload option (0xc2), RFC 2675 section 2.
  public let jumboLength: Int?

  /// Walks all options; each step takes at least one octet.
  public init(_ bytes: RawSpan) {
    var jumboLength: Int?
    var areSound = true
    var offset = 0
    while offset < bytes.byteCount {
      let type = bytes.uint8(at: offset)
      guard type != 0 else {
        offset += 1
        continue
      }
      guard bytes.byteCount - offset >= 2 else {
        areSound = false
        break
      }
      let length = Int(bytes.uint8(at: offset + 1))
      guard length <= bytes.byteCount - offset - 2 else {
        areSound = false
        break
      }
      if type == 0xc2 {
        if length == 4 {
          jumboLength = Int(bytes.uint32(at: offset + 2))
        } else {
          areSound = false
        }
      }
      offset += 2 + length
    }
    self.areSound = areSound
    self.jumboLength = jumboLength
  }
}
