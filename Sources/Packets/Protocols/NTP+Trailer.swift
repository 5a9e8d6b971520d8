/// What stands behind the header: extension fields and a message authentication code.
extension NTP {
  /// Octets of a message authentication code: key identifier alone (crypto-NAK), the 64 bits of version
  /// 2, MD5, SHA-1, and SHA-256 and longer digests.
  private static let codeLengths: Set<Int> = [4, 12, 20, 24, 36, 52, 68]
  /// The authenticator of MS-SNTP section 2.2.3, in version 3 alone.
  private static let extendedAuthenticatorLength = 72

  /// Extension fields, RFC 7822: | type 2 | length 2 | value |, at least 16 octets in steps of four. What
  /// is left and short is the code: key identifier and digest.
  static func readTrailer(
    _ reader: inout ByteReader, version: UInt8, wireLength: Int, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let missing = wireLength - headerLength - reader.count
    var list: [FieldValue] = []
    defer { if !list.isEmpty { fields.add("extension_fields", list) } }
    while version == 4, let length = extensionLength(reader.rest, missing: missing),
      list.count < Fields.mostValues
    {
      var field = Fields()
      field.add("type", try reader.uint16())
      field.add("length", UInt(length))
      list.append(.group(field))
      try reader.skip(2 + length - 4)
    }
    guard !reader.isAtEnd || missing > 0 else { return }
    fields.add("key_identifier", try reader.uint32())
    fields.add("digest_length", UInt(reader.count + missing))
    guard isCode(reader.count + missing + 4, version: version) else { throw .option }
  }

  /// Whether octets behind the header are extension fields and a code, all of them.
  static func isTrailer(_ octets: RawSpan, version: UInt8, wireLength: Int) -> Bool {
    let missing = max(wireLength - headerLength - octets.byteCount, 0)
    var reader = ByteReader(octets)
    if version == 4 {
      // Ends because a field takes at least 16 octets.
      while let length = extensionLength(reader.rest, missing: missing) {
        guard length <= reader.count else { return true }
        reader = ByteReader(reader.rest.extracting(droppingFirst: length))
      }
    }
    let left = reader.count + missing
    return left == 0 || isCode(left, version: version)
  }

  private static func isCode(_ length: Int, version: UInt8) -> Bool {
    codeLengths.contains(length) || version == 3 && length == extendedAuthenticatorLength
  }

  /// The length of the extension field in front, `nil` where none is.
  private static func extensionLength(_ octets: RawSpan, missing: Int) -> Int? {
    let left = octets.byteCount + missing
    guard octets.byteCount >= 4, left >= 16 else { return nil }
    let length = Int(octets.uint16(at: 2))
    guard length >= 16, length % 4 == 0, length <= left else { return nil }
    // RFC 7822 section 3: the last field has 28 octets or more, unless a code follows; 20 and 24 octets
    // are a code.
    guard left > 24 else { return nil }
    return length
  }
}
