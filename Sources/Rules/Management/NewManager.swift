import Capture
import Devices
import Flows
import Packets

/// An IPMI session is opened by somebody who has never managed devices here.
///
/// State: the user that each conversation names (`ConversationNotes`), who has managed devices so far
/// (`ManagerHistory`), and a story a peer; all bounded. Severity and risk: see `explanation`.
struct NewManager: Rule {
  static let identity = RuleIdentity(
    name: "ipmi.new-source",
    title: "IPMI session from somebody who does not manage devices",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1133", name: "External Remote Services"),
      Technique(id: "T1078", name: "Valid Accounts"),
      Technique(id: "T1021", name: "Remote Services"),
    ],
    severities: [.medium, .high, .critical],
    deed: "had an IPMI session with one who does not manage devices",
    explanation: """
      Sees: an IPMI session that the device has opened to its end (RAKP message 4 with status 00, or the answer \
      to Activate Session) for a peer that may not: by the policy, where it has a group admins or management of \
      which the peer is no member and no entry that expects it; where it has neither, for a peer that had no \
      session with any device within a day after the first session that the sensor saw; for another controller \
      or a switch; for an outside address. One line a device and peer, then updates at 4, 16, 64, ... sessions.
      Why: an IPMI session has power, console and boot device of the machine. Few stations open one, and always \
      the same.
      Risk: 99 from an outside address; 73 for strangers to the policy's groups, and for controllers and \
      switches; 47 for a peer that is new in a network whose policy names nobody. 2 more for each update, 8 \
      at most.
      Benign causes: a new station of the administrators; a chassis manager that opens its nodes' \
      controllers. Name them in a group admins or management. Not told: attempts that fail (ipmi.hash-harvest); \
      requests without a session; whoever had a session within the first day, so a sensor that was just started \
      tells of nobody but by the policy; of a new peer that goes on to many devices further ones than the first \
      three, the fourth, the eighth and so on.
      By hand: tcpdump -nr FILE 'udp src port 623 and udp[12] == 6 and udp[13] == 21 and udp[25] == 0'
      To silence: the group management or admins of the policy with the station in it, which also tells the other \
      policy rules; or an entry under expected with the peer, udp, port 623, direction in and its reason.
      """)

  static let hooks: RuleHooks = [.spoke, .ended]
  static let languages: Set<ProtocolName> = ["ipmi"]

  /// Whom a conversation logs in.
  private struct Login: Sendable, Storable {
    let user: String

    init(user: String) { self.user = user }
    func store(to writer: inout StoredWriter) { writer.add(user) }
    init(from reader: inout StoredReader) throws(StoredFault) { user = try reader.text() }
  }

  private var logins: ConversationNotes<Login>
  private var managers: ManagerHistory
  private var stories: DeviceNotes<GradedStory>

  init(settings: RuleSettings) {
    logins = ConversationNotes(isRemembered: settings.isRemembered)
    managers = ManagerHistory(isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isManaged, let message = IPMIMessage(sighting) else { return nil }
    guard sighting.fromDevice else {
      if message.payload == .firstKeyMessage || message.asks(0x39), let user = message.userName {
        logins[ConversationKey(sighting)] = Login(user: String(user.prefix(32)))
      }
      return nil
    }
    guard message.establishesSession else { return nil }
    return tell(isVersion2: message.isVersion2, sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if sighting.event.reason != .active { logins[ConversationKey(sighting)] = nil }
    return nil
  }

  mutating func changes() -> [Remembered] {
    logins.changes() + managers.changes() + stories.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try logins.restore(entries)
    try managers.restore(entries)
    try stories.restore(entries)
  }

  var counters: [(name: String, value: UInt64)] { [("managers", UInt64(managers.count))] }

  private mutating func tell(
    isVersion2: Bool, _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    let standing = ManagerStanding(sighting, groups: ManagerStanding.managers, at: site)
    let peer = sighting.peerEnd.address
    let time = sighting.event.time
    let device = sighting.device
    let isNew = managers.isNew(peer, at: time)
    let severity: Severity
    switch standing {
    case .expected, .member: return nil
    case .outside: severity = .critical
    case .stranger, .controller: severity = .high
    case .undefined:
      guard isNew else { return nil }
      severity = .medium
    }
    let isFirst = stories[device.index, "\(peer)"] == nil
    let spread = isFirst ? managers.countDevice(of: peer, at: time) : (devices: 1, isQuiet: false)
    let due = stories.tell(
      "\(peer)", of: device.index, grade: UInt8(severity.rawValue), at: time,
      isQuiet: spread.isQuiet)
    guard let due else { return nil }
    let user = logins[ConversationKey(sighting)]?.user
    let why =
      standing == .undefined
      ? ", which had no session with any device in the first day of sessions"
      : standing.clause(groups: ManagerStanding.managers, at: site)
    let further =
      spread.devices > 1 ? "; it has now opened sessions of \(spread.devices) devices" : ""
    var finding = Finding(
      Self.identity, channel: "\(peer)", severity: severity,
      riskScore: min(99, Double(severity.rawValue) + min(8, 2 * Double(due.update))),
      since: due.first,
      reason: "\(device.label) (\(device.role.rawValue)) opened an IPMI session for "
        + "\(user.map { ManagementText.user($0) + " of " } ?? "")\(ManagementText.peer(sighting))\(why)"
        + "\(further)\(ManagementText.soFar(due.count, "sessions")).",
      sighting,
      evidence: [
        Evidence("ipmi.version", .text(isVersion2 ? "2.0" : "1.5")),
        Evidence("ipmi.user", .text(user ?? "")),
        Evidence("ipmi.sessions", .integer(due.count)),
        Evidence("manager.standing", .text(standing.rawValue)),
      ])
    finding.update = due.update
    return finding
  }
}
