public import Capture

/// What a line says of the incident that it belongs to: all that was found of one device and peer, as one story.
public struct Incident: Hashable, Sendable {
  /// 16 hexadecimal digits from device and peer, the same in every run.
  public var id: String
  /// Where the incident stands in its life.
  public var state = Finding.State.open
  /// The first event of its first finding.
  public var first: Timestamp
  /// The latest event of its findings so far.
  public var last: Timestamp
  /// The kinds of evidence, in the order in which they came.
  public var kinds: [EvidenceKind]
  /// Its findings in the order in which they were told, at most `mostParts`.
  public var parts: [IncidentPart]
  /// Findings behind those.
  public var further: Int
  /// Incidents that it has taken in because they turned out to be the same, by their identifiers.
  public var former: [String] = []
  /// Why two kinds of its evidence together are critical, where no single one is.
  public var combination: String?
  /// Of the incident's own line the identifier of the finding that was the reason for it.
  public var news: String?

  /// The most findings that are listed.
  public static let mostParts = 32
  /// The name under which incidents are told and can be switched off.
  public static let name = "incident.story"
}

extension Incident {
  /// What stays the same in every line that tells of several findings at once.
  static let identity = RuleIdentity(
    name: name,
    title: "Several findings about one device and peer",
    version: "1", category: "Command and Control",
    techniques: [Technique(id: "T1071", name: "Application Layer Protocol")],
    severities: [.low, .medium, .high, .critical],
    explanation: """
      Sees: what the other rules tell, and joins what one device and one peer have in common into one \
      incident. The first finding is its alert. When another one joins that is high or above, or the first of its \
      rule and no less than what is there, the incident's own line follows, with the incident's identifier, the \
      findings in order, and the story in one sentence. Findings of the device itself (identity.*, policy.vlan, \
      policy.silence) join the incident of the device that matters most; one that began with them takes the \
      first peer that turns up. All of that within a day of the latest finding, or as long as a rhythm in it \
      goes on. Two incidents whose peers are parties to one deed (who woke the device, and whom it \
      called then) become one.
      Why: an implant shows itself in several ways, and each of them alone has a benign cause somewhere. Side \
      by side they tell what happened, and twenty alerts are read by nobody.
      Risk: that of the strongest finding. Two kinds of evidence at high (73) together are critical (99) in six \
      cases, which the line's reason then names: a call by the clock beside a second system behind the \
      address, beside a packet that wakes something, or beside an implant's signature; and any two of these \
      three (a signature from medium, 47, on where the device does what it asks for). How many findings there \
      are never counts.
      Benign causes: those of the findings. A peer that is used for two purposes joins what has nothing to do \
      with each other; then each finding stands on its own, with its own line. Not told: updates of a \
      finding that bring nothing new, and what is low or medium beside a worse one; they are written as lines of \
      event.kind event with the incident's identifier.
      By hand:
        tcpdump -ttt -nr FILE 'host ADDRESS and host PEER'
      To silence: Silence the findings, each as its page says; an incident without findings does not exist. \
      Where lines are read, one incident is silenced by undertick.incident.id, which is the same in every run. \
      rules: disabled: [incident.story] writes every finding as an alert of its own again.
      """)
}

extension Incident {
  /// The identity of a line about several findings: their techniques, the most severe ones' first, and
  /// the category of the most severe one.
  static func identity(of parts: [IncidentPart]) -> RuleIdentity {
    var rules: [RuleIdentity] = []
    for part in parts.sorted(by: { ($0.severity, $1.time) > ($1.severity, $0.time) }) {
      if let rule = RuleCatalog.identities.first(where: { $0.name == part.rule }) {
        rules.append(rule)
      }
    }
    var techniques: [Technique] = []
    for technique in rules.flatMap(\.techniques) where !techniques.contains(technique) {
      techniques.append(technique)
    }
    return RuleIdentity(
      name: identity.name, title: identity.title, version: identity.version,
      category: rules.first?.category ?? identity.category, techniques: techniques,
      severities: identity.severities, explanation: identity.explanation)
  }
}
