/// One Unicode scalar taken from bytes that may not be UTF-8.
///
/// What is not well-formed (Unicode 16, table 3-7) reads as U+FFFD, one for each maximal subpart
/// (section 3.9), as the WHATWG Encoding Standard and Swift's own repair do it.
struct TextScalar {
  /// The scalar, U+FFFD where the bytes are no scalar.
  let value: UInt32
  /// How many bytes it took, 1 to 4.
  let length: Int
  /// Whether the bytes are well-formed UTF-8.
  let isWellFormed: Bool

  /// The scalar that starts at `offset`, which must lie inside `bytes`.
  init(_ bytes: Span<UInt8>, at offset: Int) {
    let lead = bytes[offset]
    guard lead >= 0x80 else {
      (value, length, isWellFormed) = (UInt32(lead), 1, true)
      return
    }
    let following: Int
    var scalar: UInt32
    // The second byte's range shuts out overlong forms, surrogates and what is past U+10FFFF.
    var allowed: ClosedRange<UInt8> = 0x80...0xbf
    switch lead {
    case 0xc2...0xdf: (following, scalar) = (1, UInt32(lead & 0x1f))
    case 0xe0...0xef:
      (following, scalar) = (2, UInt32(lead & 0x0f))
      if lead == 0xe0 { allowed = 0xa0...0xbf } else if lead == 0xed { allowed = 0x80...0x9f }
    case 0xf0...0xf4:
      (following, scalar) = (3, UInt32(lead & 0x07))
      if lead == 0xf0 { allowed = 0x90...0xbf } else if lead == 0xf4 { allowed = 0x80...0x8f }
    default:
      (value, length, isWellFormed) = (0xfffd, 1, false)
      return
    }
    for step in 1...following {
      guard step < bytes.count - offset, allowed.contains(bytes[offset + step]) else {
        (value, length, isWellFormed) = (0xfffd, step, false)
        return
      }
      scalar = scalar << 6 | UInt32(bytes[offset + step] & 0x3f)
      allowed = 0x80...0xbf
    }
    (value, length, isWellFormed) = (scalar, following + 1, true)
  }
}
