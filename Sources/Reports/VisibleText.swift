/// Text of several lines that may go to a terminal whatever it holds.
public struct VisibleText: Hashable, Sendable, CustomStringConvertible {
  /// The text, its line feeds kept, and everything else that a terminal would act on, or that cannot
  /// be seen, as `\u{1b}`.
  public let description: String

  /// Text of any origin: a file's name, a device's name, words of the system.
  public init(_ text: String) {
    var lines = JSONWriter(capacity: text.utf8.count + 1)
    for (number, line) in text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
      .enumerated()
    {
      if number > 0 { lines.endLine() }
      lines.visible(String(decoding: line, as: UTF8.self), limit: .max)
    }
    description = lines.text
  }
}
