/// What stays the same in every alert of a rule.
public struct RuleIdentity: Hashable, Sendable {
  /// Stable, lower-case, dotted and dashed: `policy.first-contact`. Appears in the output; never renamed.
  public let name: String
  /// A short title for people.
  public let title: String
  /// The rule's own version; rises when its meaning changes.
  public let version: String
  /// What kind of thing it finds: `Command and Control`.
  public let category: String
  /// ATT&CK techniques, most fitting first.
  public let techniques: [Technique]
  /// What it sees, why it matters, what a false alarm would be: a few plain sentences.
  public let explanation: String

  /// A rule's identity.
  public init(
    name: String, title: String, version: String, category: String, techniques: [Technique],
    explanation: String
  ) {
    self.name = name
    self.title = title
    self.version = version
    self.category = category
    self.techniques = techniques
    self.explanation = explanation
  }
}
