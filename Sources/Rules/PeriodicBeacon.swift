import Beacons
import Capture
import Devices
import Flows
import Packets

/// A management controller or a switch contacts one peer by the clock, and neither its role nor the policy explains it.
///
/// Evidence = rhythm (`Rhythm`) x role (is this service part of the device's job?) x peer (inside,
/// outside, another managed device; expected by the policy?). Regularity alone never alarms.
/// State: one `BeatSeries` a channel in a `SeriesTable`, and one entry a finding, at most twice as many.
/// Risk: the severity's number, plus up to half of what is missing to 99 for steadiness
/// (1 - jitter/0.35, at least 0).
struct PeriodicBeacon: Rule {
  static let identity = RuleIdentity(
    name: "beacon.periodic",
    title: "Device contacts a peer by the clock without a known reason",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1071", name: "Application Layer Protocol"),
      Technique(id: "T1029", name: "Scheduled Transfer"),
    ],
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
      and whatever the policy expects.
      Severity: high towards the outside or another managed device (bmc, nic, and a switch from a \
      bmc; echoes, name, time and address services of a switch are those of a gateway), medium \
      towards the inside, low for groups and link-local strangers. Devices with the role nic are not judged: their IP \
      traffic is that of the server's operating system.
      Risk: the severity's number, plus up to half of what is missing to 99 for steadiness \
      (1 - jitter/0.35, at least 0).
      Benign causes: monitoring agents, telemetry, keep-alives. List them in the policy.
      By hand: tcpdump -ttt -nr FILE 'host DEVICE and host PEER and port PORT'
      """)

  private struct Channel: Hashable, Sendable {
    var device: Int
    var peer: IPAddress
    var kind: ServiceKind
    /// Whether the device speaks; the peer's own beats inside a connection are a series apart.
    var fromDevice: Bool
  }

  private struct Told: Sendable {
    var nextBeats: Int
    var updates: Int
    /// It was one of too many and got no line, so it gets no update either.
    var isSilent: Bool
  }

  private let settings: RuleSettings
  private var series: SeriesTable<Channel>
  private var told: [Channel: Told] = [:]
  /// At so many entries those go whose series is gone.
  private var mostTold: Int
  private var lines: ContactLedger<ServiceKind, IPAddress>

  init(settings: RuleSettings) {
    self.settings = settings
    series = SeriesTable(limit: settings.seriesLimit, share: settings.seriesShare)
    lines = ContactLedger(limit: settings.contactLimit, share: settings.contactShare)
    mostTold = settings.seriesLimit
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isRealOpening, sighting.fromDevice else { return nil }
    return note(sighting, at: site, fromDevice: true)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    note(sighting, at: site, fromDevice: sighting.fromDevice)
  }

  var counters: [(name: String, value: UInt64)] {
    [
      ("series", UInt64(series.count)), ("series_evicted", series.evicted),
      ("series_refused", series.refused),
    ]
  }

  private mutating func note(
    _ sighting: borrowing Sighting, at site: borrowing Site, fromDevice: Bool
  ) -> Finding? {
    guard sighting.isOwnInitiative, sighting.deviceTookPart, let kind = ServiceKind(sighting) else {
      return nil
    }
    let peer = sighting.peerEnd.address
    guard let severity = severity(sighting, kind, at: site) else { return nil }
    let channel = Channel(
      device: sighting.device.index, peer: peer, kind: kind, fromDevice: fromDevice)
    let beats = series.add(
      channel, of: channel.device, at: sighting.event.time, fold: settings.fold)
    guard let beats, beats.beats > settings.fewestGaps,
      beats.test.chance <= settings.highestChance, beats.beats >= told[channel]?.nextBeats ?? 0,
      let rhythm = rhythm(of: beats)
    else { return nil }
    return tell(channel, beats, rhythm, severity, sighting)
  }

  private func rhythm(of beats: BeatSeries) -> Rhythm? {
    guard let rhythm = Rhythm(beats), rhythm.period >= settings.shortestPeriod,
      rhythm.period <= settings.longestPeriod
    else { return nil }
    return rhythm
  }

  /// How much a rhythm on this channel would matter; `nil` where role or policy explains it.
  private func severity(
    _ sighting: borrowing Sighting, _ kind: ServiceKind, at site: borrowing Site
  ) -> Severity? {
    guard sighting.expectation == nil else { return nil }
    let role = sighting.device.role
    // The IP traffic of a card is that of its server's operating system, which has agents of its own.
    guard role == .bmc || role == .switch else { return nil }
    if sighting.scope == .outside { return .high }
    let isUsual = isUsual(role, kind)
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

  private func isUsual(_ role: DeviceRole, _ kind: ServiceKind) -> Bool {
    RoleProfile.profile(of: role)?.service(transport: kind.transport, port: kind.policyPort) != nil
  }

  private mutating func forgetGone() {
    guard told.count >= mostTold else { return }
    told = told.filter { series.contains($0.key) }
    mostTold = max(settings.seriesLimit, told.count * 2)
  }

  private mutating func tell(
    _ channel: Channel, _ beats: BeatSeries, _ rhythm: Rhythm, _ severity: Severity,
    _ sighting: borrowing Sighting
  ) -> Finding? {
    let known = told[channel]
    var line = Told(
      nextBeats: beats.beats * 4, updates: (known?.updates ?? -1) + 1,
      isSilent: known?.isSilent ?? false)
    if known == nil {
      let notice = lines.note(
        device: channel.device, kind: channel.kind, peer: channel.peer, at: sighting.event.time)
      line.isSilent = notice == nil
      forgetGone()
    }
    told[channel] = line
    guard !line.isSilent else { return nil }
    let steadiness = max(0, 1 - rhythm.jitter / 0.35)
    let device = sighting.device
    let place = BeaconText.place(sighting, severity)
    var finding = Finding(
      Self.identity, channel: "\(channel.kind) \(channel.peer) \(channel.fromDevice)",
      severity: severity,
      riskScore: Double(severity.rawValue) + (99 - Double(severity.rawValue)) / 2 * steadiness,
      since: beats.first,
      reason: "\(device.label) (\(device.role.rawValue)) contacts \(channel.peer) on "
        + "\(channel.kind) \(BeaconText.rhythm(rhythm, beats.beats)); \(place).",
      sighting,
      evidence: BeaconText.evidence(rhythm, beats) + [
        Evidence("scope", .text("\(sighting.scope)")),
        Evidence("policy.expected", .flag(false)),
      ])
    finding.update = line.updates
    return finding
  }
}
