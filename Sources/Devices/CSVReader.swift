/// Cuts comma-separated values into records, RFC 4180 section 2.
///
/// Beyond the RFC, a line may end with LF alone, blanks around a field are dropped, and blank lines
/// and lines that begin with `#` are left out.
struct CSVReader {
  private let source: SourceText
  private var offset = 0

  /// A reader at the beginning of a text.
  init(_ source: SourceText) { self.source = source }

  /// The next record, or `nil` at the end of the text.
  mutating func next() throws(ConfigurationError) -> CSVRecord? {
    while offset < source.bytes.count {
      let start = offset
      skipBlanks()
      if byte == 0x23 {
        while let next = byte, next != 0x0a { offset += 1 }
      }
      if skipLineEnd() || byte == nil { continue }
      offset = start
      return try record()
    }
    return nil
  }

  /// A field as text, with doubled quotes made single.
  func text(_ field: CSVField) -> String {
    let bytes = source.bytes[field.range]
    guard field.isQuoted else { return String(decoding: bytes, as: UTF8.self) }
    var plain: [UInt8] = []
    var isSecondQuote = false
    for byte in bytes {
      isSecondQuote = byte == 0x22 && !isSecondQuote
      if !isSecondQuote { plain.append(byte) }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  private var byte: UInt8? { offset < source.bytes.count ? source.bytes[offset] : nil }

  private var isAtLineEnd: Bool {
    byte == 0x0a
      || byte == 0x0d && offset + 1 < source.bytes.count && source.bytes[offset + 1] == 0x0a
  }

  private mutating func skipBlanks() {
    while byte == 0x20 || byte == 0x09 { offset += 1 }
  }

  private mutating func skipLineEnd() -> Bool {
    guard isAtLineEnd else { return false }
    offset += byte == 0x0d ? 2 : 1
    return true
  }

  private mutating func record() throws(ConfigurationError) -> CSVRecord {
    let start = offset
    var fields: [CSVField] = []
    while true {
      skipBlanks()
      fields.append(try byte == 0x22 ? quotedField() : bareField())
      guard byte == 0x2c else { break }
      offset += 1
    }
    _ = skipLineEnd()
    return CSVRecord(offset: start, fields: fields)
  }

  private mutating func bareField() throws(ConfigurationError) -> CSVField {
    let start = offset
    var end = offset
    while let next = byte, next != 0x2c, !isAtLineEnd {
      guard next != 0x22 else {
        throw source.error(
          at: offset, "a quote inside a field: put the whole field in quotes and double this one")
      }
      guard next != 0x0d else {
        throw source.error(
          at: offset, "a carriage return without a line feed: end lines with LF or CRLF")
      }
      offset += 1
      if next != 0x20, next != 0x09 { end = offset }
    }
    return CSVField(range: start..<end, isQuoted: false)
  }

  private mutating func quotedField() throws(ConfigurationError) -> CSVField {
    let start = offset
    offset += 1
    while let next = byte {
      offset += 1
      guard next == 0x22 else { continue }
      guard byte != 0x22 else {
        offset += 1
        continue
      }
      let range = start + 1..<offset - 1
      skipBlanks()
      guard byte == nil || byte == 0x2c || isAtLineEnd else {
        throw source.error(at: offset, "text after the closing quote of a field: expected a comma")
      }
      return CSVField(range: range, isQuoted: true)
    }
    throw source.error(at: start, "this quote is never closed")
  }
}
