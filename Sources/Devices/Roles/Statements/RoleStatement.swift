/// One thing that a message shows about a machine, before anyone has judged it.
public struct RoleStatement: Hashable, Sendable {
  /// What sort of thing.
  public let kind: RoleEvidenceKind
  /// What was said, in the words of the wire or of the protocol.
  public let text: String
  /// Whom it is about.
  public let subject: Subject
  /// Whether the text is also what the machine is called.
  public let isName: Bool

  /// Which machine of a message.
  public enum Subject: Hashable, Sendable {
    /// Whoever sent it.
    case source
    /// Whoever it was sent to.
    case destination
  }

  /// A statement.
  public init(
    _ kind: RoleEvidenceKind, _ text: String, _ subject: Subject = .source, isName: Bool = false
  ) {
    self.kind = kind
    self.text = RoleStatement.short(text)
    self.subject = subject
    self.isName = isName
  }

  /// Octets of a text that are kept.
  public static let longest = 160

  /// The first line of a text without blanks around it, cut between two characters.
  static func short(_ text: String) -> String {
    var kept = ""
    for character in text.unicodeScalars {
      if character.value == 0 || character == "\n" || character == "\r" { break }
      guard kept.utf8.count + UTF8.width(character) <= longest else { break }
      if character.value < 0x20 { continue }
      kept.unicodeScalars.append(character)
    }
    while kept.hasSuffix(" ") { kept.removeLast() }
    return kept
  }
}
