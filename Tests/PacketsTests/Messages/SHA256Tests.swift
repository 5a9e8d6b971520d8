import Testing

@testable import Packets

@Suite struct SHA256Tests {
  private func digits(_ octets: [UInt8]) -> String {
    octets.map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The examples of FIPS 180-2 appendix B.1 and B.2, and the empty message of NIST's test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]) func published(message: String, digest: String) {
    #expect(digits(SHA256.digest(Array(message.utf8))) == digest)
  }

  /// Lengths around a block's end, of the letter a; the beginnings of what OpenSSL computes.
  @Test(arguments: [
    (55, "9f4390f8d30c2dd9"), (56, "b35439a4ac6f0948"), (63, "7d3e74a05d7db15b"),
    (64, "ffe054fe7ae0cb6d"), (65, "635361c48bb9eab1"), (119, "31eba51c313a5c08"),
    (120, "2f3d335432c70b58"),
  ]) func padding(count: Int, beginning: String) {
    #expect(digits(SHA256.digest(Array(repeating: 0x61, count: count))).hasPrefix(beginning))
  }
}
