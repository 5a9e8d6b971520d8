/// What a text from the wire has to be like. Letters count the same in upper and lower case (ASCII).
public enum TextPattern: Hashable, Sendable {
  /// Anything.
  case any
  /// Just this.
  case equal(String)
  /// This in front.
  case prefix(String)
  /// This domain, or a name below it.
  case domain(String)
  /// This somewhere.
  case contains(String)
  /// Each of these somewhere.
  case all([String])

  /// Whether a text is like that. Patterns are lower case; `lowercased` must be the text in lower case.
  func matches(_ lowercased: String) -> Bool {
    switch self {
    case .any: true
    case .equal(let text): lowercased == text
    case .prefix(let text): lowercased.utf8.starts(with: text.utf8)
    case .domain(let text):
      lowercased == text
        || lowercased.utf8.reversed().starts(with: ".\(text)".utf8.reversed())
    case .contains(let text): Self.find(text, in: lowercased)
    case .all(let texts): texts.allSatisfy { Self.find($0, in: lowercased) }
    }
  }

  /// Octet by octet: texts here are short, and the standard library's own search is Foundation's.
  private static func find(_ needle: String, in text: String) -> Bool {
    let needle = needle.utf8.span
    let text = text.utf8.span
    guard needle.count <= text.count else { return false }
    for start in 0...(text.count - needle.count) {
      var length = 0
      while length < needle.count, text[start + length] == needle[length] { length += 1 }
      if length == needle.count { return true }
    }
    return false
  }
}
