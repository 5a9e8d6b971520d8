/// The fields of an HTTP message's head, RFC 9110 section 5: their names in order, and the values that
/// tell who speaks.
struct HTTPHeaders {
  private var names: [FieldValue] = []
  private var told = Fields()
  /// The first thing that contradicts the standard.
  private(set) var fault = DecodeFault.Kind.none

  /// Reads lines up to the empty one.
  /// - Throws: `.truncated` where the head is not all there.
  mutating func read(_ reader: inout ByteReader) throws(DecodeFault.Kind) {
    while names.count < Fields.mostValues {
      let line = try reader.textLine()
      guard line.byteCount > 0 else { return }
      // A line that begins with white space goes on with the one before, RFC 9112 section 5.2.
      let first = line.uint8(at: 0)
      guard first != UInt8(ascii: " "), first != UInt8(ascii: "\t") else { continue }
      readField(line)
    }
  }

  private mutating func readField(_ line: RawSpan) {
    var reader = ByteReader(line)
    let name = reader.upTo(UInt8(ascii: ":"))
    guard !reader.isAtEnd, name.byteCount > 0 else { return note(.option) }
    names.append(FieldValue(text: name))
    // White space before the colon is forbidden, RFC 9112 section 5.1: it has been used for smuggling.
    let last = name.uint8(at: name.byteCount - 1)
    if last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { note(.option) }
    let value = trimmed(reader.rest.extracting(droppingFirst: 1))
    tell(value, of: lowercased(name))
  }

  private mutating func note(_ kind: DecodeFault.Kind) { if fault == .none { fault = kind } }

  /// Keeps the first value of a name.
  private mutating func tell(_ value: RawSpan, of name: String) {
    switch name {
    case "host": addOnce("host", FieldValue(text: value))
    case "user-agent": addOnce("user_agent", FieldValue(text: value))
    case "server": addOnce("server", FieldValue(text: value))
    case "content-type": addOnce("content_type", FieldValue(text: value))
    case "location": addOnce("location", FieldValue(text: value))
    case "upgrade": addOnce("upgrade", FieldValue(text: value))
    case "authorization": addOnce("authorization_scheme", scheme(value))
    case "www-authenticate":
      addOnce("authenticate_scheme", scheme(value))
      if let realm = realm(value) { addOnce("realm", realm) }
    case "content-length":
      guard let length = UInt64(decimal(value)) else { return note(.field) }
      addOnce("content_length", .number(length))
    default: break
    }
  }

  private mutating func addOnce(_ name: String, _ value: FieldValue) {
    if told[name] == nil { told.add(name, value) }
  }

  /// The scheme before the credentials or the challenge, RFC 9110 section 11.
  private func scheme(_ value: RawSpan) -> FieldValue {
    var reader = ByteReader(value)
    let scheme = reader.upTo(UInt8(ascii: " "))
    // Credentials without a scheme are a secret all the same.
    return reader.isAtEnd && scheme.byteCount > 16 ? .text("") : FieldValue(text: scheme)
  }

  /// The parameter `realm` of a challenge, RFC 9110 section 11.5.
  private func realm(_ value: RawSpan) -> FieldValue? {
    let key = Array("realm=\"".utf8)
    guard value.byteCount >= key.count else { return nil }
    for start in 0...value.byteCount - key.count {
      var length = 0
      while length < key.count, value.uint8(at: start + length) | 0x20 == key[length] | 0x20 {
        length += 1
      }
      guard length == key.count else { continue }
      var reader = ByteReader(value.extracting(droppingFirst: start + length))
      return FieldValue(text: reader.upTo(UInt8(ascii: "\"")))
    }
    return nil
  }

  @_lifetime(copy value)
  private func trimmed(_ value: RawSpan) -> RawSpan {
    var first = 0
    var end = value.byteCount
    while first < end, isSpace(value.uint8(at: first)) { first += 1 }
    while end > first, isSpace(value.uint8(at: end - 1)) { end -= 1 }
    return value.extracting(droppingFirst: first).extracting(first: end - first)
  }

  private func isSpace(_ octet: UInt8) -> Bool {
    octet == UInt8(ascii: " ") || octet == UInt8(ascii: "\t")
  }

  private func lowercased(_ name: RawSpan) -> String {
    let octets = (0..<min(name.byteCount, Fields.longestValue)).map { index in
      let octet = name.uint8(at: index)
      return (0x41...0x5a).contains(octet) ? octet | 0x20 : octet
    }
    return String(decoding: octets, as: UTF8.self)
  }

  /// A number's digits; nothing where there is something else.
  private func decimal(_ value: RawSpan) -> String {
    guard (1...20).contains(value.byteCount) else { return "" }
    let octets = value.copied()
    guard octets.allSatisfy({ (0x30...0x39).contains($0) }) else { return "" }
    return String(decoding: octets, as: UTF8.self)
  }

  /// What was read.
  func add(to fields: inout Fields) {
    for field in told.list { fields.add(field.name, field.value) }
    fields.add("header_names", names)
  }
}
