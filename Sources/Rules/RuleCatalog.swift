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
    SidebandFrame.self,
    PauseFlood.self,
    BroadcastBeacon.self,
    CallBack.self,
    PortKnock.self,
    AbnormalSYN.self,
    MagicPacket.self,
    CipherZero.self,
    HashHarvest.self,
    NewManager.self,
    CleartextCommand.self,
    RogueResponder.self,
    VirtualMedia.self,
    RemoteRedirection.self,
    MalformedManagementMessage.self,
    SharedPeer.self,
    SameRhythm.self,
    PortMismatch.self,
    ClockMisuse.self,
    EchoTunnel.self,
    DeviceTunnel.self,
    ConfigurationUpload.self,
    NameTunnel.self,
    TLSOddity.self,
    ShellReversal.self,
    CovertField.self,
    ImplantSignatures.self,
  ]

  /// What can be told with the built-in numbers and tables: of each rule its own identity, behind it what it
  /// tells beside, and what joins findings.
  public static let identities = identities(under: RuleSettings())

  /// The names of all that can be told with the built-in numbers and tables.
  public static let names = identities.map(\.name)

  /// What can be told with an operator's tables: each rule's, in the catalogue's order.
  public static func identities(under settings: RuleSettings) -> [RuleIdentity] {
    var identities: [RuleIdentity] = []
    for identity in all.flatMap({ $0.told(under: settings) }) + [Incident.identity]
    where !identities.contains(identity) {
      identities.append(identity)
    }
    return identities
  }
}
