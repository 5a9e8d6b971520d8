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
  /// How much its findings can matter, least first.
  public let severities: [Severity]
  /// What the device did, in a few words behind its name, as the sentence of an incident tells it; empty where
  /// that depends on the finding.
  public let deed: String
  /// The rule's page: a paragraph a line, each behind its head (`Sees:`, `Why:`, `Risk:`, `Benign causes:`,
  /// `By hand:`, `To silence:`, and others where they fit); a line that begins with spaces is a command line.
  public let explanation: String

  /// A rule's identity.
  public init(
    name: String, title: String, version: String, category: String, techniques: [Technique],
    severities: [Severity] = [], deed: String = "", explanation: String
  ) {
    self.name = name
    self.title = title
    self.version = version
    self.category = category
    self.techniques = techniques
    self.severities = severities
    self.deed = deed
    self.explanation = explanation
  }
}
