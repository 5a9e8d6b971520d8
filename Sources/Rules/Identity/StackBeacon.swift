import Beacons
import Capture
import Devices
import Flows
import Packets

/// The rarer of two systems behind one address opens its connections by the clock.
///
/// State: of addresses with two systems the rhythm of the hidden one
/// (`RhythmLedger`). Severity: critical.
struct StackBeacon: Rule {
  static let identity = RuleIdentity(
    name: "beacon.stack",
    title: "A hidden system behind a device's address calls by the clock",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1071", name: "Application Layer Protocol"),
      Technique(id: "T1029", name: "Scheduled Transfer"),
    ], severities: [.critical],
    explanation: """
      Sees: two systems open TCP connections from one hardware and IP address (contradictions and \
      connections as in identity.two-stacks, and three turns at most 15 minutes apart since the machine \
      started), and from then on the connections of the one that talks to at most three peers a day are \
      driven by a clock: with one peer, or all of them together, such that connections without a clock \
      would look so with a chance below 1 in 10,000, from 6 beats on. Where both talk to so few, the \
      one with fewer connections is looked at.
      Why: two facts that hardly occur by themselves occur together. A machine with one system has one \
      way to write headers; what calls home does so by a timer (T1071, T1029); and what does both \
      behind somebody else's address hides (T1200).
      Risk: always 99.
      Benign causes: a virtual machine or a program with an IP stack of its own that borrows its host's \
      address and polls something. Not told: what identity.two-stacks leaves out; ports 623, 664 and \
      16992 to 16995, where cards and controllers share an address by design; datagrams, which do not \
      show whose they are; rhythms of the system with many peers, whatever they are.
      By hand:
        tcpdump -tttt -nvr FILE 'ether src MAC and tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn'
        tshark -r FILE -Y 'eth.src == MAC && tcp.flags == 2' -T fields -e frame.time_relative -e \
        ip.ttl -e ip.flags.df -e tcp.options -e ip.dst
      To silence: Give the second system an address of its own. The policy has no entry for it, on \
      purpose: that the peer is expected does not say why it hides. A line that is understood is \
      silenced where lines are read, by its event.id, which is the same in every run: all else of \
      the device is still told. rules: disabled: [beacon.stack] silences it for all devices, and \
      is the last resort.
      """)

  static let hooks: RuleHooks = [.marked, .clock, .systems]

  static let further = [BeaconStopped.identity, BeaconChanged.identity]

  /// Peers of a day that a hidden system has at most.
  static let mostPeers = 3
  /// Turns from which on the rhythm is followed.
  static let fewestTurns = 3

  private var rhythms: RhythmLedger<StackChannel>

  init(settings: RuleSettings) {
    rhythms = RhythmLedger(settings: settings)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let connection = sighting.system, !connection.signature.isAnswer,
      !connection.isSideband
    else { return nil }
    let key = StackKey(sighting)
    guard let pair = site.systems.pair(of: key, answering: false),
      pair.turns.all >= StackBeacon.fewestTurns, StackBeacon.isHidden(pair),
      TwoStacks.areStartsSeen(sighting) || pair.turns.areRecent
    else { return nil }
    let system = pair.own.sample.description
    let channels = [
      StackChannel(key: key, system: system, peer: connection.peer),
      StackChannel(key: key, system: system, peer: nil),
    ]
    let verdict = rhythms.note(channels, of: sighting.device.index, at: connection.time)
    guard let verdict, let population = site.systems.population(of: key) else { return nil }
    return finding(verdict, pair, population, sighting)
  }

  mutating func advance(to time: Timestamp, at site: borrowing Site) -> [Finding] {
    rhythms.stops(by: time).flatMap { stop in
      let device = site.device(at: stop.key.device)
      let peer = site.device(at: stop.scene.peerEnd)
      let closing = stop.closing(Self.identity, device, peer, riskScore: 99)
      return [closing, BeaconStopped.finding(stop, device, peer, opened: closing.id)]
    }
  }

  var counters: [(name: String, value: UInt64)] { rhythms.counters }

  mutating func changes() -> [Remembered] { rhythms.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try rhythms.restore(entries)
  }

  /// Whether the system of the latest connection is the one that hides behind the other.
  static func isHidden(_ pair: StackPopulation.Pair) -> Bool {
    guard pair.own.peers.count <= mostPeers else { return false }
    return pair.other.peers.count > mostPeers || pair.isOwnRarer
  }

  private mutating func finding(
    _ verdict: RhythmLedger<StackChannel>.Verdict, _ pair: StackPopulation.Pair,
    _ population: StackPopulation, _ sighting: borrowing Sighting
  ) -> Finding {
    let device = sighting.device
    let channel = verdict.key.channel.description
    let place =
      "the other system there (\(pair.other.sample)) opened \(pair.other.count) connections, this one "
      + "\(pair.own.count), and they changed at least \(pair.turns.all) times"
    var finding: Finding
    if case .changed(let former) = verdict.notice {
      finding = BeaconChanged.finding(verdict, from: former, .critical, 99, place, sighting)
      let told = FindingID.make(Self.identity.name, device.findingName, channel)
      finding.evidence.append(Evidence("beacon.finding", .text(told)))
    } else {
      finding = Finding(
        Self.identity, channel: channel, severity: .critical, riskScore: 99,
        since: verdict.beats.first,
        reason: "\(device.label) (\(device.role.rawValue)) \(BeaconText.sentence(verdict)); "
          + "\(place).",
        sighting,
        evidence: BeaconText.evidence(verdict) + StackText.evidence(pair)
          + StackText.evidence(pair.own, population, below: "stack.hidden")
          + StackText.evidence(pair.other, population, below: "stack.other"))
      finding.relatedAddresses = pair.own.peers.filter { $0 != sighting.peerEnd.address }
    }
    finding.update = verdict.update
    if case .reopened = verdict.notice { finding.state = .reopened }
    rhythms.keep(RhythmScene(finding, place: place), of: verdict)
    return finding
  }
}
