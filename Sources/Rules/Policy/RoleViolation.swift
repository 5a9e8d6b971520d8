import Capture
import Devices
import Flows
import Packets

/// A management controller, a switch or a watched router starts a conversation inside that neither its role nor
/// the policy explains.
///
/// State: one entry a peer (`ContactLedger`), the datagrams that peers sent lately (`AskedPorts`), files that
/// were asked for (`TransferRequests`), datagram
/// conversations whose first message is still to be read (`ConversationNotes`), and the conversations that
/// peers have open (`OpenConversations`); all bounded. Severity and risk: see `explanation`.
struct RoleViolation: Rule {
  static let identity = RuleIdentity(
    name: "policy.role",
    title: "Management device starts a conversation that is not its job",
    version: "1", category: "Lateral Movement",
    techniques: [
      Technique(id: "T1021", name: "Remote Services"),
      Technique(id: "T1210", name: "Exploitation of Remote Services"),
      Technique(id: "T1090", name: "Proxy"),
    ], severities: [.low, .medium, .high],
    explanation: """
      Sees: a device of the role bmc or switch (or router, where routers are watched) starts a \
      conversation with an inside machine that is no part of its role's job (undertick check shows the \
      shipped profiles; where the policy defines a group of peers for a service, only its members count) \
      and that no entry of the policy expects; or a controller opens a connection to another controller, on \
      whatever port.
      Why: what runs on such a device is fixed, and so is whom it calls. One that calls its neighbours is \
      used to reach them, and nothing on the servers sees it.
      Severity: high for a controller that calls a controller, a switch or a server's card, for a switch or \
      router that calls a controller, and for a connection (TCP) of a switch or router to any machine but \
      another switch or router; medium for the rest. Low where the peer has a conversation with the device \
      open, which may call back (active FTP, a manager's callback), unless the peer is a controller or a \
      switch; for link-local strangers; and for HTTP and HTTPS between controllers of one maker, which manage \
      each other in groups (iLO Federation, iDRAC Group Manager).
      Risk: the severity's number, plus 2 for every doubling of the conversations with the peer, or of the \
      peers, to 16 more.
      Benign causes: an administrator who goes on from one switch to the next, a server of the site that the \
      profile does not know. List it in the policy under expected, with its reason.
      Not told: outside peers (policy.first-contact), what the device answers (policy.new-service), groups \
      and broadcasts, neighbour discovery, and answers to questions that went to a group (SSDP, mDNS, \
      LLMNR, SLP, WS-Discovery, NetBIOS names; RMCP and IPMI from their own port); the blocks of a file that either \
      end asked for by TFTP, which come from another port. A rhythm of such conversations is told by \
      beacon.periodic as well.
      By hand:
        tcpdump -nr FILE 'ether src MAC and dst net 10.0.0.0/8 and (udp or tcp[tcpflags] == \
        tcp-syn)'
      To silence: By an entry under expected in the policy: device or role, direction: out, peer, \
      transport and port, and a reason; protocol, pace and until make it narrower. A server of the \
      site that many devices call by right is better listed once, in the group of its service \
      (ntp, dns, syslog, management, admins). Any other peer or port is still told; that a \
      controller calls a controller takes an entry of its own.
      """)

  static let hooks: RuleHooks = [.life, .marked]

  /// A datagram conversation whose first message was not read yet.
  private struct Pending: Sendable, Storable {
    init() {}
    func store(to _: inout StoredWriter) {}
    init(from _: inout StoredReader) throws(StoredFault) {}
  }

  private let roles: Set<DeviceRole>
  private var ledger: ContactLedger<GradedService, IPAddress>
  private var asked: AskedPorts
  private var transfers: TransferRequests
  private var pending: ConversationNotes<Pending>
  private var callers: OpenConversations

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    ledger = ContactLedger(
      limit: settings.contactLimit, share: settings.contactShare,
      isRemembered: settings.isRemembered)
    asked = AskedPorts(isExact: true, isRemembered: settings.isRemembered)
    transfers = TransferRequests(isRemembered: settings.isRemembered)
    pending = ConversationNotes(isRemembered: settings.isRemembered)
    callers = OpenConversations(isRemembered: settings.isRemembered)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    follow(sighting)
    guard isSubject(sighting), sighting.isRealOpening, isUnexplained(sighting) else { return nil }
    if sighting.event.flow.transport == .udp {
      // Its content shows in the event of the packet itself.
      pending[ConversationKey(sighting)] = Pending()
      return nil
    }
    return note(sighting, at: site)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    follow(sighting)
    guard pending.count > 0, isSubject(sighting) else { return nil }
    let key = ConversationKey(sighting)
    guard pending[key] != nil else { return nil }
    pending[key] = nil
    return note(sighting, at: site)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    follow(sighting)
    guard isSubject(sighting), isUnexplained(sighting),
      sighting.isFirstPayload || isUnmet(sighting)
    else { return nil }
    return note(sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    follow(sighting)
    guard isSubject(sighting) else { return nil }
    let key = ConversationKey(sighting)
    let isPending = pending[key] != nil
    pending[key] = nil
    // Content that contradicts what was taken for the job shows in the course of the conversation.
    let traits = sighting.event.flow.traits
    guard traits.isDisjoint(with: .midstream) || traits.contains(.payloadSeen),
      isPending || isUnexplained(sighting) && isUnmet(sighting)
    else { return nil }
    return note(sighting, at: site)
  }

  mutating func changes() -> [Remembered] {
    ledger.changes() + asked.changes() + transfers.changes() + pending.changes()
      + callers.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try ledger.restore(entries)
    try asked.restore(entries)
    try transfers.restore(entries)
    try pending.restore(entries)
    try callers.restore(entries)
  }

  /// Remembers what peers start with the device.
  private mutating func follow(_ sighting: borrowing Sighting) {
    transfers.note(sighting)
    guard !sighting.deviceStarted, sighting.scope != .outside,
      roles.contains(sighting.device.role)
    else { return }
    if sighting.event.kind == .opened, !sighting.fromDevice { asked.note(sighting) }
    callers.note(sighting)
  }

  /// Whether the device itself has started a conversation with one machine inside.
  private func isSubject(_ sighting: borrowing Sighting) -> Bool {
    roles.contains(sighting.device.role) && sighting.isOwnInitiative && sighting.scope != .outside
      && sighting.hasSinglePeer && sighting.deviceTookPart && sighting.isDeviceItself
  }

  /// Whether neither role nor policy explains it, as far as they were asked.
  private func isUnexplained(_ sighting: borrowing Sighting) -> Bool {
    sighting.expectation == nil && (sighting.usual == nil || isBetweenControllers(sighting))
  }

  /// Whether a controller opens a connection to another: no job of one is done by the other.
  private func isBetweenControllers(_ sighting: borrowing Sighting) -> Bool {
    sighting.device.role == .bmc && sighting.peer?.role == .bmc
      && sighting.event.flow.transport == .tcp
  }

  private func isUnmet(_ sighting: borrowing Sighting) -> Bool {
    guard let kind = ServiceKind(sighting), ledger.isRoom(for: sighting.device.index) else {
      return false
    }
    let peer = sighting.peerEnd.address
    let device = sighting.device.index
    return [Severity.low, .medium, .high].allSatisfy {
      ledger.contact(device: device, kind: GradedService(service: kind, severity: $0), peer: peer)
        == nil
    }
  }

  private mutating func note(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let kind = ServiceKind(sighting), !kind.isNeighbourDiscovery,
      !isReply(sighting, at: site)
    else { return nil }
    let isCalled = callers.isOpen(
      device: sighting.device.index, peer: sighting.peerEnd.address)
    let severity = severity(sighting, kind, isCalled: isCalled)
    let graded = GradedService(service: kind, severity: severity)
    let peer = sighting.peerEnd.address
    guard
      let notice = ledger.note(
        device: sighting.device.index, kind: graded, peer: peer, at: sighting.event.time)
    else { return nil }
    let nearest = NearestEntry(sighting, spoken: sighting.spoken, in: site.policy)
    var whom = "\(peer)"
    if let known = sighting.peer {
      let isNamed = known.label != whom
      whom = "\(known.label) (\(known.role.rawValue)\(isNamed ? ", \(peer)" : ""))"
    }
    let callback = isCalled ? ", while the peer has a conversation with it open" : ""
    let risk = Double(severity.rawValue)
    return ledger.finding(
      notice, of: graded, sighting,
      ContactStory(
        rule: Self.identity, severity: severity, risk: risk...risk + 16, service: kind,
        deed: "started a conversation with \(whom) on \(kind), which neither its role nor a policy "
          + "entry explains\(callback)\(nearest?.clause ?? "")",
        deeds: { peers, service in
          "has now started conversations with \(peers) inside addresses on \(service) that neither its "
            + "role nor a policy entry explains"
        },
        evidence: [
          Evidence("contact.peer_is_calling", .flag(isCalled)),
          Evidence("scope", .text("\(sighting.scope)")),
        ] + NearestEntry.evidence(nearest)))
  }

  private func severity(
    _ sighting: borrowing Sighting, _ kind: ServiceKind, isCalled: Bool
  ) -> Severity {
    let role = sighting.device.role
    let peer = sighting.peer?.role
    if isBetweenControllers(sighting) {
      let vendor = sighting.device.vendor
      let isGroup =
        !vendor.isEmpty && sighting.peer?.vendor == vendor && (kind.port == 443 || kind.port == 80)
      return isGroup ? .low : .high
    }
    if peer == .bmc { return .high }
    if role == .bmc, peer == .switch, !kind.isOfGateway { return .high }
    if isCalled || sighting.scope == .local && sighting.peer == nil { return .low }
    if role == .bmc { return peer == .nic ? .high : .medium }
    return kind.transport == .tcp && peer != .switch && peer != .router ? .high : .medium
  }

  /// What answers to a group's questions are made of.
  private static let discovery: Set<ProtocolName> = [
    "ssdp", "mdns", "llmnr", "slp", "ws_discovery", "nbns",
  ]
  /// What is answered at the port of RMCP alone.
  private static let remoteManagement: Set<ProtocolName> = ["rmcp", "ipmi"]

  /// Whether the device answers something that was not seen as a question: one to a group, one of more than a
  /// minute ago, or one from before the capture.
  private func isReply(_ sighting: borrowing Sighting, at site: borrowing Site) -> Bool {
    let flow = sighting.event.flow
    let isMidstream = flow.transport == .tcp && flow.traits.contains(.midstream)
    guard flow.transport == .udp || isMidstream else { return false }
    if asked.contains(sighting) || transfers.answerer(sighting) != nil { return true }
    if !isMidstream, let spoken = sighting.content.session.spoken {
      if RoleViolation.discovery.contains(spoken) { return true }
      if sighting.isFromRemoteManagement, RoleViolation.remoteManagement.contains(spoken) {
        return true
      }
    }
    return sighting.isKnownTurnedRound(at: site)
  }
}
