/// Every rule there is, in the order they are asked.
public enum RuleCatalog {
  /// The rules. A new rule is one line here.
  public static let all: [any Rule.Type] = [
    FirstContact.self,
    OutsideConversation.self,
    ExposedService.self,
    RoleViolation.self,
    VLANViolation.self,
    NewService.self,
    TelemetrySilence.self,
    PeriodicBeacon.self,
    UnknownEtherType.self,
    TwoStacks.self,
    StackBeacon.self,
    SelfReset.self,
    DoubleReply.self,
    InFlowContradiction.self,
    SleepingHost.self,
    RoleMismatch.self,
    NeighborIdentity.self,
    DoubleLease.self,
    AddressConflict.self,
    MovedAddress.self,
  ]

  /// What can be told: each rule's own identity, behind it what it tells beside, and what joins findings.
  public static let identities: [RuleIdentity] = {
    var identities: [RuleIdentity] = []
    for identity in all.flatMap({ [$0.identity] + $0.further }) + [Incident.identity]
    where !identities.contains(identity) {
      identities.append(identity)
    }
    return identities
  }()

  /// The names of all that can be told.
  public static var names: [String] { identities.map(\.name) }
}
