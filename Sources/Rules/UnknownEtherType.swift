import Beacons
import Capture
import Devices
import Flows
import Packets

/// A managed device sends frames whose EtherType, LLC pair or SNAP identifier is in no list.
///
/// State: one entry a peer and type, one `BeatSeries` each. Severity: medium, high once the frames
/// keep a rhythm. Risk: 47 without a rhythm; with one 73 plus up to 13 for steadiness.
struct UnknownEtherType: Rule {
  static let identity = RuleIdentity(
    name: "ethernet.unknown-ethertype",
    title: "Device sends Ethernet frames of an unknown kind",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
      Technique(id: "T1205", name: "Traffic Signaling"),
    ],
    explanation: """
      Sees: a managed device emits a frame that is not IP and whose EtherType is not in the list of \
      the configuration, or whose LLC or SNAP identifier is none of the known control protocols. \
      With at least 8 steady gaps the period is told and the severity rises to high.
      Why: a channel below IP crosses no router and is seen by no firewall and no host tool; cards \
      and controllers can use it without the operating system.
      Risk: 47; with a rhythm 73, plus up to 13 for steadiness (1 - jitter/0.35, at least 0).
      Benign causes: storage and cluster protocols, loopback tests, new switch protocols. Add the \
      EtherType to known-ethertypes, or list it in the policy with transport ether.
      By hand: tcpdump -enr FILE 'ether src MAC and ether proto 0x88b5'
      """)

  private struct Channel: Hashable, Sendable {
    var device: Int
    var peer: MACAddress
    var type: LinkProtocol
  }

  private struct Told: Sendable {
    var nextBeats: Int
    var updates: Int
    var hasRhythm: Bool
  }

  private let settings: RuleSettings
  private let known: Set<EtherType>
  private var ledger: ContactLedger<LinkProtocol, MACAddress>
  private var series: SeriesTable<Channel>
  private var told: [Channel: Told] = [:]

  init(settings: RuleSettings) {
    self.settings = settings
    known = Set(settings.knownEtherTypes)
    ledger = ContactLedger(limit: settings.contactLimit, share: settings.contactShare)
    series = SeriesTable(limit: settings.seriesLimit, share: settings.seriesShare)
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

  var counters: [(name: String, value: UInt64)] {
    [
      ("contacts", UInt64(ledger.count)), ("contacts_forgotten", ledger.forgotten),
      ("series", UInt64(series.count)), ("series_evicted", series.evicted),
      ("series_refused", series.refused),
    ]
  }

  private func isUnknown(_ sighting: borrowing Sighting) -> Bool {
    guard sighting.expectation == nil else { return false }
    let type = sighting.event.flow.linkProtocol
    return switch type.space {
    case .etherType: !sighting.event.flow.isIP && type.etherType.map(known.contains) == false
    case .llc: !KnownLinkProtocols.llc.contains(type.number)
    case .snap: !KnownLinkProtocols.snap.contains(type.number)
    case .none, .ppp, .family: false
    }
  }

  private mutating func note(_ sighting: borrowing Sighting) -> Finding? {
    guard isUnknown(sighting) else { return nil }
    let type = sighting.event.flow.linkProtocol
    let peer = sighting.peerEnd.mac
    let channel = Channel(device: sighting.device.index, peer: peer, type: type)
    let beats = series.add(
      channel, of: channel.device, at: sighting.event.time, fold: settings.fold)
    let notice = ledger.note(
      device: sighting.device.index, kind: type, peer: peer, at: sighting.event.time)
    if case .row(let peers, let update) = notice {
      return row(sighting, type, peers: peers, update: update)
    }
    if case .peer(1, _) = notice {
      told[channel] = Told(nextBeats: settings.fewestGaps + 1, updates: 0, hasRhythm: false)
      return tell(channel, sighting, beats: nil, rhythm: nil, update: 0)
    }
    guard let beats, var line = told[channel], beats.beats >= line.nextBeats else { return nil }
    let rhythm = rhythm(of: beats)
    // While there is no rhythm yet, every beat may bring it, but not every beat is worth a line.
    let count = beats.beats
    let isPowerOfFour = count & (count - 1) == 0 && count.trailingZeroBitCount % 2 == 0
    guard rhythm != nil && !line.hasRhythm || isPowerOfFour && count >= 16 else { return nil }
    line.updates += 1
    line.hasRhythm = line.hasRhythm || rhythm != nil
    if line.hasRhythm { line.nextBeats = beats.beats + 1 }
    told[channel] = line
    return tell(channel, sighting, beats: beats, rhythm: rhythm, update: line.updates)
  }

  private func rhythm(of beats: BeatSeries) -> Rhythm? {
    guard beats.test.chance <= settings.highestChance else { return nil }
    return Rhythm(beats)
  }

  private func tell(
    _ channel: Channel, _ sighting: borrowing Sighting, beats: BeatSeries?, rhythm: Rhythm?,
    update: Int
  ) -> Finding {
    let device = sighting.device
    var evidence = [
      Evidence("ethernet.protocol", .text(channel.type.description)),
      Evidence("ethernet.known", .flag(false)),
    ]
    var reason =
      "\(device.label) (\(device.role.rawValue)) sends frames of \(Self.word(channel.type)) to "
      + "\(channel.peer), which is on no list of known protocols"
    var severity = Severity.medium
    var risk = 47.0
    if let beats, let rhythm {
      severity = .high
      risk = 73 + 13 * max(0, 1 - rhythm.jitter / 0.35)
      evidence += BeaconText.evidence(rhythm, beats)
      reason += ", \(BeaconText.rhythm(rhythm, beats.beats))"
    } else if let beats {
      evidence.append(Evidence("ethernet.events", .integer(beats.beats)))
      reason += ", \(beats.beats) times so far without a steady period"
    }
    var finding = Finding(
      Self.identity, channel: "\(channel.type) \(channel.peer)", severity: severity,
      riskScore: risk, since: beats?.first ?? sighting.event.time, reason: reason + ".", sighting,
      evidence: evidence)
    finding.update = update
    return finding
  }

  private func row(
    _ sighting: borrowing Sighting, _ type: LinkProtocol, peers: Int, update: Int
  ) -> Finding {
    let device = sighting.device
    let row = ledger.row(device: device.index, kind: type)
    // All types that are not told apart are one row, under one id.
    let isApart = ledger.isApart(device: device.index, kind: type)
    let what = isApart ? Self.word(type) : "types past its first \(ledger.kindsApart)"
    var finding = Finding(
      Self.identity, channel: "row \(isApart ? "\(type)" : "further")", severity: .medium,
      riskScore: 47,
      since: row?.first ?? sighting.event.time,
      reason:
        "\(device.label) (\(device.role.rawValue)) has now sent frames of \(what) to "
        + "\(peers) addresses; the newest is \(sighting.peerEnd.mac).",
      sighting,
      evidence: [
        Evidence("ethernet.protocol", .text(type.description)),
        Evidence("ethernet.known", .flag(false)),
        Evidence("contact.peers", .integer(peers)),
        Evidence("contact.latest_peers", .texts((row?.recent ?? []).map(\.description))),
      ])
    finding.update = update
    return finding
  }

  private static func word(_ type: LinkProtocol) -> String {
    type.space == .etherType ? "EtherType \(type)" : "\(type)"
  }
}
