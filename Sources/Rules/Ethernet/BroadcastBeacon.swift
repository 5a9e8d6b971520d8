import Beacons
import Capture
import Devices
import Flows
import Packets

/// A device broadcasts by the clock, and no protocol of its role, nor the policy, explains it.
///
/// State: one series a channel (`RhythmLedger`), of each device the neighbors that answered it, and datagrams
/// that are still to be read (`ConversationNotes`). Severity: low;
/// medium for frames of control protocols to everybody, and for a controller's datagrams of no known content.
struct BroadcastBeacon: Rule {
  static let identity = RuleIdentity(
    name: "ethernet.broadcast-beacon",
    title: "Device broadcasts by the clock without a known reason",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
      Technique(id: "T1029", name: "Scheduled Transfer"),
    ],
    severities: [.low, .medium],
    deed: "broadcast by the clock",
    explanation: """
      Sees: what a device sends to a group, that is to everybody or to a multicast address, keeps a rhythm (see \
      beacon.periodic): \
      (1) frames of a known kind to a group that is none of their protocol's, as LLDP to ff:ff:ff:ff:ff:ff; of a \
      controller or switch also RARP, PPPoE discovery, topology discovery and Wake-on-LAN; \
      (2) IP packets of a controller or switch to a group, of a service that neither its role nor the policy knows; \
      (3) ARP questions of a controller for a neighbor that never answers, or for changing ones; \
      (4) gratuitous ARP: of a controller at other intervals than 2 to 60 s, or at another than its own before; of a \
      switch at any.
      Why: whoever sits on the same network hears a broadcast, and nobody can tell who it was meant for; it needs no \
      address, passes no router, and leaves no trace at its receiver.
      Severity: low; medium for (1) from a controller or switch, and for (2) from a controller where the content \
      is of no known protocol. Risk: the severity's number, plus up to 40 % of what is missing to 99 for steadiness \
      (1 - jitter/0.35, at least 0).
      Benign causes: a maker's own discovery protocol, a server that the controller looks for in vain (an \
      old log or time server), redundancy protocols. Not told: gratuitous ARP of a controller every 2 to 60 s, \
      which IPMI lets it send (LAN parameter 10, steps of 500 ms), and that of addresses which routers share \
      (VRRP, HSRP); questions for machines of the inventory or for \
      neighbors that answer, and all questions where no answer to the device was ever heard; questions of a \
      switch, which asks for whom others want; what a server's system broadcasts in IP and ARP; unknown kinds of frames \
      (ethernet.unknown-ethertype); what --watch alone names (beacon.periodic).
      By hand: tcpdump -ttt -enr FILE 'ether src MAC and ether multicast'
      To silence: an entry under expected: with the device, the group's address as peer, the port and the reason; \
      other groups and ports are still told. For frames that are not IP transport: ether, which excuses all of them.
      """)

  static let further = [BeaconStopped.identity, BeaconChanged.identity]

  static let hooks: RuleHooks = [.opened, .resumed, .spoke, .marked, .clock]

  /// A controller's datagrams to a group, of which the first was not read yet.
  private struct Pending: Sendable, Storable {
    init() {}
    func store(to _: inout StoredWriter) {}
    init(from _: inout StoredReader) throws(StoredFault) {}
  }

  static let languages: Set<ProtocolName> = ["arp"]

  /// Seconds between gratuitous ARP of a controller by IPMI, with room for a clock that is not exact.
  static let usualAnnouncements = 1.9...61.0

  private let known: Set<EtherType>
  private var rhythms: RhythmLedger<BroadcastChannel>
  private var answers: DeviceNotes<AnsweredQuestions>
  private var pending: ConversationNotes<Pending>

  init(settings: RuleSettings) {
    known = Set(settings.knownEtherTypes)
    rhythms = RhythmLedger(settings: settings)
    answers = DeviceNotes("answers", as: .name, isRemembered: settings.isRemembered)
    pending = ConversationNotes(isRemembered: settings.isRemembered)
  }

  /// Whether a packet of IP is for this rule to judge: to a group, and of a device whose own it is.
  static func judges(_ sighting: borrowing Sighting) -> Bool {
    guard sighting.device.role == .bmc || sighting.device.role == .switch else { return false }
    let peer = sighting.peerEnd
    return peer.mac.isGroup || peer.mac == .zero && AddressScope.isLocal(peer.address)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    sighting.fromDevice && sighting.isRealOpening ? note(sighting) : nil
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    sighting.fromDevice ? note(sighting) : nil
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard pending.count > 0 else { return nil }
    let key = ConversationKey(sighting)
    guard pending[key] != nil else { return nil }
    pending[key] = nil
    guard let kind = ServiceKind(sighting) else { return nil }
    return judge([.packets(kind, sighting.peerEnd.address)], sighting)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let fields = sighting.content.message?.fields,
      case .address(let sender)? = fields["sender_protocol_address"],
      case .address(let target)? = fields["target_protocol_address"]
    else { return nil }
    let device = sighting.device
    let isReply = fields["operation"]?.number == 2
    guard sighting.fromDevice else {
      if isReply, device.role == .bmc {
        var known = answers[device.index, ""] ?? AnsweredQuestions()
        known.note(sender)
        answers[device.index, ""] = known
      }
      return nil
    }
    // A probe claims nothing (RFC 5227 section 2.1.1).
    guard sighting.peerEnd.mac.isGroup, sighting.expectation == nil, sender != IPAddress(v4: 0)
    else { return nil }
    if sender == target || isReply {
      guard device.role == .bmc || device.role == .switch, !sighting.deviceEnd.mac.isShared
      else { return nil }
      return judge([.announcement(sender)], sighting)
    }
    guard device.role == .bmc, site.owner(of: target) == nil,
      let known = answers[device.index, ""], known.isAnswered, !known.contains(target)
    else { return nil }
    return judge([.question(target), .questions], sighting)
  }

  mutating func advance(to time: Timestamp, at site: borrowing Site) -> [Finding] {
    var findings: [Finding] = []
    for stop in rhythms.stops(by: time) {
      let device = site.device(at: stop.key.device)
      let closing = stop.closing(
        Self.identity, device, nil, riskScore: Self.risk(stop.scene.severity, stop.verdict))
      findings += [closing, BeaconStopped.finding(stop, device, nil, opened: closing.id)]
    }
    return findings
  }

  mutating func reconsider(
    _ reconsideration: Reconsideration, at site: borrowing Site
  ) -> [Finding] {
    var entries: [RhythmLedger<BroadcastChannel>.Key: Expectation] = [:]
    let site = copy site
    let excused = rhythms.excuse(at: reconsideration.time) { key, scene in
      entries[key] = reconsideration.entry(
        for: site.device(at: key.device), scene, names: [], at: site)
      return entries[key] != nil
    }
    return excused.map { stop in
      stop.excuse(
        Self.identity, site.device(at: stop.key.device), nil,
        riskScore: Self.risk(stop.scene.severity, stop.verdict), by: entries[stop.key])
    }
  }

  var counters: [(name: String, value: UInt64)] { rhythms.counters }

  mutating func changes() -> [Remembered] {
    rhythms.changes() + answers.changes() + pending.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    // Rhythms take every entry that no label names.
    try rhythms.restore(entries.filter { $0.label != ConversationNotes<Pending>.label })
    try answers.restore(entries)
    try pending.restore(entries)
  }

  private mutating func note(_ sighting: borrowing Sighting) -> Finding? {
    let flow = sighting.event.flow
    guard sighting.deviceStarted, sighting.expectation == nil, sighting.peerEnd.mac.isGroup else {
      return nil
    }
    guard flow.isIP else {
      let type = flow.linkProtocol
      guard !KnownLinkProtocols.isUnknown(type, etherTypes: known),
        !KnownLinkProtocols.isForwarders(type) || sighting.device.role == .switch,
        !KnownLinkProtocols.isForeign(type, to: sighting.device.role),
        type.space == .etherType || type.space == .llc || type.space == .snap,
        type != KnownLinkProtocols.sideband,
        !GroupFrames.explains(type, to: sighting.peerEnd.mac, from: sighting.device.role)
      else { return nil }
      return judge([.frames(type, sighting.peerEnd.mac)], sighting)
    }
    guard Self.judges(sighting), sighting.usual == nil, sighting.isOwnInitiative,
      let kind = ServiceKind(sighting)
    else { return nil }
    let event = sighting.event
    if event.kind == .opened, kind.transport == .udp, event.payloadLength > 0,
      sighting.device.role == .bmc
    {
      // Its content, by which the severity goes, shows in the event of the packet itself.
      pending[ConversationKey(sighting)] = Pending()
      return nil
    }
    return judge([.packets(kind, sighting.peerEnd.address)], sighting)
  }

  private mutating func judge(
    _ channels: [BroadcastChannel], _ sighting: borrowing Sighting
  ) -> Finding? {
    let verdict = rhythms.note(channels, of: sighting.device.index, at: sighting.event.time)
    return verdict.flatMap { tell($0, sighting) }
  }

  private mutating func tell(
    _ verdict: RhythmLedger<BroadcastChannel>.Verdict, _ sighting: borrowing Sighting
  ) -> Finding? {
    let device = sighting.device
    let severity = Self.severity(verdict.key.channel, sighting)
    let place = Self.place(verdict.key.channel, device)
    var finding: Finding
    let isHabit = Self.isHabit(verdict, device)
    if case .changed(let former) = verdict.notice, !isHabit {
      finding = BeaconChanged.finding(
        verdict, from: former, severity, Self.risk(severity, verdict), place, sighting)
      finding.evidence.append(
        Evidence(
          "beacon.finding",
          .text(
            FindingID.make(
              Self.identity.name, device.findingName, verdict.key.channel.description))))
    } else {
      var former: LearnedRhythm?
      if case .changed(let before) = verdict.notice { former = before }
      // What a controller does by its habit is told when the habit changes.
      guard !isHabit || former != nil else { return nil }
      let change = former.map { ", where it was every \(NumberText.duration($0.period))" } ?? ""
      finding = Finding(
        Self.identity, channel: verdict.key.channel.description, severity: severity,
        riskScore: Self.risk(severity, verdict), since: verdict.beats.first,
        reason: "\(device.label) (\(device.role.rawValue)) \(BeaconText.sentence(verdict)); "
          + "\(place)\(change).",
        sighting,
        evidence: [
          Evidence("ethernet.protocol", .text(sighting.event.flow.linkProtocol.description)),
          Evidence("ethernet.group", .text("\(sighting.peerEnd.mac)")),
        ] + BeaconText.evidence(verdict))
    }
    finding.update = verdict.update
    if case .reopened = verdict.notice { finding.state = .reopened }
    rhythms.keep(RhythmScene(finding, place: place), of: verdict)
    return finding
  }

  /// Whether a controller announces itself as IPMI lets it: then only a change is worth a line.
  private static func isHabit(
    _ verdict: RhythmLedger<BroadcastChannel>.Verdict, _ device: Device
  ) -> Bool {
    guard case .announcement = verdict.key.channel, device.role == .bmc else { return false }
    return usualAnnouncements.contains(verdict.rhythm.period)
  }

  private static func severity(
    _ channel: BroadcastChannel, _ sighting: borrowing Sighting
  ) -> Severity {
    let role = sighting.device.role
    return switch channel {
    case .announcement, .question, .questions: .low
    case .frames: role == .bmc || role == .switch ? .medium : .low
    case .packets: role == .bmc && sighting.content.session.spoken == nil ? .medium : .low
    }
  }

  private static func place(_ channel: BroadcastChannel, _ device: Device) -> String {
    switch channel {
    case .announcement:
      device.role == .bmc
        ? "controllers do so every 2 to 60 s, and keep to their interval"
        : "nothing in a \(device.role.rawValue)'s work needs that by the clock"
    case .question:
      "that neighbor has never answered, and no device of the inventory has the address"
    case .questions:
      "none of them has answered, and no device of the inventory has their addresses"
    case .frames:
      "that group is none of the protocol's, or the protocol none of a \(device.role.rawValue)'s"
    case .packets:
      "the service is none of a \(device.role.rawValue)'s, and no policy entry expects it"
    }
  }

  private static func risk(
    _ severity: Severity, _ verdict: RhythmLedger<BroadcastChannel>.Verdict
  ) -> Double {
    let number = Double(severity.rawValue)
    return number + (99 - number) * 0.4 * max(0, 1 - verdict.rhythm.jitter / 0.35)
  }
}
