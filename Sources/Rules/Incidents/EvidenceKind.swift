/// What sort of evidence a rule gives: findings of two kinds come from two things that a device did, while
/// findings of one kind may say the same thing twice.
public enum EvidenceKind: String, CaseIterable, Sendable {
  /// It calls by a clock.
  case rhythm
  /// Whom it talks to, or what it offers, is not its job.
  case policy
  /// It stopped telling of itself.
  case silence
  /// Two systems write headers behind one address.
  case stack
  /// It is not the machine that it is said to be.
  case identity
  /// A packet that nobody asked for made it do something.
  case signal
  /// Octets of a published implant.
  case signature
  /// What is said is not what it claims to be.
  case content
  /// How a management interface is used.
  case management
  /// Frames below IP.
  case link
  /// Several devices do the same.
  case fleet
  /// None of these.
  case other

  /// The kinds of evidence that a rule gives, by its name.
  ///
  /// A new rule of a known family needs no word here.
  public static func of(_ rule: String) -> [EvidenceKind] {
    if let kinds = exceptions[rule] { return kinds }
    return [families[String(rule.prefix { $0 != "." })] ?? .other]
  }

  private static let families: [String: EvidenceKind] = [
    "beacon": .rhythm, "policy": .policy, "identity": .identity, "signal": .signal,
    "implant": .signature, "protocol": .content, "config": .content, "ipmi": .management,
    "bmc": .management, "ethernet": .link, "fleet": .fleet,
  ]

  private static let exceptions: [String: [EvidenceKind]] = [
    // The rhythm is that of the hidden system alone: the rule has checked both.
    "beacon.stack": [.rhythm, .stack],
    "policy.silence": [.silence],
    "identity.two-stacks": [.stack],
    "identity.self-reset": [.stack],
    "identity.double-reply": [.stack],
    "identity.in-flow-contradiction": [.stack],
    "identity.sleeping-host": [.stack],
  ]

  /// Whether a rule tells of the device itself, and the other end only happened to be there: who asked the
  /// question that was answered twice is no party to it.
  static func isAboutDevice(_ rule: String) -> Bool {
    rule.hasPrefix("identity.") || rule == "policy.vlan" || rule == "policy.silence"
  }
}
