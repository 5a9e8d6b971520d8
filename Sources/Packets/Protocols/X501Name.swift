/// Distinguished name, RFC 5280 section 4.1.2.4, as RFC 4514 writes it: `CN=bmc-7,O=Example`.
///
///     SEQUENCE OF SET OF SEQUENCE { type OBJECT IDENTIFIER, value }
enum X501Name {
  /// The name, most specific part first.
  /// - Throws: what contradicts the standard; `.depth` where it has too many parts.
  static func text(of name: borrowing BERElement) throws(DecodeFault.Kind) -> String {
    var sets = name.elements
    var parts: [String] = []
    while !sets.isAtEnd {
      guard parts.count < Fields.mostValues else { throw .depth }
      var set = try sets.next(.set).elements
      var values: [String] = []
      while !set.isAtEnd {
        guard values.count < Fields.mostValues else { throw .depth }
        values.append(try attribute(try set.next(.sequence)))
      }
      parts.append(values.joined(separator: "+"))
    }
    return parts.reversed().joined(separator: ",")
  }

  private static func attribute(
    _ element: borrowing BERElement
  ) throws(DecodeFault.Kind) -> String {
    var pair = element.elements
    let type = try pair.next(.objectIdentifier).objectIdentifier()
    let value = try pair.next()
    let octets = try value.octets()
    guard let text = text(octets, tag: value.tag) else {
      // RFC 4514 section 2.4: what is no text is told in hexadecimal; here without its tag and length.
      let digits = (0..<min(octets.byteCount, Fields.longestValue)).map { index in
        let octet = octets.uint8(at: index)
        return (octet < 0x10 ? "0" : "") + String(octet, radix: 16)
      }
      return (keyword(type) ?? type) + "=#" + digits.joined()
    }
    return (keyword(type) ?? type) + "=" + escaped(text)
  }

  /// Keywords of RFC 4514 section 3 and the names of RFC 4519 and RFC 2985 that certificates use besides.
  private static func keyword(_ type: String) -> String? {
    switch type {
    case "2.5.4.3": "CN"
    case "2.5.4.4": "SN"
    case "2.5.4.5": "serialNumber"
    case "2.5.4.6": "C"
    case "2.5.4.7": "L"
    case "2.5.4.8": "ST"
    case "2.5.4.9": "STREET"
    case "2.5.4.10": "O"
    case "2.5.4.11": "OU"
    case "2.5.4.12": "title"
    case "2.5.4.15": "businessCategory"
    case "2.5.4.17": "postalCode"
    case "2.5.4.42": "givenName"
    case "0.9.2342.19200300.100.1.1": "UID"
    case "0.9.2342.19200300.100.1.25": "DC"
    case "1.2.840.113549.1.9.1": "emailAddress"
    default: nil
    }
  }

  /// A `DirectoryString` or one of the other texts; `nil` of anything else.
  private static func text(_ octets: RawSpan, tag: BERTag) -> String? {
    guard tag.tagClass == .universal, !tag.isConstructed else { return nil }
    let count = min(octets.byteCount, Fields.longestValue)
    switch tag.number {
    // UTF8String, NumericString, PrintableString, IA5String, VisibleString.
    case 12, 18, 19, 22, 26:
      return String(decoding: (0..<count).map { octets.uint8(at: $0) }, as: UTF8.self)
    // TeletexString, which is used for ISO 8859-1.
    case 20:
      var text = ""
      for index in 0..<count { text.unicodeScalars.append(Unicode.Scalar(octets.uint8(at: index))) }
      return text
    // BMPString: two octets a character.
    case 30:
      let units = stride(from: 0, to: count - 1, by: 2).map { octets.uint16(at: $0) }
      return String(decoding: units, as: UTF16.self)
    default: return nil
    }
  }

  /// Escapes what RFC 4514 section 2.4 wants escaped, and what no console should print.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    let last = text.unicodeScalars.count - 1
    for (index, scalar) in text.unicodeScalars.enumerated() {
      switch scalar {
      case "\"", "+", ",", ";", "<", ">", "\\": escaped += "\\"
      case " " where index == 0 || index == last: escaped += "\\"
      case "#" where index == 0: escaped += "\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        escaped += scalar.value < 0x10 ? "\\0" : "\\"
        escaped += String(scalar.value, radix: 16)
        continue
      default: break
      }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }
}
