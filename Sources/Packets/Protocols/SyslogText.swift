/// A cursor over the text of a syslog message; every step looks first whether there is more.
struct SyslogText: ~Escapable {
  /// What has not been read yet.
  private(set) var rest: RawSpan

  /// A cursor at the front of `bytes`.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { rest = bytes }

  /// Octets that have not been read yet.
  var count: Int { rest.byteCount }
  /// Whether everything was read.
  var isAtEnd: Bool { rest.byteCount == 0 }
  /// The next octet.
  var peek: UInt8? { rest.byteCount > 0 ? rest.uint8(at: 0) : nil }

  /// Drops everything behind the first `length` octets.
  mutating func limit(to length: Int) { rest = rest.extracting(first: min(length, rest.byteCount)) }

  /// Drops everything from the first line feed on; whether there was one.
  mutating func limitToLine() -> Bool {
    var end = 0
    while end < rest.byteCount, rest.uint8(at: end) != 0x0a { end += 1 }
    let hasEnd = end < rest.byteCount
    rest = rest.extracting(first: end)
    dropLineEnd()
    return hasEnd
  }

  /// Drops line feeds, carriage returns and zeros at the end.
  mutating func dropLineEnd() {
    var end = rest.byteCount
    while end > 0, [0x0a, 0x0d, 0].contains(rest.uint8(at: end - 1)) { end -= 1 }
    rest = rest.extracting(first: end)
  }

  /// The next `length` octets, or what there is.
  @_lifetime(copy self)
  mutating func take(_ length: Int) -> RawSpan {
    let taken = rest.extracting(first: min(length, rest.byteCount))
    rest = rest.extracting(droppingFirst: taken.byteCount)
    return taken
  }

  /// Steps over the next octet where it is `octet`.
  mutating func skip(_ octet: UInt8) -> Bool {
    guard peek == octet else { return false }
    rest = rest.extracting(droppingFirst: 1)
    return true
  }

  /// The next decimal number of at most `digits` digits; `nil`, and nothing read, where there is none.
  mutating func number(digits: Int) -> Int? {
    var value = 0
    var length = 0
    while length < digits, let digit = digit(at: length) {
      value = value * 10 + digit
      length += 1
    }
    guard length > 0 else { return nil }
    rest = rest.extracting(droppingFirst: length)
    return value
  }

  private func digit(at offset: Int) -> Int? {
    guard offset < rest.byteCount, 0x30...0x39 ~= rest.uint8(at: offset) else { return nil }
    return Int(rest.uint8(at: offset)) - 0x30
  }

  /// What stands up to the next space.
  @_lifetime(copy self)
  mutating func token() -> RawSpan {
    var length = 0
    while length < rest.byteCount, rest.uint8(at: length) != 0x20 { length += 1 }
    return take(length)
  }

  /// What stands up to the next space, bracket or colon.
  @_lifetime(copy self)
  mutating func word() -> RawSpan { take(wordLength) }

  private var wordLength: Int {
    var length = 0
    while length < rest.byteCount, !Self.endsWord(rest.uint8(at: length)) { length += 1 }
    return length
  }

  private static func endsWord(_ octet: UInt8) -> Bool {
    octet == 0x20 || octet == 0x3a || octet == 0x5b || octet == 0x5d
  }

  /// Whether the next word is a tag: a bracket, or a colon and a space or the end behind it.
  var tokenIsTag: Bool {
    let length = wordLength
    guard length > 0, length < rest.byteCount else { return false }
    switch rest.uint8(at: length) {
    case 0x5b: return true
    case 0x3a: return length + 1 == rest.byteCount || rest.uint8(at: length + 1) == 0x20
    default: return false
    }
  }

  /// Steps over the parameters of an element of structured data and its closing bracket; whether it
  /// was closed.
  mutating func skipElement() -> Bool {
    var isQuoted = false
    var offset = 0
    while offset < rest.byteCount {
      switch rest.uint8(at: offset) {
      // Inside a value a backslash escapes a quote, itself and the bracket.
      case 0x5c where isQuoted: offset += 1
      case 0x22: isQuoted.toggle()
      case 0x5d where !isQuoted:
        rest = rest.extracting(droppingFirst: offset + 1)
        return true
      default: break
      }
      offset += 1
    }
    return false
  }

  /// Steps over the mark that says that the message is UTF-8.
  mutating func skipByteOrderMark() {
    guard rest.byteCount >= 3, rest.uint16(at: 0) == 0xefbb, rest.uint8(at: 2) == 0xbf else {
      return
    }
    rest = rest.extracting(droppingFirst: 3)
  }

  /// Whether RFC 5424's version and a space come next.
  var startsWithVersion: Bool {
    rest.byteCount >= 3 && rest.uint16(at: 0) == 0x3120
      && (rest.uint8(at: 2) == 0x2d || 0x30...0x39 ~= rest.uint8(at: 2))
  }

  /// Whether a field without value and a space come next.
  var startsWithNil: Bool { rest.byteCount >= 2 && rest.uint16(at: 0) == 0x2d20 }

  /// Whether `Mmm dd hh:mm:ss` comes next, the day's first digit perhaps a space.
  var startsWithDate: Bool {
    guard rest.byteCount >= 15, isMonth, rest.uint8(at: 3) == 0x20,
      rest.uint8(at: 6) == 0x20, rest.uint8(at: 9) == 0x3a, rest.uint8(at: 12) == 0x3a,
      let unit = digit(at: 5)
    else { return false }
    let ten = rest.uint8(at: 4) == 0x20 ? 0 : digit(at: 4)
    guard let ten, 1...31 ~= ten * 10 + unit else { return false }
    return isPair(7, 0...23) && isPair(10, 0...59) && isPair(13, 0...60)
  }

  /// Whether `yyyy-mm-ddThh:` comes next, the form of RFC 3339.
  var startsWithISODate: Bool {
    guard rest.byteCount >= 14, isPair(0, 0...99), isPair(2, 0...99), rest.uint8(at: 4) == 0x2d,
      rest.uint8(at: 7) == 0x2d, rest.uint8(at: 10) == 0x54, rest.uint8(at: 13) == 0x3a
    else { return false }
    return isPair(5, 1...12) && isPair(8, 1...31) && isPair(11, 0...23)
  }

  private func isPair(_ offset: Int, _ range: ClosedRange<Int>) -> Bool {
    guard let ten = digit(at: offset), let unit = digit(at: offset + 1) else { return false }
    return range ~= ten * 10 + unit
  }

  private var isMonth: Bool {
    let month = [rest.uint8(at: 0), rest.uint8(at: 1), rest.uint8(at: 2)]
    return Self.months.contains(month)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ].map { Array($0.utf8) }
}
