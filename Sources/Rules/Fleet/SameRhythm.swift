import Capture
import Devices
import Flows
import Packets

/// Conversations of several management devices that nobody explains come in step.
///
/// State: the latest 64 beats of at most 4096 series, of one device 64 (`StepLedger`). The proofs and their chances:
/// `StepTest`. Severity and risk: see `explanation`.
struct SameRhythm: Rule {
  static let identity = RuleIdentity(
    name: "fleet.same-rhythm",
    title: "Unexplained conversations of several management devices come in step",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1029", name: "Scheduled Transfer"),
      Technique(id: "T1195.003", name: "Compromise Hardware Supply Chain"),
    ],
    severities: [.low, .medium, .high, .critical],
    explanation: """
      Sees: conversations that two or more devices with the role bmc or switch (or router, where routers are \
      watched) start, with the same peer or with different ones, and that neither their role nor the policy explains, \
      keep step with each other. Three proofs, from 8 beats on: (moment) all but an eighth of the beats come at the \
      same moments, and not where minutes begin; (schedule) uneven gaps are the same within 0.25 s, one device up to 15 beats behind the other; \
      (period) the same period to a few parts in a million, at a constant distance, where it is none that people \
      choose (whole seconds, round minutes and hours). Each gives an upper bound of the chance that devices which know \
      nothing of each other look so; together with all series, proofs and looks that were tried it has to be 1 in \
      10,000 at most. Two clocks of 300 s prove nothing by their period, and three that beat at the same moment do.
      Why: one program on several devices, or one operator behind them, shows in what they have in common even where \
      each of them talks to an address of its own (T1029, T1195.003).
      Risk: for devices of different makers or roles 99 where two peers at least are outside, 73 where one is, 47 \
      where all are inside; 21 where maker and role are the same for all.
      Benign causes: one agent or one schedule that the operator has put on all devices, a poller that \
      makes all of them answer by a call of their own, an event (power, link) that all of them report. Not told: what a \
      role's job or the policy explains (NTP, syslog, SNMP, discovery), several rhythms of one device.
      By hand: tcpdump -ttt -nr FILE '(host DEVICE and host PEER) or (host DEVICE2 and host PEER2)'
      To silence: an entry under expected for each of the services, with role, peer, port and reason. A rhythm that \
      no entry names is still told.
      """)

  static let hooks: RuleHooks = [.opened, .resumed]

  private let roles: Set<DeviceRole>
  private var ledger: StepLedger

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    ledger = StepLedger(settings: settings)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    sighting.isRealOpening ? note(sighting, at: site) : nil
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    note(sighting, at: site)
  }

  mutating func reconsider(
    _ reconsideration: Reconsideration, at site: borrowing Site
  ) -> [Finding] {
    var findings: [Finding] = []
    for (number, group) in ledger.openGroups {
      guard let scene = group.scene else { continue }
      let members = ledger.members(of: number)
      var left = 0
      for key in members {
        let device = site.device(at: key.device)
        var own = scene
        own.deviceEnd.mac = device.macs.first
        own.deviceEnd.address = device.addresses.first
        own.peerEnd.address = ledger[key]?.peer
        own.peerEnd.port = key.channel.service.port
        own.conversation.transport = key.channel.service.transport
        own.conversation.deviceStarted = true
        if reconsideration.entry(for: device, own, names: [], at: site) == nil { left += 1 }
      }
      guard left < 2 else { continue }
      let devices = members.map { site.device(at: $0.device) }
      let update = ledger.close(number)
      guard let device = devices.first else { continue }
      var closing = Finding(
        rule: Self.identity, id: group.id, severity: group.severity,
        riskScore: Double(group.severity.rawValue), time: reconsideration.time, start: group.first,
        end: members.compactMap { ledger[$0]?.last }.max() ?? group.first,
        reason:
          "\(FleetMix.names(devices)) were in step. The policy expects it now of all but one at most.",
        device: device, deviceEnd: scene.deviceEnd, peerEnd: scene.peerEnd, peer: nil,
        conversation: scene.conversation,
        evidence: FleetMix(devices).evidence + [Evidence("policy.expected", .flag(true))])
      closing.update = update
      closing.state = .closed
      findings.append(closing)
    }
    return findings
  }

  var counters: [(name: String, value: UInt64)] {
    [
      ("series", UInt64(ledger.count)), ("series_forgotten", ledger.forgotten),
      ("looks", UInt64(ledger.looks)),
    ]
  }

  mutating func changes() -> [Remembered] { ledger.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) { try ledger.restore(entries) }

  private mutating func note(
    _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    guard roles.contains(sighting.device.role), sighting.isOwnInitiative, !sighting.isReply,
      sighting.fromDevice,
      sighting.deviceTookPart, sighting.expectation == nil, sighting.usual == nil,
      sighting.scope != .local, sighting.hasSinglePeer, sighting.isOfDeviceAlone,
      let kind = ServiceKind(sighting), !kind.isNeighbourDiscovery, !isOfGateway(sighting, kind)
    else { return nil }
    let peer = sighting.peerEnd.address
    let isOutside = sighting.scope == .outside
    var verdict: StepVerdict?
    for channel in [StepChannel.peer(peer, kind), .service(kind)] {
      let found = ledger.note(
        StepLedger.Key(device: sighting.device.index, channel: channel), peer: peer,
        isOutside: isOutside, at: sighting.event.time)
      verdict = verdict ?? found
    }
    guard let verdict else { return nil }
    return tell(verdict, sighting, site)
  }

  /// Whether a switch or router inside is asked for what gateways give.
  private func isOfGateway(_ sighting: borrowing Sighting, _ kind: ServiceKind) -> Bool {
    guard sighting.scope != .outside, let role = sighting.peer?.role else { return false }
    return kind.isOfGateway && (role == .switch || role == .router)
  }

  private mutating func tell(
    _ verdict: StepVerdict, _ sighting: borrowing Sighting, _ site: borrowing Site
  ) -> Finding? {
    let place = copy site
    let due = ledger.join(
      verdict,
      name: {
        FindingID.make(
          Self.identity.name, place.device(at: $0.device).findingName, $0.channel.description)
      },
      severity: { members in
        guard FleetMix(members.map { place.device(at: $0.device) }).isMixed else { return .low }
        return switch members.count(where: \.isOutside) {
        case 0: .medium
        case 1: .high
        default: .critical
        }
      })
    guard let due else { return nil }
    let finding = finding(due, verdict, sighting, site)
    ledger.keep(RhythmScene(finding, place: ""), of: due.number)
    return finding
  }

  /// The line about a group.
  private func finding(
    _ due: StepLedger.Due, _ verdict: StepVerdict, _ sighting: borrowing Sighting,
    _ site: borrowing Site
  ) -> Finding {
    let group = ledger.groups[due.number]
    let severity = group?.severity ?? .low
    let own = sighting.device
    var devices = [own]
    for key in due.members where key.device != own.index {
      devices.append(site.device(at: key.device))
    }
    let mix = FleetMix(devices)
    let text = StepText(verdict, ledger, site)
    let lead =
      "\(FleetMix.name(own)) contacts \(verdict.key.channel.phrase) in step with \(text.partners)"
    var finding = Finding(
      Self.identity, channel: "", severity: severity, riskScore: Double(severity.rawValue),
      since: group?.first ?? sighting.event.time,
      reason:
        "\(lead): \(text.proof); devices that know nothing of each other look so with a chance of "
        + "\(NumberText.chance(verdict.chance)) (\(verdict.looks) \(verdict.looks == 1 ? "look" : "looks"), at up to \(verdict.compared) series); "
        + "\(mix.phrase), and neither role nor policy explains it.",
      sighting, evidence: mix.evidence + text.evidence)
    finding.id = group?.id ?? finding.id
    finding.update = due.update
    if due.isReopened { finding.state = .reopened }
    finding.relatedAddresses = related(due.members, sighting.peerEnd.address, own, site)
    return finding
  }

  private func related(
    _ members: [StepLedger.Key], _ peer: IPAddress, _ own: Device, _ site: borrowing Site
  ) -> [IPAddress] {
    var addresses: [IPAddress] = []
    for key in members.prefix(FleetMix.mostNamed) {
      let device = site.device(at: key.device)
      if key.device != own.index, let address = device.addresses.first { addresses.append(address) }
      if let other = ledger[key]?.peer, other != peer, !addresses.contains(other) {
        addresses.append(other)
      }
    }
    return addresses
  }
}
