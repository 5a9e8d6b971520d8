import Beacons
import Capture
import Devices
import Flows
import Packets

/// A management controller or a switch contacts one peer by the clock, and neither its role nor the policy explains it.
///
/// Evidence = rhythm (`Rhythm`) x role (is this service part of the device's job?) x peer (inside,
/// outside, another managed device; expected by the policy?). Regularity alone never alarms.
/// Beats are followed on several channels at once (`BeaconChannel`), and the narrowest that keeps a rhythm
/// is told. State: one `BeatSeries` a channel, one entry a finding and one a shape, at most twice as many
/// (`RhythmLedger`). Risk: see `explanation`.
struct PeriodicBeacon: Rule {
  static let identity = RuleIdentity(
    name: "beacon.periodic",
    title: "Device contacts a peer by the clock without a known reason",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1071", name: "Application Layer Protocol"),
      Technique(id: "T1029", name: "Scheduled Transfer"),
    ], severities: [.low, .medium, .high],
    explanation: """
      Sees: the device's own conversations with one peer, protocol and port (and payload after a \
      pause inside a long connection) are driven by a clock: bets on when the next one comes, laid \
      from those before, win so much that traffic without a clock would look so with a chance below \
      1 in 10,000, from 6 beats on. Random sleeps (jitter), missing beats, other traffic on the \
      same channel, and pauses of hours are no hiding place. Events within a second are one beat, \
      retries of an unanswered SYN are one event.
      Why: what calls home does so by a timer, and the period shows it even where the content is \
      encrypted (T1071, T1029).
      Not told: services that are the role's job towards internal servers (NTP, syslog, SNMP, ...), \
      and whatever the policy expects; files that were asked for by TFTP; conversations whose beginning was not seen, where turned round they are the \
      role's job or expected.
      Domains of DNS questions are told where fewer than 4 devices ask for them and neither the policy \
      nor the inventory names them: low, medium where nearly every question asks for a name that was \
      not asked for before.
      Severity: high towards the outside or another managed device (bmc, nic, and a switch from a \
      bmc; echoes, name, time and address services of a switch are those of a gateway), medium \
      towards the inside, low for link-local strangers (what goes to groups is for \
      ethernet.broadcast-beacon). Devices with the role nic are not judged: their IP \
      traffic is that of the server's operating system.
      Risk: the severity's number, plus of what is missing to 99 up to 40 % for steadiness (1 - \
      jitter/0.35, at least 0) and up to 10 % for sameness of the conversations (1 - the variation of \
      the bytes that either side says).
      Benign causes: monitoring agents, telemetry, keep-alives. List them in the policy.
      By hand:
        tcpdump -ttt -nr FILE 'host ADDRESS and host PEER and port PORT'
      To silence: By an entry under expected in the policy: device or role, direction: out, peer \
      (an address, a group, or the name that is asked for), transport and port, and a reason; \
      protocol, pace and until make it narrower. With a pace a little above the rhythm a faster \
      one is still told, and so is any other peer, port or content.
      """)

  static let hooks: RuleHooks = [.life, .heard, .marked, .clock]

  /// How much a conversation matters whose first datagram must be read to know whether it is an answer.
  private struct Pending: Sendable, Storable {
    let severity: Severity

    init(_ severity: Severity) { self.severity = severity }
    func store(to writer: inout StoredWriter) { writer.add(UInt8(severity.rawValue)) }
    init(from reader: inout StoredReader) throws(StoredFault) {
      guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
        throw reader.fault("a severity")
      }
      self.severity = severity
    }
  }

  private let settings: RuleSettings
  /// Whether another rule tells of broadcasts.
  private let leavesGroups: Bool
  private var rhythms: RhythmLedger<BeaconChannel>
  private var lines: ContactLedger<ServiceKind, IPAddress>
  private var names: NameLedger
  private var transfers: TransferRequests
  private var pending: ConversationNotes<Pending>

  init(settings: RuleSettings) {
    self.settings = settings
    leavesGroups = !settings.disabledRules.contains(BroadcastBeacon.identity.name)
    rhythms = RhythmLedger(settings: settings)
    lines = ContactLedger(
      limit: settings.contactLimit, share: settings.contactShare,
      isRemembered: settings.isRemembered)
    names = NameLedger(limit: settings.contactLimit, isRemembered: settings.isRemembered)
    transfers = TransferRequests(isRemembered: settings.isRemembered)
    pending = ConversationNotes(isRemembered: settings.isRemembered)
  }

  static let further = [BeaconStopped.identity, BeaconChanged.identity]

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    transfers.note(sighting)
    guard sighting.isRealOpening, sighting.fromDevice else { return nil }
    return note(sighting, at: site, fromDevice: true)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    note(sighting, at: site, fromDevice: sighting.fromDevice)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard pending.count > 0 else { return nil }
    let key = ConversationKey(sighting)
    guard let severity = pending[key]?.severity else { return nil }
    pending[key] = nil
    guard let kind = ServiceKind(sighting), !sighting.isKnownTurnedRound(at: site) else {
      return nil
    }
    return beat(kind, severity, sighting, fromDevice: true)
  }

  mutating func heard(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isOwnInitiative, sighting.fromDevice, let name = sighting.content.name,
      let kind = ServiceKind(sighting),
      let (told, severity) = judge(name, sighting, kind, at: site)
    else { return nil }
    let device = sighting.device.index
    // What another channel tells of the conversation, or has told of this peer, needs no name.
    let peer = BeaconChannel.peer(sighting.peerEnd.address, kind, fromDevice: true)
    guard !rhythms.isKnown(peer, of: device),
      !broader(sighting.peerEnd.address, kind, severity)
        .contains(where: { rhythms.isOpen($0, of: device) }),
      let verdict = rhythms.note([.name(told)], of: device, at: sighting.event.time)
    else { return nil }
    return tell(verdict, kind, severity, sighting)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isOwnInitiative, let kind = ServiceKind(sighting) else { return nil }
    let flow = sighting.event.flow
    rhythms.noteEnd(
      .peer(sighting.peerEnd.address, kind, fromDevice: true), of: sighting.device.index,
      sent: sighting.deviceEnd.payloadBytes, received: sighting.peerEnd.payloadBytes,
      duration: flow.last.nanoseconds(since: flow.first))
    return nil
  }

  mutating func advance(to time: Timestamp, at site: borrowing Site) -> [Finding] {
    var findings: [Finding] = []
    for stop in rhythms.stops(by: time) {
      let device = site.device(at: stop.key.device)
      let peer = site.device(at: stop.scene.peerEnd)
      let closing = stop.closing(
        Self.identity, device, peer, riskScore: risk(stop.scene.severity, stop.verdict))
      findings += [closing, BeaconStopped.finding(stop, device, peer, opened: closing.id)]
    }
    return findings
  }

  mutating func reconsider(
    _ reconsideration: Reconsideration, at site: borrowing Site
  ) -> [Finding] {
    var entries: [RhythmLedger<BeaconChannel>.Key: Expectation] = [:]
    let site = copy site
    let excused = rhythms.excuse(at: reconsideration.time) { key, scene in
      var names: [String] = []
      if case .name(let name) = key.channel {
        if name.kind == .question { return site.isExpected(name.text) }
        names.append(name.text)
      }
      entries[key] = reconsideration.entry(
        for: site.device(at: key.device), scene, names: names, at: site)
      return entries[key] != nil
    }
    return excused.map { stop in
      stop.excuse(
        Self.identity, site.device(at: stop.key.device), site.device(at: stop.scene.peerEnd),
        riskScore: risk(stop.scene.severity, stop.verdict), by: entries[stop.key])
    }
  }

  var counters: [(name: String, value: UInt64)] { rhythms.counters }

  mutating func changes() -> [Remembered] {
    rhythms.changes() + lines.changes() + names.changes() + transfers.changes() + pending.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    // Rhythms take every entry that no label names.
    try rhythms.restore(
      entries.filter {
        $0.label != ConversationNotes<Pending>.label && $0.label != TransferRequests.label
      })
    try lines.restore(entries)
    try names.restore(entries)
    try transfers.restore(entries)
    try pending.restore(entries)
  }

  private mutating func note(
    _ sighting: borrowing Sighting, at site: borrowing Site, fromDevice: Bool
  ) -> Finding? {
    guard sighting.isOwnInitiative, sighting.deviceTookPart, let kind = ServiceKind(sighting),
      let severity = severity(sighting, kind, at: site)
    else { return nil }
    // What only answers keeps the other end's rhythm.
    guard transfers.answerer(sighting) == nil, !sighting.isKnownTurnedRound(at: site) else {
      return nil
    }
    if fromDevice, sighting.event.kind == .opened, sighting.mayBeKnownTurnedRound(at: site) {
      // Its content shows in the event of the packet itself.
      pending[ConversationKey(sighting)] = Pending(severity)
      return nil
    }
    return beat(kind, severity, sighting, fromDevice: fromDevice)
  }

  private mutating func beat(
    _ kind: ServiceKind, _ severity: Severity, _ sighting: borrowing Sighting, fromDevice: Bool
  ) -> Finding? {
    let peer = sighting.peerEnd.address
    var channels: [BeaconChannel] = [.peer(peer, kind, fromDevice: fromDevice)]
    // What the peer sends inside a connection is the peer's rhythm; and what is said to a group, or by
    // machines that nobody has named, would only add up to more of the same.
    if fromDevice, severity > .low { channels += broader(peer, kind, severity) }
    let verdict = rhythms.note(channels, of: sighting.device.index, at: sighting.event.time)
    guard let verdict else { return nil }
    return tell(verdict, kind, severity, sighting)
  }

  private func broader(
    _ peer: IPAddress, _ kind: ServiceKind, _ severity: Severity
  ) -> [BeaconChannel] {
    [.network(of: peer, severity), .service(kind, severity), .everything(severity)]
  }

  /// The channel of a name, and how much its rhythm would matter; `nil` where it is explained.
  private mutating func judge(
    _ name: SightedName, _ sighting: borrowing Sighting, _ kind: ServiceKind,
    at site: borrowing Site
  ) -> (SightedName, Severity)? {
    guard name.kind == .question else {
      return severity(sighting, kind, at: site).map { (name, $0) }
    }
    // To ask the resolver is everybody's job; what is asked for every time is not.
    let device = sighting.device
    guard device.role == .bmc || device.role == .switch || device.role == .unknown,
      !site.isExpected(name.text), let domain = sighting.domain
    else { return nil }
    names.note(name.text, of: domain, by: device.identity, at: sighting.event.time)
    let told = SightedName(kind: .question, text: domain)
    let record = names[domain]
    // What many devices ask for is a habit of the site.
    if let record, record.askers.count >= NameLedger.common,
      !rhythms.isOpen(.name(told), of: device.index)
    {
      return nil
    }
    let isVaried = record?.variety.isHigh ?? false
    return (told, isVaried && device.role != .unknown ? .medium : .low)
  }

  /// How much a rhythm on this channel would matter; `nil` where role or policy explains it.
  private func severity(
    _ sighting: borrowing Sighting, _ kind: ServiceKind, at site: borrowing Site
  ) -> Severity? {
    guard sighting.expectation == nil, !(leavesGroups && BroadcastBeacon.judges(sighting)) else {
      return nil
    }
    let role = sighting.device.role
    // Nobody has said what it is, only that it is to be watched.
    if role == .unknown { return .low }
    // The IP traffic of a card is that of its server's operating system, which has agents of its own.
    guard role == .bmc || role == .switch else { return nil }
    if sighting.scope == .outside { return .high }
    let isUsual = sighting.usual != nil
    if let peer = sighting.peer?.role, isManaged(peer, seenFrom: role) {
      if kind.isNeighbourDiscovery || peer == .switch && kind.isOfGateway { return nil }
      return sighting.scope == .local && isUsual ? nil : .high
    }
    if isUsual { return nil }
    return sighting.scope == .internal ? .medium : .low
  }

  /// Whether a role has no business with another by itself: both are managed from elsewhere.
  private func isManaged(_ peer: DeviceRole, seenFrom role: DeviceRole) -> Bool {
    peer == .bmc || peer == .nic || peer == .switch && role == .bmc
  }

  private mutating func tell(
    _ verdict: RhythmLedger<BeaconChannel>.Verdict, _ kind: ServiceKind, _ severity: Severity,
    _ sighting: borrowing Sighting
  ) -> Finding? {
    let device = sighting.device
    // Those of a device that nobody has named are what the operator has asked for, one by one.
    if case .opened = verdict.notice, case .peer(let peer, _, _) = verdict.key.channel,
      device.role != .unknown,
      lines.note(device: device.index, kind: kind, peer: peer, at: sighting.event.time) == nil
    {
      rhythms.silence(verdict)
      return nil
    }
    let asked = verdict.key.channel.domain.flatMap { names[$0] }
    let place = asked.map(BeaconText.place) ?? BeaconText.place(sighting, severity)
    var finding: Finding
    if case .changed(let former) = verdict.notice {
      finding = BeaconChanged.finding(
        verdict, from: former, severity, risk(severity, verdict), place, sighting)
      finding.evidence.append(
        Evidence("beacon.finding", .text(id(verdict.key.channel, device))))
    } else {
      finding = Finding(
        Self.identity, channel: verdict.key.channel.description, severity: severity,
        riskScore: risk(severity, verdict), since: verdict.beats.first,
        reason: "\(device.label) (\(device.role.rawValue)) "
          + "\(BeaconText.sentence(verdict)); \(place).",
        sighting,
        evidence: BeaconText.evidence(verdict) + [
          Evidence("scope", .text("\(sighting.scope)")),
          Evidence("policy.expected", .flag(false)),
        ] + BeaconText.evidence(asked))
    }
    finding.update = verdict.update
    if case .reopened = verdict.notice { finding.state = .reopened }
    rhythms.keep(RhythmScene(finding, place: place), of: verdict)
    return finding
  }

  private func id(_ channel: BeaconChannel, _ device: Device) -> String {
    FindingID.make(Self.identity.name, device.findingName, channel.description)
  }

  /// The severity's number, and of what is missing to 99 up to 40 % for steadiness and 10 % for sameness.
  private func risk(
    _ severity: Severity, _ verdict: RhythmLedger<BeaconChannel>.Verdict
  ) -> Double {
    let steadiness = max(0, 1 - verdict.rhythm.jitter / 0.35)
    let missing = 99 - Double(severity.rawValue)
    return Double(severity.rawValue)
      + missing * (0.4 * steadiness + 0.1 * (verdict.shape?.sameness ?? 0))
  }
}
