import Testing

@testable import Packets

@Suite struct X509CertificateTests {
  private func text(of name: [UInt8]) throws -> String {
    var reader = unsafe BERReader(name.span.bytes, isCut: false)
    return try X501Name.text(of: try reader.next(.sequence))
  }

  /// Names after the examples of RFC 4514 section 4, in DER.
  @Test func namesAsRFC4514WritesThem() throws {
    // OU=Sales and CN=J.  Smith in one set, DC=example, DC=net.
    let several = bytes(
      """
      30 50
      31 13 30 11 06 0a 09 92 26 89 93 f2 2c 64 01 19 16 03 6e 65 74
      31 17 30 15 06 0a 09 92 26 89 93 f2 2c 64 01 19 16 07 65 78 61 6d 70 6c 65
      31 20 30 0c 06 03 55 04 0b 0c 05 53 61 6c 65 73 30 10 06 03 55 04 03 0c 09 4a 2e 20 20 53 6d
      69 74 68
      """)
    #expect(try text(of: several) == "OU=Sales+CN=J.  Smith,DC=example,DC=net")
    // A value with a carriage return, and one that needs every escape.
    #expect(
      try text(of: bytes("30 15 31 13 30 11 06 03 55 04 03 0c 0a 42 65 66 6f 72 65 0d 41 66 74"))
        == "CN=Before\\0dAft")
    #expect(
      try text(of: bytes("30 11 31 0f 30 0d 06 03 55 04 0a 0c 06 23 2b 22 2c 5c 20"))
        == "O=\\#\\+\\\"\\,\\\\\\ ")
    // BMPString, TeletexString, an unknown type, a value that is no text.
    #expect(
      try text(of: bytes("30 0f 31 0d 30 0b 06 03 55 04 03 1e 04 00 41 00 e9")) == "CN=Aé")
    #expect(try text(of: bytes("30 0c 31 0a 30 08 06 03 55 04 03 14 01 e9")) == "CN=é")
    #expect(
      try text(of: bytes("30 0d 31 0b 30 09 06 02 2a 03 04 03 01 02 03")) == "1.2.3=#010203")
  }

  private func time(_ tag: UInt8, _ text: String) throws -> String {
    let octets = [tag, UInt8(text.utf8.count)] + Array(text.utf8)
    var reader = unsafe BERReader(octets.span.bytes, isCut: false)
    return try X509Time.text(of: try reader.next())
  }

  @Test func times() throws {
    #expect(try time(0x17, "491231235959Z") == "2049-12-31T23:59:59Z")
    #expect(try time(0x17, "500101000000Z") == "1950-01-01T00:00:00Z")
    #expect(try time(0x18, "20500101000000Z") == "2050-01-01T00:00:00Z")
    for wrong in ["4912312359Z", "491231235959+0100", "491331235959Z", "49123123595xZ", ""] {
      #expect(throws: DecodeFault.Kind.field) { try time(0x17, wrong) }
    }
    #expect(throws: DecodeFault.Kind.field) { try time(0x16, "491231235959Z") }
  }

  /// The front of a certificate in the form of version 1: all before the key.
  private static let small = bytes(
    """
    30 7f 30 7c 02 01 05
    30 0d 06 09 2a 86 48 86 f7 0d 01 01 04 05 00
    30 0c 31 0a 30 08 06 03 55 04 03 0c 01 41
    30 1e 17 0d 32 36 30 31 30 31 30 30 30 30 30 30 5a 17 0d 32 37 30 31 30 31 30 30 30 30 30 30 5a
    30 0c 31 0a 30 08 06 03 55 04 03 0c 01 42
    """)

  private func read(_ octets: [UInt8], isCut: Bool) -> (fields: Fields, fault: DecodeFault.Kind) {
    var fields = Fields()
    do throws(DecodeFault.Kind) {
      try unsafe X509Certificate.read(octets.span.bytes, isCut: isCut, into: &fields)
      return (fields, .none)
    } catch {
      return (fields, error)
    }
  }

  @Test func cutCertificateTellsWhatIsThere() {
    let (fields, fault) = read(Self.small, isCut: true)
    #expect(fault == .truncated)
    #expect(fields["version"] == nil)
    #expect(fields["serial_number"] == .octets([5]))
    #expect(fields["signature_algorithm_name"] == .text("md5WithRSAEncryption"))
    #expect(fields["issuer"] == .text("CN=A"))
    #expect(fields["subject"] == .text("CN=B"))
    #expect(fields["self_issued"] == .flag(false))
    // Of a cut certificate there is no fingerprint.
    #expect(fields["sha256"] == nil)
    #expect(read(Self.small, isCut: false).fault == .totalLength)
  }

  @Test func whateverTheOctets() {
    for position in Self.small.indices {
      var changed = Self.small
      for octet in UInt8.min...UInt8.max {
        changed[position] = octet
        _ = read(changed, isCut: true)
        _ = read(Array(changed.prefix(position)), isCut: false)
      }
    }
  }

  /// RSA keys of no bits, and of 20, which is enough to be counted.
  @Test func bitsOfAKey() {
    let key = bytes("30 16 30 0d 06 09 2a 86 48 86 f7 0d 01 01 01 05 00 03 05 00 30 02 02 00")
    #expect(read(Self.small + key, isCut: true).fields["public_key_bits"] == .number(0))
    let real = bytes(
      """
      30 1d 30 0d 06 09 2a 86 48 86 f7 0d 01 01 01 05 00
      03 0c 00 30 09 02 04 00 0f ff f1 02 01 03
      """)
    #expect(read(Self.small + real, isCut: true).fields["public_key_bits"] == .number(20))
  }
}
