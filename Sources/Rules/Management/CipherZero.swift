import Capture
import Devices
import Flows
import Packets

/// A device opens an IPMI session without authentication: cipher suite 0.
///
/// State: what each conversation has asked for (`ConversationNotes`), and a story a peer (`DeviceNotes`), both
/// bounded. Severity and risk: see `explanation`.
struct CipherZero: Rule {
  static let identity = RuleIdentity(
    name: "ipmi.cipher-zero",
    title: "Device accepts an IPMI session without authentication",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1078", name: "Valid Accounts"),
      Technique(id: "T1190", name: "Exploit Public-Facing Application"),
    ],
    severities: [.low, .high, .critical],
    deed: "met an IPMI session without authentication",
    explanation: """
      Sees: in the opening of an IPMI 2.0 session (section 13.17, 13.18) a request for no key exchange \
      (algorithm 0, as in cipher suite 0) to which the device answers with status 00 and that algorithm; \
      or such a request, and behind it messages of the session that the device answers without integrity \
      or encryption. One line a peer, another when commands are carried out, then updates at 4, 16, 64, ... \
      sessions.
      Why: cipher suite 0 asks for the name of a user and for no password. Whoever reaches the port is \
      administrator of the machine.
      Risk: 73 where the session was accepted, 81 where commands in it were carried out, 99 from an \
      outside address; 2 more for each update, 8 at most. 21 where the device refused, and for \
      conversations that an entry of the policy expects.
      Benign causes: a scanner of the operator's own, or a tool that was told to use cipher suite 0; the \
      device should refuse either. Not told: a list of cipher suites that has number 0 in it, because many \
      devices list what they refuse; sessions whose opening the capture has not.
      By hand: tcpdump -nr FILE 'udp port 623 and udp[12] == 6 and (udp[13] == 16 and udp[36] == 0 or udp[13] == 17 \
      and udp[25] == 0 and udp[40] == 0)'
      To silence: switch cipher suite 0 off in the device (ipmitool lan set 1 cipher_privs with an X in the first \
      place). An entry of the policy under expected with the peer, udp, port 623, direction in and its reason \
      makes the line a low one: it stays in the record.
      """)

  static let hooks: RuleHooks = [.spoke, .ended]
  static let languages: Set<ProtocolName> = ["ipmi"]

  /// How far a conversation has come.
  private enum Stage: UInt8 {
    case asked
    case accepted
    case used
  }

  /// What is known of a conversation that asked for no key exchange.
  private struct Session: Sendable, Storable {
    var stage = Stage.asked
    var user = ""

    init() {}

    func store(to writer: inout StoredWriter) {
      writer.add(stage.rawValue)
      writer.add(user)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      stage = try reader.choice()
      user = try reader.text()
    }
  }

  private var sessions: ConversationNotes<Session>
  private var stories: DeviceNotes<GradedStory>

  init(settings: RuleSettings) {
    sessions = ConversationNotes(isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isManaged, let message = IPMIMessage(sighting), message.isVersion2 else {
      return nil
    }
    let key = ConversationKey(sighting)
    switch (message.payload, sighting.fromDevice) {
    case (.openSessionRequest, false):
      if message.keyExchange != 0 {
        sessions[key] = nil
      } else if sessions[key]?.stage != .asked {
        sessions[key] = Session()
      }
    case (.openSessionResponse, true): return answered(message, key, sighting, at: site)
    case (.firstKeyMessage, false):
      guard var session = sessions[key], let user = message.userName else { return nil }
      session.user = user
      sessions[key] = session
    case (.message, true): return carriedOut(message, key, sighting, at: site)
    default: break
    }
    return nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if sighting.event.reason != .active { sessions[ConversationKey(sighting)] = nil }
    return nil
  }

  mutating func changes() -> [Remembered] { sessions.changes() + stories.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try sessions.restore(entries)
    try stories.restore(entries)
  }

  /// The device has answered a request to open a session.
  private mutating func answered(
    _ message: IPMIMessage, _ key: ConversationKey, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    guard let status = message.status else { return nil }
    var session = sessions[key]
    if status != 0 {
      guard session?.stage == .asked else { return nil }
      sessions[key] = nil
      let word = message.fields["status_code_name"]?.text ?? "status \(status)"
      return tell(
        .refused(word.replacing(underscore: " ")), Session(), isAnother: true, sighting, at: site)
    }
    guard message.keyExchange == 0 else {
      // The device chose another one than was asked for.
      sessions[key] = nil
      return nil
    }
    let isAnother = session?.stage != .accepted
    if session == nil { session = Session() }
    session?.stage = .accepted
    sessions[key] = session
    guard isAnother, let session else { return nil }
    return tell(.accepted, session, isAnother: true, sighting, at: site)
  }

  /// The device has answered a command in the clear.
  private mutating func carriedOut(
    _ message: IPMIMessage, _ key: ConversationKey, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    guard var session = sessions[key], session.stage != .used, message.session != 0,
      message.flag("authenticated") == false, message.completionCode == 0
    else { return nil }
    let isAnother = session.stage == .asked
    session.stage = .used
    sessions[key] = session
    return tell(.used, session, isAnother: isAnother, sighting, at: site)
  }

  /// What the device has done.
  private enum Deed {
    case refused(String)
    case accepted
    case used

    var grade: UInt8 {
      switch self {
      case .refused: 1
      case .accepted: 2
      case .used: 3
      }
    }
  }

  private mutating func tell(
    _ deed: Deed, _ session: Session, isAnother: Bool, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    let standing = ManagerStanding(sighting, groups: ManagerStanding.managers, at: site)
    let address = sighting.peerEnd.address
    let severity: Severity
    switch deed {
    case .refused: severity = .low
    case .accepted, .used:
      severity = standing == .expected ? .low : standing == .outside ? .critical : .high
    }
    let due = stories.tell(
      "\(address)", of: sighting.device.index, grade: UInt8(severity.rawValue) + deed.grade,
      at: sighting.event.time, isAnother: isAnother)
    guard let due else { return nil }
    let what: String
    let peer = ManagementText.peer(sighting)
    switch deed {
    case .refused(let word):
      what = "refused (\(word)) a session without authentication that \(peer) asked for"
    case .accepted:
      what = "accepted a session without authentication (cipher suite 0) from \(peer)"
    case .used:
      what =
        "carried out commands of \(peer) in a session without authentication (cipher suite 0), "
        + "opened for \(ManagementText.user(session.user))"
    }
    let device = sighting.device
    let risk = Double(severity.rawValue) + (deed.grade == 3 && severity == .high ? 8 : 0)
    var finding = Finding(
      Self.identity, channel: "\(address)", severity: severity,
      riskScore: min(99, risk + min(8, 2 * Double(due.update))), since: due.first,
      reason: "\(device.label) (\(device.role.rawValue)) \(what)"
        + standing.clause(groups: ManagerStanding.managers, at: site)
        + "\(ManagementText.soFar(due.count, "requests for such sessions")).",
      sighting,
      evidence: [
        Evidence("ipmi.sessions_without_authentication", .integer(due.count)),
        Evidence("ipmi.accepted", .flag(deed.grade > 1)),
        Evidence("ipmi.commands_carried_out", .flag(deed.grade == 3)),
        Evidence("ipmi.user", .text(session.user)),
        Evidence("manager.standing", .text(standing.rawValue)),
      ])
    finding.update = due.update
    return finding
  }
}
