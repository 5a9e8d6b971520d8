/// The bytes of a text file that an operator wrote, proven to be readable text.
struct SourceText: Sendable {
  /// UTF-8 without a byte order mark.
  let bytes: [UInt8]
  /// The file as it was named.
  let file: String

  /// Text from a file's bytes; a byte order mark is dropped.
  ///
  /// Throws where the bytes are not UTF-8, or hold a control character other than tab, line feed
  /// and carriage return: such a file was not meant to be read as text.
  init(_ bytes: [UInt8], file: String) throws(ConfigurationError) {
    self.init(unchecked: bytes, file: file)
    do {
      _ = try UTF8Span(validating: self.bytes.span)
    } catch {
      throw self.error(
        at: error.byteOffsets.lowerBound, "this is not UTF-8 text; save the file as UTF-8")
    }
    let isUnreadable = { (byte: UInt8) in
      byte < 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d || byte == 0x7f
    }
    guard let offset = self.bytes.firstIndex(where: isUnreadable) else { return }
    throw self.error(
      at: offset, "there is a control character (\(self.bytes[offset])) here; remove it")
  }

  /// Text that is not the operator's, and is read as far as it goes.
  init(unchecked bytes: [UInt8], file: String) {
    self.bytes = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
    self.file = file
  }

  /// The line of a byte, counted from 1.
  func line(of offset: Int) -> Int { place(of: offset).line }

  /// Line and column of a byte, both counted from 1; columns count Unicode scalars, as libYAML does.
  ///
  /// Takes time in the length of the file: for errors only.
  func place(of offset: Int) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in bytes[..<min(max(offset, 0), bytes.count)] {
      if byte == 0x0a {
        line += 1
        column = 1
      } else if byte & 0xc0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }

  /// An error at a byte.
  func error(at offset: Int, _ reason: String) -> ConfigurationError {
    let place = place(of: offset)
    return ConfigurationError(file: file, line: place.line, column: place.column, reason: reason)
  }
}
