/// The first line that SMTP or FTP sends in one direction: a server's reply (RFC 5321 section 4.2,
/// RFC 959 section 4.2) or a client's command.
///
///     | three digits | space, or - where lines follow | text | CR LF
///     | letters | space | argument | CR LF
struct ReplyOrCommand: ~Escapable {
  /// The reply's three digits, `nil` where it is a command.
  let replyCode: UInt16?
  /// The command's letters; empty where it is a reply.
  let command: RawSpan
  /// What stands behind the code or the command.
  let text: RawSpan
  /// Whether the line's end was there.
  let isComplete: Bool
  /// Whether the octets could be such a line: no control characters but at its end, and a code or
  /// letters in front.
  let isPlausible: Bool

  private static let longestCommand = 8

  /// The line at the front of `bytes`.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) {
    var end = 0
    var isText = true
    while end < bytes.byteCount, bytes.uint8(at: end) != 0x0a {
      let octet = bytes.uint8(at: end)
      let endsLine =
        octet == 0x0d && (end + 1 == bytes.byteCount || bytes.uint8(at: end + 1) == 0x0a)
      if octet < 0x20 && octet != 0x09 && !endsLine || octet == 0x7f { isText = false }
      if !isText { break }
      end += 1
    }
    isComplete = isText && end < bytes.byteCount
    if end > 0, bytes.uint8(at: end - 1) == 0x0d { end -= 1 }
    let line = bytes.extracting(first: end)
    var letters = 0
    while letters < end, Self.isLetter(line.uint8(at: letters)) { letters += 1 }
    let code = Self.code(line)
    let front = code == nil ? letters : 3
    let isSeparated = front == end || line.uint8(at: front) == 0x20
    let continues = code != nil && front < end && line.uint8(at: front) == 0x2d
    replyCode = code
    command = line.extracting(first: code == nil ? letters : 0)
    text = line.extracting(droppingFirst: min(front + 1, end))
    isPlausible =
      isText && (isSeparated || continues) && (code != nil || 1...Self.longestCommand ~= letters)
  }

  private static func isLetter(_ octet: UInt8) -> Bool { 0x61...0x7a ~= octet | 0x20 }

  private static func code(_ line: RawSpan) -> UInt16? {
    guard line.byteCount >= 3, 0x31...0x35 ~= line.uint8(at: 0) else { return nil }
    var code: UInt16 = 0
    for offset in 0..<3 {
      let digit = line.uint8(at: offset)
      guard 0x30...0x39 ~= digit else { return nil }
      code = code * 10 + UInt16(digit - 0x30)
    }
    return code
  }

  /// Whether it is this command, in capitals or not; `word` is in small letters.
  func isCommand(_ word: String) -> Bool {
    command.byteCount == word.utf8.count && Self.matches(word, command, at: 0)
  }

  /// Whether the text has this word anywhere, in capitals or not; `word` is in small letters.
  func mentions(_ word: String) -> Bool {
    let last = text.byteCount - word.utf8.count
    guard last >= 0 else { return false }
    return (0...last).contains { Self.matches(word, text, at: $0) }
  }

  private static func matches(_ word: String, _ bytes: RawSpan, at start: Int) -> Bool {
    for (offset, letter) in word.utf8.enumerated() {
      guard bytes.uint8(at: start + offset) | 0x20 == letter else { return false }
    }
    return true
  }
}
