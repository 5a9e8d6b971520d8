import Testing

@testable import Flows

@Suite struct SHA1Tests {
  /// The messages of NIST's examples for FIPS 180-4, and the empty one.
  @Test(arguments: [
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopq"
        + "klmnopqrlmnopqrsmnopqrstnopqrstu",
      "a49b2446a02c645bf419f995b67091253a04a259"
    ),
  ])
  func example(_ message: String, _ digest: String) {
    #expect(hexadecimal(SHA1.digest(of: Array(message.utf8).span)) == digest)
  }

  /// NIST's long example.
  @Test func millionLetters() {
    let message = [UInt8](repeating: 0x61, count: 1_000_000)
    #expect(
      hexadecimal(SHA1.digest(of: message.span)) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f")
  }

  /// Every length around the block size: the digest of the digests of `00 01 02 ...` cut at 0 to 199
  /// bytes, as Python's hashlib has it.
  @Test func everyLength() {
    var digests: [UInt8] = []
    for count in 0..<200 {
      let message = (0..<count).map { UInt8($0) }
      let digest = SHA1.digest(of: message.span)
      for word in digest.indices {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
          digests.append(UInt8(truncatingIfNeeded: digest[word] >> shift))
        }
      }
    }
    #expect(
      hexadecimal(SHA1.digest(of: digests.span)) == "ab05664693b2d32b84dd4616c5284c285cc0684a")
  }

  private func hexadecimal(_ digest: SHA1.Digest) -> String {
    digest.indices.map { index in
      let digits = String(digest[index], radix: 16)
      return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }.joined()
  }
}
