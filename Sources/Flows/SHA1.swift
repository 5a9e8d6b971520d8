/// The Secure Hash Algorithm SHA-1, FIPS 180-4 section 6.1: here only to name conversations.
///
///     a b c d e                  five words of state, H(0) in the beginning
///     for each block of 64 bytes, for t = 0 ... 79:
///       W(t) = t < 16 ? word t of the block : ROTL1(W(t-3) ^ W(t-8) ^ W(t-14) ^ W(t-16))
///       T    = ROTL5(a) + f(t; b, c, d) + e + K(t) + W(t)
///       a b c d e = T a ROTL30(b) c d
///     H(i) = H(i-1) + a b c d e
///
/// Broken as a signature (collisions are cheap); Community ID prescribes it.
enum SHA1 {
  /// The 20 bytes of the digest as five words, first word first.
  typealias Digest = InlineArray<5, UInt32>

  /// The digest of a message of any length.
  static func digest(of message: Span<UInt8>) -> Digest {
    var state: Digest = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    // One bit 1, zeros, and the length in 64 bits fill the last block (section 5.1.1).
    let blocks = (message.count + 8) / 64 + 1
    for block in 0..<blocks {
      var words = InlineArray<16, UInt32>(repeating: 0)
      for index in 0..<64 {
        let byte = paddedByte(of: message, at: block * 64 + index, end: blocks * 64)
        words[index / 4] = words[index / 4] << 8 | UInt32(byte)
      }
      compress(&words, into: &state)
    }
    return state
  }

  private static func paddedByte(of message: Span<UInt8>, at offset: Int, end: Int) -> UInt8 {
    if offset < message.count { return message[offset] }
    if offset == message.count { return 0x80 }
    guard offset >= end - 8 else { return 0 }
    let bitCount = UInt64(message.count) * 8
    return UInt8(truncatingIfNeeded: bitCount >> UInt64(8 * (end - 1 - offset)))
  }

  private static func compress(_ words: inout InlineArray<16, UInt32>, into state: inout Digest) {
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for step in 0..<80 {
      if step >= 16 {
        // The schedule needs its last 16 words only, so it turns in a ring.
        let mixed =
          words[(step - 3) & 15] ^ words[(step - 8) & 15] ^ words[(step - 14) & 15]
          ^ words[step & 15]
        words[step & 15] = rotate(mixed, by: 1)
      }
      let (function, constant): (UInt32, UInt32) =
        switch step {
        case 0..<20: (b & c | ~b & d, 0x5a82_7999)
        case 20..<40: (b ^ c ^ d, 0x6ed9_eba1)
        case 40..<60: (b & c | b & d | c & d, 0x8f1b_bcdc)
        default: (b ^ c ^ d, 0xca62_c1d6)
        }
      let next = rotate(a, by: 5) &+ function &+ e &+ constant &+ words[step & 15]
      (a, b, c, d, e) = (next, a, rotate(b, by: 30), c, d)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
  }

  private static func rotate(_ word: UInt32, by count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}
