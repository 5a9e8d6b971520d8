import Beacons
import Capture
import Devices
import Flows
import Packets

/// A managed device sends frames whose EtherType, LLC pair or SNAP identifier is in no list.
///
/// State: one entry a peer and type, and one `BeatSeries` each and one for the type (`RhythmLedger`).
/// Severity: medium, high once the frames keep a rhythm; without one low for general machines that nobody declared;
/// of switches with the OUI Extended EtherType low and medium.
struct UnknownEtherType: Rule {
  static let further = [BeaconStopped.identity, BeaconChanged.identity]

  static let identity = RuleIdentity(
    name: "ethernet.unknown-ethertype",
    title: "Device sends Ethernet frames of an unknown kind",
    version: "2", category: "Command and Control",
    techniques: [
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
      Technique(id: "T1205", name: "Traffic Signaling"),
    ], severities: [.low, .medium, .high],
    explanation: """
      Sees: a managed device emits a frame that is not IP and whose EtherType is not in the list of \
      the configuration, or whose LLC or SNAP identifier is none of the known control protocols. Of a \
      controller or a server's card also those that only bridges and routers send: loopback (0x9000) and other loop \
      detection (0x8899, 0x8918, 0x9003, 0x999a), MOP, MPLS, TRILL, connectivity fault management, VTP, DTP, UDLD, \
      PAgP, IS-IS; of a controller or a switch those that only servers send: teaming of Intel's cards (0x886d), load \
      balancing of Windows (0x886f), beacon probing of VMware (0x8922). Once the frames \
      keep a rhythm (see beacon.periodic) the period is told and the severity rises to high.
      Why: a channel below IP crosses no router and is seen by no firewall and no host tool; cards \
      and controllers can use it without the operating system.
      Risk: 47, of general machines (nic, server, host) that only their evidence has found out 21; with a \
      rhythm 73, plus up to 13 for steadiness (1 - jitter/0.35, at least 0). Of a switch with 0x88b7, under which \
      each maker has protocols of its own as Arista's loop protection, 21 and with a rhythm 47.
      Benign causes: storage and cluster protocols, loopback tests, new switch protocols, a routing \
      daemon on a server. Not told here: NC-SI, which is for ethernet.ncsi.
      By hand:
        tcpdump -enr FILE 'ether src MAC and ether proto 0x88b5'
      To silence: A protocol that your network speaks everywhere: add its EtherType to \
      known-ethertypes in the configuration. Of one device: an entry under expected with device, \
      transport: ether and a reason; with peer, too, frames to anybody else are still told. LLC \
      and SNAP identifiers take such an entry.
      """)

  static let hooks: RuleHooks = [.life, .clock]

  private let known: Set<EtherType>
  /// Whether another rule tells of NC-SI.
  private let leavesSideband: Bool
  private var ledger: ContactLedger<LinkProtocol, MACAddress>
  private var rhythms: RhythmLedger<EtherChannel>

  init(settings: RuleSettings) {
    known = Set(settings.knownEtherTypes)
    leavesSideband = !settings.disabledRules.contains(SidebandFrame.identity.name)
    ledger = ContactLedger(
      limit: settings.contactLimit, share: settings.contactShare,
      isRemembered: settings.isRemembered)
    rhythms = RhythmLedger(settings: settings)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    sighting.fromDevice ? note(sighting) : nil
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    sighting.fromDevice ? note(sighting) : nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // A device that only answered gave no event of its own.
    guard !sighting.deviceStarted, sighting.deviceEnd.packets > 0, isUnknown(sighting),
      ledger.contact(
        device: sighting.device.index, kind: sighting.event.flow.linkProtocol,
        peer: sighting.peerEnd.mac) == nil
    else { return nil }
    return note(sighting)
  }

  mutating func advance(to time: Timestamp, at site: borrowing Site) -> [Finding] {
    var findings: [Finding] = []
    for stop in rhythms.stops(by: time) {
      let device = site.device(at: stop.key.device)
      let peer = site.device(at: stop.scene.peerEnd)
      var closing = stop.closing(
        Self.identity, device, peer, riskScore: Self.risk(stop.scene.severity, stop.verdict),
        evidence: Self.evidence(
          stop.scene.conversation.linkProtocol,
          isKnown: isForeign(stop.scene.conversation.linkProtocol, device)))
      closing.update = line(stop.key.channel, of: device.index, otherwise: closing.update)
      findings += [closing, BeaconStopped.finding(stop, device, peer, opened: closing.id)]
    }
    return findings
  }

  mutating func reconsider(
    _ reconsideration: Reconsideration, at site: borrowing Site
  ) -> [Finding] {
    var entries: [RhythmLedger<EtherChannel>.Key: Expectation] = [:]
    let site = copy site
    let excused = rhythms.excuse(at: reconsideration.time) { key, scene in
      entries[key] = reconsideration.entry(
        for: site.device(at: key.device), scene, names: [], at: site)
      return entries[key] != nil
    }
    return excused.map { stop in
      var closing = stop.excuse(
        Self.identity, site.device(at: stop.key.device), site.device(at: stop.scene.peerEnd),
        riskScore: Self.risk(stop.scene.severity, stop.verdict), by: entries[stop.key])
      closing.update = line(stop.key.channel, of: stop.key.device, otherwise: closing.update)
      return closing
    }
  }

  var counters: [(name: String, value: UInt64)] {
    [("contacts", UInt64(ledger.count)), ("contacts_forgotten", ledger.forgotten)]
      + rhythms.counters
  }

  mutating func changes() -> [Remembered] { ledger.changes() + rhythms.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try ledger.restore(entries)
    try rhythms.restore(entries)
  }

  private func isUnknown(_ sighting: borrowing Sighting) -> Bool {
    guard sighting.expectation == nil else { return false }
    let type = sighting.event.flow.linkProtocol
    guard !sighting.event.flow.isIP, !(leavesSideband && type == KnownLinkProtocols.sideband)
    else { return false }
    return KnownLinkProtocols.isUnknown(type, etherTypes: known)
      || isForeign(type, sighting.device)
  }

  /// Whether a device sends what is known, and no business of its role.
  private func isForeign(_ type: LinkProtocol, _ device: Device) -> Bool {
    KnownLinkProtocols.isForeign(type, to: device.role)
  }

  private mutating func note(_ sighting: borrowing Sighting) -> Finding? {
    guard isUnknown(sighting) else { return nil }
    let type = sighting.event.flow.linkProtocol
    let peer = sighting.peerEnd.mac
    let device = sighting.device.index
    let channel = EtherChannel.peer(peer, type)
    let verdict = rhythms.note(
      [channel, .type(type)], of: device, at: sighting.event.time)
    let notice = ledger.note(device: device, kind: type, peer: peer, at: sighting.event.time)
    if let verdict { return tell(verdict, sighting) }
    switch notice {
    case .peer(let conversations, _):
      // What is told as a rhythm goes on as one; and at the fourth frame it is too early for a word on it.
      guard conversations != 4, !rhythms.isOpen(channel, of: device),
        !rhythms.isOpen(.type(type), of: device)
      else {
        return nil
      }
      return contact(channel, sighting, conversations: conversations)
    case .row(let peers, let update): return row(sighting, type, peers: peers, update: update)
    case nil: return nil
    }
  }

  /// The number of a line about a channel: contacts and rhythms of one peer count together, unless the
  /// type is one of those that are not told apart.
  private mutating func line(
    _ channel: EtherChannel, of device: Int, otherwise number: Int
  ) -> Int {
    guard case .peer(let peer, let type) = channel, ledger.isApart(device: device, kind: type)
    else { return number }
    return ledger.nextLine(device: device, kind: type, peer: peer) ?? number
  }

  private mutating func contact(
    _ channel: EtherChannel, _ sighting: borrowing Sighting, conversations: Int
  ) -> Finding? {
    let device = sighting.device
    guard case .peer(let peer, let type) = channel else { return nil }
    let isApart = ledger.isApart(device: device.index, kind: type)
    let often = conversations == 1 ? "" : ", \(conversations) times so far without a steady period"
    var finding = Finding(
      Self.identity, channel: isApart ? channel.description : "further \(peer)",
      severity: Self.severity(device, type),
      riskScore: Double(Self.severity(device, type).rawValue),
      since: ledger.contact(device: device.index, kind: type, peer: peer)?.first
        ?? sighting.event.time,
      reason: "\(device.label) (\(device.role.rawValue)) \(channel.deed), which is "
        + "\(place(type, device))\(often).",
      sighting,
      evidence: [
        Evidence("ethernet.protocol", .text(sighting.event.flow.linkProtocol.description)),
        Evidence("ethernet.known", .flag(isForeign(type, device))),
        Evidence("ethernet.events", .integer(conversations)),
      ])
    finding.update = ledger.nextLine(device: device.index, kind: type, peer: peer) ?? 0
    return finding
  }

  private mutating func tell(
    _ verdict: RhythmLedger<EtherChannel>.Verdict, _ sighting: borrowing Sighting
  ) -> Finding {
    let device = sighting.device
    let channel = verdict.key.channel
    let type = sighting.event.flow.linkProtocol
    let place = "the type is \(place(type, device))"
    let severity = Self.rhythmSeverity(device, type)
    var finding: Finding
    if case .changed(let former) = verdict.notice {
      finding = BeaconChanged.finding(
        verdict, from: former, severity, Self.risk(severity, verdict), place, sighting)
      finding.evidence.append(Evidence("beacon.finding", .text(id(channel, device))))
      finding.update = verdict.update
    } else {
      finding = Finding(
        Self.identity, channel: channel.description, severity: severity,
        riskScore: Self.risk(severity, verdict), since: verdict.beats.first,
        reason: "\(device.label) (\(device.role.rawValue)) \(BeaconText.sentence(verdict)); "
          + "\(place).",
        sighting,
        evidence: Self.evidence(type, isKnown: isForeign(type, device))
          + BeaconText.evidence(verdict))
      finding.update = line(channel, of: device.index, otherwise: verdict.update)
    }
    if case .reopened = verdict.notice { finding.state = .reopened }
    rhythms.keep(RhythmScene(finding, place: place), of: verdict)
    return finding
  }

  /// How much frames without a rhythm matter: general machines that nobody has declared speak whatever their
  /// systems have.
  private static func severity(_ device: Device, _ type: LinkProtocol) -> Severity {
    let isGeneral = device.role == .host || device.role == .server || device.role == .nic
    let isUsual = device.confidence != nil && isGeneral
    return isUsual || isOfMaker(type, device) ? .low : .medium
  }

  /// How much a rhythm of such frames matters.
  private static func rhythmSeverity(_ device: Device, _ type: LinkProtocol) -> Severity {
    isOfMaker(type, device) ? .medium : .high
  }

  /// Whether a switch sends what may be its maker's own, as loop protection is: frames of the OUI Extended
  /// EtherType, whose number alone says nothing.
  private static func isOfMaker(_ type: LinkProtocol, _ device: Device) -> Bool {
    device.role == .switch && type == KnownLinkProtocols.extended
  }

  /// Why a type is told.
  private func place(_ type: LinkProtocol, _ device: Device) -> String {
    guard isForeign(type, device) else { return "not among the protocols known here" }
    return KnownLinkProtocols.isServers(type)
      ? "a protocol of servers' cards" : "a protocol of bridges and routers"
  }

  private static func evidence(_ type: LinkProtocol, isKnown: Bool) -> [Evidence] {
    [
      Evidence("ethernet.protocol", .text(type.description)),
      Evidence("ethernet.known", .flag(isKnown)),
    ]
  }

  private func id(_ channel: EtherChannel, _ device: Device) -> String {
    FindingID.make(Self.identity.name, device.findingName, channel.description)
  }

  private static func risk(
    _ severity: Severity, _ verdict: RhythmLedger<EtherChannel>.Verdict
  ) -> Double {
    Double(severity.rawValue) + 13 * max(0, 1 - verdict.rhythm.jitter / 0.35)
  }

  private func row(
    _ sighting: borrowing Sighting, _ type: LinkProtocol, peers: Int, update: Int
  ) -> Finding {
    let device = sighting.device
    let row = ledger.row(device: device.index, kind: type)
    // All types that are not told apart are one row, under one id.
    let isApart = ledger.isApart(device: device.index, kind: type)
    let what = isApart ? EtherChannel.word(type) : "types past its first \(ledger.kindsApart)"
    var finding = Finding(
      Self.identity, channel: "row \(isApart ? "\(type)" : "further")",
      severity: Self.severity(device, type),
      riskScore: Double(Self.severity(device, type).rawValue),
      since: row?.first ?? sighting.event.time,
      reason:
        "\(device.label) (\(device.role.rawValue)) has now sent frames of \(what) to "
        + "\(peers) addresses; the newest is \(sighting.peerEnd.mac).",
      sighting,
      evidence: [
        Evidence("ethernet.protocol", .text(type.description)),
        Evidence("ethernet.known", .flag(isForeign(type, device))),
        Evidence("contact.peers", .integer(peers)),
        Evidence("contact.latest_peers", .texts((row?.recent ?? []).map(\.description))),
      ])
    finding.update = update
    return finding
  }
}
