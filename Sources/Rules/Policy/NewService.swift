import Capture
import Devices
import Flows
import Packets

/// A management controller, a switch or a watched router answers on a port that neither its role nor the policy
/// knows.
///
/// State: one entry a port (`LineLedger`), what `AnsweredConversations` holds, and the conversations that the
/// device has open (`OpenConversations`); all bounded. Severity and risk: see `explanation`.
struct NewService: Rule {
  static let identity = RuleIdentity(
    name: "policy.new-service",
    title: "Management device offers a service that is not its job",
    version: "1", category: "Persistence",
    techniques: [
      Technique(id: "T1571", name: "Non-Standard Port"),
      Technique(id: "T1021.004", name: "SSH"),
      Technique(id: "T1505", name: "Server Software Component"),
    ], severities: [.low, .medium, .high],
    explanation: """
      Sees: an inside machine starts a conversation with a device of the role bmc or switch (or router, \
      where routers are watched) on a port of TCP, SCTP or UDP that is no service of its role (undertick \
      check shows them; where the policy defines a group of peers for a service, only its members count) \
      and that no entry of the policy expects, and the device answers: SYN-ACK and then payload of either \
      end, or a datagram. One line a port, then updates at 4, 16, 64, ... conversations.
      Why: what a device offers changes with its firmware and by its administrators only; a listener \
      beside that is how implants on routers and controllers are reached.
      Severity: high where the port is one at which published implants listened, or the content is surely \
      another than the port's own (SSH on any port but its own, DNS on 443); else medium. Low where the \
      device has a conversation with the peer open and the port is one of 1024 and above: active FTP and \
      other protocols let the server call back.
      Risk: the severity's number, plus 2 for every fourfold of the conversations, to 16 more.
      Benign causes: a feature that was switched on, a vendor's service that the profile does not know. \
      List it in the policy under expected, with direction in, port and reason.
      Not told: outside peers (policy.exposed, policy.outside); peers that are controllers, switches or \
      watched routers themselves (policy.role tells of the end that starts); scans, which end with RST or \
      without payload; answers to datagrams that the device itself sent to the peer before; connections found \
      midway that the device's role or the policy know with the device as the one that calls. A file that the device \
      gives by TFTP is told as udp/69, where it was asked for.
      By hand:
        tcpdump -nr FILE 'src host ADDRESS and src port PORT'
      To silence: By an entry under expected in the policy: device or role, direction: in, peer, \
      transport and port, and a reason; protocol, pace and until make it narrower. Other ports, \
      other peers where the entry names some, and another content where it names the protocol, are \
      still told.
      """)

  static let hooks: RuleHooks = [.life, .marked]

  private let roles: Set<DeviceRole>
  private var conversations: AnsweredConversations
  private var ledger: LineLedger<ServiceKind>
  private var calls: OpenConversations
  private var transfers: TransferRequests

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    conversations = AnsweredConversations(settings: settings)
    ledger = LineLedger(limit: settings.contactLimit, isRemembered: settings.isRemembered)
    calls = OpenConversations(isRemembered: settings.isRemembered)
    transfers = TransferRequests(isRemembered: settings.isRemembered)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    follow(sighting)
    if transfers.answerer(sighting) == .device { return serve(sighting, at: site) }
    let isUnexplained = isUnexplained(sighting, at: site)
    let isInCall = calls.isOpen(
      device: sighting.device.index, peer: sighting.peerEnd.address)
    return tell(
      conversations.opened(sighting, isUnexplained: isUnexplained, isInCall: isInCall), sighting,
      at: site)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    follow(sighting)
    guard sighting.scope != .outside else { return nil }
    return tell(conversations.marked(sighting), sighting, at: site)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    follow(sighting)
    let isUnexplained = isUnexplained(sighting, at: site)
    return tell(conversations.resumed(sighting, isUnexplained: isUnexplained), sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    follow(sighting)
    let isUnexplained = isUnexplained(sighting, at: site)
    return tell(conversations.ended(sighting, isUnexplained: isUnexplained), sighting, at: site)
  }

  mutating func changes() -> [Remembered] {
    conversations.changes() + ledger.changes() + calls.changes() + transfers.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try conversations.restore(entries)
    try ledger.restore(entries)
    try calls.restore(entries)
    try transfers.restore(entries)
  }

  /// Remembers the connections that the device starts, and the files that were asked for.
  private mutating func follow(_ sighting: borrowing Sighting) {
    transfers.note(sighting)
    guard sighting.deviceStarted, sighting.event.flow.transport == .tcp,
      roles.contains(sighting.device.role)
    else { return }
    calls.note(sighting)
  }

  /// The device serves a file that the peer has asked for, from another port than it was asked at.
  private mutating func serve(
    _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    guard sighting.deviceStarted, sighting.fromDevice, sighting.scope != .outside,
      roles.contains(sighting.device.role), sighting.isDeviceItself,
      sighting.peer.map({ !roles.contains($0.role) }) ?? true
    else { return nil }
    let question = TransferRequests.question(sighting)
    guard site.policy.usualService(question) == nil, site.policy.expectation(question) == nil else {
      return nil
    }
    let clear = AnsweredConversations.Clear(
      answer: Answer(sighting.event.flow), spoken: "tftp", isInCall: false)
    return tell(
      clear, sighting, at: site,
      kind: ServiceKind(transport: .udp, port: TransferRequests.port))
  }

  private func isUnexplained(_ sighting: borrowing Sighting, at site: borrowing Site) -> Bool {
    guard !sighting.deviceStarted, sighting.scope != .outside, sighting.expectation == nil,
      sighting.usual == nil, roles.contains(sighting.device.role),
      sighting.event.flow.transport?.hasPorts == true, !isClient(sighting, at: site)
    else { return false }
    // Of two managed devices the one that starts is told.
    return sighting.peer.map { !roles.contains($0.role) } ?? true
  }

  /// Whether the device has started a connection found midway, to a service that role or policy know.
  private func isClient(_ sighting: borrowing Sighting, at site: borrowing Site) -> Bool {
    sighting.event.flow.transport == .tcp && sighting.isKnownTurnedRound(at: site)
  }

  private mutating func tell(
    _ clear: AnsweredConversations.Clear?, _ sighting: borrowing Sighting, at site: borrowing Site,
    kind served: ServiceKind? = nil
  ) -> Finding? {
    guard let clear, clear.answer.hasPayload, let kind = served ?? ServiceKind(sighting) else {
      return nil
    }
    let device = sighting.device
    let use = ImplantPorts.use(of: kind, on: device.role)
    let contradiction = served == nil ? contradiction(clear.spoken, sighting) : nil
    let isCallback = kind.port >= 1024 && use == nil && clear.isInCall
    let severity: Severity =
      isCallback ? .low : use != nil || contradiction != nil ? .high : .medium
    guard let due = ledger.note(kind, of: device.index, severity, at: sighting.event.time) else {
      return nil
    }
    let nearest = NearestEntry(sighting, spoken: clear.spoken, in: site.policy)
    var notes = ""
    if let use { notes += "; the port is known for \(use)" }
    if let contradiction { notes += "; the content is \(contradiction)" }
    if isCallback { notes += "; it had a conversation with the peer open, which may call back" }
    let what: (channel: String, count: Int, first: Timestamp, update: Int, reason: String) =
      switch due {
      case .one(let count, let first, let update):
        (
          "\(kind)", count, first, update,
          "answered \(sighting.peerEnd.address) on \(kind), which neither its role nor a policy entry "
            + "explains\(nearest?.clause ?? "")\(notes); "
            + (count == 1 ? "the first conversation" : "\(count) conversations so far")
        )
      case .further(let count, let first, let update):
        (
          "further", count, first, update,
          "answers on more than \(LineLedger<ServiceKind>.partsApart) ports that neither its role nor a "
            + "policy entry explains; the newest is \(kind)\(notes)"
        )
      }
    var finding = Finding(
      Self.identity, channel: what.channel, severity: severity,
      riskScore: Double(severity.rawValue) + min(16, 2 * Double(what.update)), since: what.first,
      reason: "\(device.label) (\(device.role.rawValue)) \(what.reason).", sighting,
      evidence: [
        Evidence("service.conversations", .integer(what.count)),
        Evidence("service.first", .moment(what.first.rawValue)),
        Evidence("service.port_is_known", .flag(use != nil)),
        Evidence("service.content_contradicts_port", .flag(contradiction != nil)),
        Evidence("scope", .text("\(sighting.scope)")),
      ] + NearestEntry.evidence(nearest))
    finding.update = what.update
    return finding
  }

  /// The remote consoles, which have no business on another port than their own.
  private static let consoles: Set<ProtocolName> = ["ssh", "telnet", "rdp", "rfb"]
  /// What is on any port without contradicting it.
  private static let anywhere: Set<ProtocolName> = ["tls", "dtls", "quic", "http", "http2"]

  /// What the content is, where it is surely another than the port's own.
  private func contradiction(
    _ spoken: ProtocolName?, _ sighting: borrowing Sighting
  ) -> ProtocolName? {
    guard let spoken, !NewService.anywhere.contains(spoken) else { return nil }
    let flow = sighting.event.flow
    let carrier: Carrier = flow.transport == .tcp ? .tcp : .udp
    let suggested = ProtocolCatalog.suggested(port: flow.responder.port, in: carrier)
    let port = suggested == nil ? flow.initiator.port : flow.responder.port
    guard !ProtocolCatalog.isOwn(spoken, port: port, in: carrier) else { return nil }
    let isConsole = NewService.consoles.contains(spoken)
    return isConsole || ProtocolCatalog.suggested(port: port, in: carrier) != nil ? spoken : nil
  }
}
