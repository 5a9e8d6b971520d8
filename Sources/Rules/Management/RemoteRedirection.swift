import Capture
import Devices
import Flows
import Packets

/// The management engine of a machine (Intel AMT) serves somebody who does not manage it, or gives him the
/// machine's console, disk or screen.
///
/// State: what is known of conversations (`ConversationNotes`), who has managed devices so far (`ManagerHistory`),
/// and a story a peer; all bounded. Severity and risk: see `explanation`.
struct RemoteRedirection: Rule {
  static let identity = RuleIdentity(
    name: "bmc.amt-redirection",
    title: "Intel AMT redirects a machine's console, disk or screen, or serves a stranger",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1219", name: "Remote Access Software"),
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
      Technique(id: "T1542", name: "Pre-OS Boot"),
    ],
    severities: [.medium, .high, .critical],
    deed: "had its console, disk or screen redirected by Intel AMT",
    explanation: """
      Sees: (1) a connection to a device, on whatever port, in which the peer starts a redirection session of Intel AMT \
      (10, three octets, then "SOL ", "IDER" or "KVMR") and the device has accepted the connection; or one on TCP 16994 \
      that was there before the capture and carries the heartbeats of serial-over-LAN (2B 00 00 00 and a number, eight \
      octets), of a peer that neither an entry of the policy expects nor its group admins names; (2) a connection on \
      TCP 16992 to 16995 that carries payload both ways from a peer that may not: by the policy, where it has a group \
      admins or management of which the peer is no member; where it has neither, for a peer that opened none of these \
      ports within a day after the first that the sensor saw; for a controller or switch; for an outside address. One \
      line a peer, another when it grows worse, then updates at 4, 16, 64, ... connections.
      Why: the engine works below the operating system, shares its address, and is seen by no program of it; PLATINUM \
      moved its files over serial-over-LAN.
      Risk: (1) 99 from an outside address; 73 for strangers to the policy's groups, peers that are new, controllers and \
      switches; 47 where the policy names nobody and the peer is not new. (2) 73 from outside addresses, controllers and \
      switches, else 47. 2 more for each update, 8 at most.
      Benign causes: a help desk that uses AMT, a new station of the administrators. Name them in the group admins. \
      Not told: what TLS hides (16993 and 16995), but for (2); heartbeats behind the first packets of a connection that \
      was seen from its beginning.
      By hand: tcpdump -nXr FILE 'tcp portrange 16992-16995 and tcp[tcpflags] & tcp-push != 0'
      To silence: the group admins of the policy with the station in it; or an entry under expected with the device, the \
      peer, tcp, the port, direction in and its reason.
      """)

  static let hooks: RuleHooks = [.life, .marked, .spoke, .signaled]
  static let languages: Set<ProtocolName> = ["intel_amt_redirection"]

  private var redirections: ConversationNotes<Redirection>
  private var managers: ManagerHistory
  private var stories: DeviceNotes<GradedStory>

  init(settings: RuleSettings) {
    redirections = ConversationNotes(isRemembered: settings.isRemembered)
    managers = ManagerHistory(isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    note(sighting, at: site)
    return nil
  }

  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isManaged, sighting.event.flow.transport == .tcp,
      let sample = sighting.content.sample,
      let service = Redirection.Service(
        sample, isOfConsole: !sighting.fromDevice, in: sighting.event.flow)
    else { return nil }
    return start(service, sighting, at: site)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    tellVisit(sighting, at: site)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isManaged, let fields = sighting.content.message?.fields else { return nil }
    if !sighting.fromDevice, let text = fields["service"]?.text,
      let service = Redirection.Service(rawValue: text)
    {
      return start(service, sighting, at: site)
    }
    let key = ConversationKey(sighting)
    guard sighting.fromDevice, fields["authenticated"] == .flag(true),
      var redirection = redirections[key], redirection.service != nil, !redirection.isLoggedIn
    else { return nil }
    redirection.isLoggedIn = true
    redirections[key] = redirection
    return tell(redirection, isAnother: false, sighting, at: site)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if redirections[ConversationKey(sighting)] == nil { note(sighting, at: site) }
    return tellVisit(sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let finding = tellVisit(sighting, at: site)
    if sighting.event.reason != .active { redirections[ConversationKey(sighting)] = nil }
    return finding
  }

  mutating func changes() -> [Remembered] {
    redirections.changes() + managers.changes() + stories.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try redirections.restore(entries)
    try managers.restore(entries)
    try stories.restore(entries)
  }

  var counters: [(name: String, value: UInt64)] { [("managers", UInt64(managers.count))] }

  /// Remembers who may and who may not, because the policy is not asked about single packets.
  private mutating func note(_ sighting: borrowing Sighting, at site: borrowing Site) {
    let flow = sighting.event.flow
    guard sighting.isManaged, flow.transport == .tcp else { return }
    let mayRedirect = ManagerStanding(sighting, groups: ManagerStanding.people, at: site)
    // On other ports there is mostly something else, which would use up the room.
    guard RogueResponder.engine.contains(flow.responder.port) else {
      if mayRedirect == .expected {
        redirections[ConversationKey(sighting)] = Redirection(isTrusted: true)
      }
      return
    }
    let mayVisit = ManagerStanding(sighting, groups: ManagerStanding.managers, at: site)
    var redirection = Redirection(isTrusted: mayRedirect.isTrusted)
    redirection.isVisit = !mayVisit.isTrusted
    redirections[ConversationKey(sighting)] = redirection
  }

  /// The peer starts a redirection session.
  private mutating func start(
    _ service: Redirection.Service, _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    // Of a connection that was there before the capture the other end shows later that it goes on.
    guard Answer(sighting.event.flow).isAccepted else { return nil }
    let key = ConversationKey(sighting)
    var redirection = redirections[key] ?? Redirection(isTrusted: false)
    guard !redirection.isTrusted, redirection.service == nil else { return nil }
    redirection.service = service
    redirections[key] = redirection
    return tell(redirection, isAnother: true, sighting, at: site)
  }

  private mutating func tell(
    _ redirection: Redirection, isAnother: Bool, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    guard let service = redirection.service else { return nil }
    let standing = ManagerStanding(sighting, groups: ManagerStanding.people, at: site)
    let isNew = managers.isNew(sighting.peerEnd.address, at: sighting.event.time)
    let severity: Severity
    switch standing {
    case .expected, .member: return nil
    case .outside: severity = .critical
    case .stranger, .controller: severity = .high
    case .undefined: severity = isNew ? .high : .medium
    }
    let name = "\(sighting.peerEnd.address)"
    let due = stories.tell(
      name, of: sighting.device.index,
      grade: UInt8(severity.rawValue) + (redirection.isLoggedIn ? 2 : 1),
      at: sighting.event.time, isAnother: isAnother)
    guard let due else { return nil }
    let login = redirection.isLoggedIn ? ", and was let in" : ""
    return finding(
      due, severity, standing, isNew: isNew, service.deed + login,
      [
        Evidence("amt.service", .text(service.rawValue)),
        Evidence("amt.authenticated", .flag(redirection.isLoggedIn)),
      ], sighting, at: site)
  }

  /// Tells of a connection to the engine that carries payload both ways, once.
  private mutating func tellVisit(
    _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    let key = ConversationKey(sighting)
    guard sighting.isManaged, var redirection = redirections[key], redirection.isVisit,
      Answer(sighting.event.flow).isExchanged
    else { return nil }
    redirection.isVisit = false
    redirections[key] = redirection
    // A redirection in it has been told.
    guard redirection.service == nil else { return nil }
    let standing = ManagerStanding(sighting, groups: ManagerStanding.managers, at: site)
    let peer = sighting.peerEnd.address
    let time = sighting.event.time
    let isNew = managers.isNew(peer, at: time)
    let severity: Severity
    switch standing {
    case .expected, .member: return nil
    case .outside, .controller: severity = .high
    case .stranger: severity = .medium
    case .undefined:
      guard isNew else { return nil }
      severity = .medium
    }
    let device = sighting.device
    let isFirst = stories[device.index, "\(peer)"] == nil
    let spread = isFirst ? managers.countDevice(of: peer, at: time) : (devices: 1, isQuiet: false)
    let due = stories.tell(
      "\(peer)", of: device.index, grade: UInt8(severity.rawValue), at: time,
      isQuiet: spread.isQuiet)
    guard let due else { return nil }
    return finding(
      due, severity, standing, isNew: isNew, "opened Intel AMT", [], sighting, at: site)
  }

  private func finding(
    _ due: Story.Due, _ severity: Severity, _ standing: ManagerStanding, isNew: Bool,
    _ deed: String, _ evidence: [Evidence], _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding {
    let device = sighting.device
    var why = standing.clause(groups: ManagerStanding.managers, at: site)
    if standing == .undefined {
      why =
        isNew
        ? ", which opened no port of Intel AMT in the first day of such connections"
        : ", of whom the policy does not say whether it may"
    }
    let port = sighting.event.flow.responder.port
    var finding = Finding(
      Self.identity, channel: "\(sighting.peerEnd.address)", severity: severity,
      riskScore: min(99, Double(severity.rawValue) + min(8, 2 * Double(due.update))),
      since: due.first,
      reason: "\(ManagementText.peer(sighting))\(why), \(deed) of \(device.label) "
        + "(\(device.role.rawValue)) on tcp/\(port)\(ManagementText.soFar(due.count, "connections")).",
      sighting,
      evidence: evidence + [
        Evidence("amt.port", .integer(Int(port))),
        Evidence("amt.connections", .integer(due.count)),
        Evidence("manager.standing", .text(standing.rawValue)),
      ])
    finding.update = due.update
    return finding
  }
}
