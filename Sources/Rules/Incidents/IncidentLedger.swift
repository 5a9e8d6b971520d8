public import Capture
import Devices
import Packets

/// Joins findings into incidents, one a device and peer, and says which lines a person has to read.
///
/// A function of the findings in their order alone. At most `mostOfOne` incidents of a device and `most` in all
/// are remembered; the one that was silent for longest gives way, and what belonged to it begins a new one.
public struct IncidentLedger: Sendable {
  /// The most incidents at once.
  static let most = 4096
  /// The most of one device.
  static let mostOfOne = 256

  /// Whether findings are joined; else each is an alert of its own.
  private let isJoining: Bool
  private var stories: [IncidentStory] = []
  /// Where each incident lies.
  private var places: [String: Int] = [:]
  /// Where the incidents of each device lie, in the order in which they began.
  private var placesOfDevice: [String: [Int]] = [:]
  private var nextOrdinal: UInt64 = 0
  private let isRemembered: Bool
  private var changed: Set<String> = []
  /// Incidents that gave way to others.
  private var evicted: UInt64 = 0

  /// A ledger without incidents.
  /// - Parameters:
  ///   - settings: The numbers; `incident.story` among the rules that are switched off leaves findings alone.
  ///   - isRemembered: Whether `changes()` will be asked for.
  public init(settings: RuleSettings, isRemembered: Bool = false) {
    isJoining = !settings.disabledRules.contains(Incident.name)
    self.isRemembered = isRemembered
  }

  /// What incidents have counted: how many are known, and how many gave way.
  public var counters: [(name: String, value: UInt64)] {
    isJoining ? [("known", UInt64(stories.count)), ("evicted", evicted)] : []
  }

  /// Takes the next finding.
  /// - Parameters:
  ///   - finding: What a rule has found; in the order of being told.
  ///   - site: What the operator has told.
  /// - Returns: The lines to write: the finding, as an alert or as a part, and behind it the incident's own
  ///   line where it says something new and has several findings.
  public mutating func take(_ finding: Finding, at site: borrowing Site) -> [Finding] {
    guard isJoining else { return [finding] }
    let device = finding.device.findingName
    let place = place(of: finding, device)
    let notice = stories[place].add(finding)
    let story = stories[place]
    if isRemembered { changed.insert(story.id) }
    var finding = finding
    switch notice {
    case .part:
      finding.incident = story.incident(.open)
      finding.isPart = true
      return [finding]
    case .alert(let state):
      finding.incident = story.incident(state)
      guard story.count > 1 else { return [finding] }
      let line = line(story, state, behind: finding, site)
      finding.isPart = true
      return [finding, line]
    }
  }

  /// Where the incident lies that a finding belongs to: the one that has it already; else, of those of the device
  /// that are not over for a day, the one with its peer, or with one of its further addresses, or without a
  /// peer so far; of a finding about the device itself the most severe one, then the latest. Else a new one.
  private mutating func place(of finding: borrowing Finding, _ device: String) -> Int {
    let id = finding.id
    let time = finding.time
    let severity = finding.severity
    let own = placesOfDevice[device] ?? []
    if let place = own.first(where: { stories[$0].lists(id) }) { return place }
    let active = own.filter { stories[$0].isActive(at: time) }
    let peer = IncidentStory.peer(of: finding)
    var candidates: [Int] = []
    if peer.isEmpty {
      // What is worth a look is not hung onto a peer that is not.
      candidates = active.filter {
        stories[$0].peer.isEmpty || severity == .low || stories[$0].severity > .low
      }
    } else {
      if let place = active.first(where: { stories[$0].peer == peer }) { return place }
      let related = finding.relatedAddresses.map(\.description)
      if let place = active.first(where: { related.contains(stories[$0].peer) }) { return place }
      if severity > .low { candidates = active.filter { stories[$0].peer.isEmpty } }
    }
    let strongest = candidates.max { left, right in
      let (one, other) = (stories[left], stories[right])
      return (one.severity, one.touched, other.ordinal)
        < (other.severity, other.touched, one.ordinal)
    }
    if let strongest { return strongest }
    let new = FindingID.make(Incident.name, device, peer)
    return places[new] ?? begin(new, device)
  }

  private mutating func begin(_ id: String, _ device: String) -> Int {
    let own = placesOfDevice[device] ?? []
    var place = stories.count
    if own.count >= IncidentLedger.mostOfOne {
      place = drop(own) ?? place
    } else if stories.count >= IncidentLedger.most {
      place = drop(Array(stories.indices)) ?? place
    }
    let story = IncidentStory(id: id, device: device, ordinal: nextOrdinal)
    nextOrdinal += 1
    if place == stories.count { stories.append(story) } else { stories[place] = story }
    places[id] = place
    placesOfDevice[device, default: []].append(place)
    return place
  }

  /// Forgets the one that was silent for longest, and tells where it was.
  private mutating func drop(_ some: [Int]) -> Int? {
    let oldest = some.min { left, right in
      (stories[left].touched, stories[left].ordinal)
        < (stories[right].touched, stories[right].ordinal)
    }
    guard let oldest else { return nil }
    let (id, device) = (stories[oldest].id, stories[oldest].device)
    places[id] = nil
    placesOfDevice[device]?.removeAll { $0 == oldest }
    if placesOfDevice[device]?.isEmpty == true { placesOfDevice[device] = nil }
    evicted += 1
    if isRemembered { changed.insert(id) }
    return oldest
  }

  /// The incident's own line.
  private func line(
    _ story: borrowing IncidentStory, _ state: Finding.State, behind finding: borrowing Finding,
    _ site: borrowing Site
  ) -> Finding {
    let scene = story.scene
    let isOfPeer = IncidentStory.peer(of: finding) == story.peer
    let peerEnd = isOfPeer ? finding.peerEnd : scene?.peerEnd ?? finding.peerEnd
    var line = Finding(
      rule: Incident.identity(of: story.parts), id: story.id, severity: story.severity,
      riskScore: story.combination == nil ? story.risk : max(story.risk, 99), time: finding.time,
      start: story.first, end: story.last, reason: IncidentText.reason(story, state, of: finding),
      device: finding.device,
      deviceEnd: isOfPeer ? finding.deviceEnd : scene?.deviceEnd ?? finding.deviceEnd,
      peerEnd: peerEnd, peer: isOfPeer ? finding.peer : site.device(at: peerEnd),
      conversation: isOfPeer ? finding.conversation : scene?.conversation ?? finding.conversation,
      evidence: [])
    line.update = Int(story.alerts) - 1
    line.state = state
    line.incident = story.incident(state)
    line.news = "\(finding.rule.name): \(finding.reason)"
    line.relatedAddresses = [finding.peerEnd.address].compactMap(\.self) + finding.relatedAddresses
    return line
  }
}

extension IncidentLedger {
  /// What has changed since the last call; everything the first time. By key.
  public mutating func changes() -> [StoredEntry] {
    defer { changed.removeAll() }
    return changed.sorted().map { id in
      let story = places[id].map { stories[$0] }
      return StoredEntry(
        rule: Incident.name, kind: .finding, key: Array(id.utf8), device: "",
        label: story.map { $0.peer.isEmpty ? $0.device : "\($0.device) and \($0.peer)" } ?? "",
        first: story?.first ?? Timestamp(rawValue: 0), last: story?.last ?? Timestamp(rawValue: 0),
        count: story?.count ?? 0, body: story?.stored)
    }
  }

  /// Takes back what `changes()` gave in earlier runs; entries of others are left alone.
  /// - Throws: `StoredFault` where an entry is none of that.
  public mutating func restore(_ entries: [StoredEntry]) throws(StoredFault) {
    var restored: [IncidentStory] = []
    for entry in entries where entry.rule == Incident.name {
      if let body = entry.body { restored.append(try IncidentStory(stored: body)) }
    }
    restored.sort { $0.ordinal < $1.ordinal }
    for story in restored where stories.count < IncidentLedger.most && places[story.id] == nil {
      places[story.id] = stories.count
      placesOfDevice[story.device, default: []].append(stories.count)
      stories.append(story)
      nextOrdinal = max(nextOrdinal, story.ordinal &+ 1)
    }
  }
}
