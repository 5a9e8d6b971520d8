/// CLIENT-HELLO in the form of SSL 2.0, with which old clients open TLS too: RFC 5246 appendix E.2.
///
///     octet  0            2          3         5               7              9
///            | 0x8000 + n | type (1) | version | specs length | id length (0) | challenge length
///     then   | cipher specs, three octets each | session id | challenge, 16 to 32 octets |
enum SSL2ClientHello {
  /// Whether a direction of TCP begins so.
  static func recognize(_ bytes: RawSpan) -> Recognition {
    guard bytes.byteCount >= 11 else {
      // Too little to tell from anything else that begins with a high octet.
      return bytes.byteCount >= 5 && hasVersion(bytes) ? .unsure : .notMine
    }
    guard hasVersion(bytes) else { return .notMine }
    let length = Int(bytes.uint16(at: 0) & 0x7fff)
    let specs = Int(bytes.uint16(at: 5))
    let identifier = Int(bytes.uint16(at: 7))
    let challenge = Int(bytes.uint16(at: 9))
    let isConsistent =
      specs > 0 && specs % 3 == 0 && (identifier == 0 || identifier == 16)
      && (16...32).contains(challenge) && length == 9 + specs + identifier + challenge
    return isConsistent ? .certain : .notMine
  }

  private static func hasVersion(_ bytes: RawSpan) -> Bool {
    bytes.uint8(at: 0) >= 0x80 && bytes.uint8(at: 2) == 1
      && (bytes.uint16(at: 3) == 2 || bytes.uint8(at: 3) == 3 && bytes.uint8(at: 4) <= 4)
  }

  /// Reads it. No JA4: that is made of cipher suites of two octets.
  static func read(_ bytes: RawSpan, into fields: inout Fields) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    try reader.skip(2)
    fields.add("handshake_type", try reader.uint8())
    let version = try reader.uint16()
    TLSVersion(rawValue: version).add(to: &fields)
    fields.add("legacy_version", version)
    let length = Int(try reader.uint16())
    fields.add("session_id_length", try reader.uint16())
    let challengeLength = try reader.uint16()
    let specs = try reader.take(length)
    guard length % 3 == 0 else { throw .totalLength }
    fields.add(
      "cipher_specs",
      stride(from: 0, to: length, by: 3).prefix(Fields.mostValues).map {
        .number(UInt64(specs.uint8(at: $0)) << 16 | UInt64(specs.uint16(at: $0 + 1)))
      })
    fields.add("challenge_length", challengeLength)
  }
}
