import Capture
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
  var stories: [IncidentStory] = []
  /// Where each incident lies.
  var places: [String: Int] = [:]
  /// Where the incidents of each device lie, in the order in which they began.
  var placesOfDevice: [String: [Int]] = [:]
  var nextOrdinal: UInt64 = 0
  let isRemembered: Bool
  var changed: Set<String> = []
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
    if finding.state == .closed, finding.update > 0,
      EvidenceKind.of(finding.rule.name).contains(.fleet)
    {
      return close(finding, device, site)
    }
    let place = merge(finding, device, into: place(of: finding, device))
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
      let line = line(story, finding.device, state, behind: finding, site)
      finding.isPart = true
      return [finding, line]
    }
  }

  /// Takes the end of a finding about several devices, which is told once and is a part of the incidents of each of
  /// them. It begins no incident.
  private mutating func close(
    _ finding: borrowing Finding, _ device: String, _ site: borrowing Site
  ) -> [Finding] {
    let id = finding.id
    let listing = stories.indices.filter { stories[$0].has(id) }
      .sorted { stories[$0].ordinal < stories[$1].ordinal }
    var part = copy finding
    part.isPart = true
    let own = listing.first { stories[$0].device == device } ?? listing.first
    part.incident =
      own.map { stories[$0].incident(.open) }
      ?? IncidentStory(
        id: FindingID.make(Incident.name, device, IncidentStory.peer(of: finding)), device: device,
        ordinal: 0
      ).incident(.open)
    var lines = [part]
    for place in listing {
      let isOver = stories[place].close(finding)
      if isRemembered { changed.insert(stories[place].id) }
      guard isOver else { continue }
      let story = stories[place]
      let name = story.device
      let owner = name == device ? finding.device : Self.device(named: name, at: site)
      lines.append(line(story, owner ?? finding.device, .closed, behind: finding, site))
    }
    return lines
  }

  /// The device that findings tell apart by a name.
  private static func device(named name: String, at site: borrowing Site) -> Device? {
    for index in 0..<(site.inventory.devices.count + site.hosts.count) {
      let device = site.device(at: index)
      if device.findingName == name { return device }
    }
    return nil
  }

  /// Where the incident lies that a finding belongs to: the one that has it already; else, of those of the device
  /// that are not over for a day, the one with its peer, or with one of its further addresses, or without a
  /// peer so far; of a finding about the device itself the most severe one, then the latest. Else a new one.
  private mutating func place(of finding: borrowing Finding, _ device: String) -> Int {
    let id = finding.id
    let time = finding.time
    let severity = finding.severity
    let own = placesOfDevice[device] ?? []
    if let place = own.first(where: { stories[$0].has(id) }) { return place }
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
      let related = IncidentStory.related(to: finding)
      if let place = active.first(where: {
        related.contains(stories[$0].peer) || stories[$0].related.contains(peer)
      }) {
        return place
      }
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

  /// Joins the incidents that a finding has in common: the one that it belongs to, and the one with the peer that
  /// it names beside its own. The younger one becomes a part of the older one.
  /// - Returns: Where the incident lies that the finding belongs to.
  private mutating func merge(
    _ finding: borrowing Finding, _ device: String, into place: Int
  ) -> Int {
    let related = IncidentStory.partners(in: finding)
    guard !related.isEmpty, finding.severity > .low else { return place }
    let time = finding.time
    let other = (placesOfDevice[device] ?? []).first {
      $0 != place && related.contains(stories[$0].peer) && stories[$0].isActive(at: time)
    }
    guard let other else { return place }
    let isOlder = stories[place].ordinal < stories[other].ordinal
    let (kept, gone) = isOlder ? (place, other) : (other, place)
    let id = stories[kept].id
    stories[kept].absorb(stories[gone])
    remove(gone)
    return places[id] ?? kept
  }

  /// Removes an incident; the last one takes its place.
  private mutating func remove(_ place: Int) {
    unlink(place)
    let story = stories.removeLast()
    guard place < stories.count else { return }
    let from = stories.count
    stories[place] = story
    places[story.id] = place
    if let index = placesOfDevice[story.device]?.firstIndex(of: from) {
      placesOfDevice[story.device]?[index] = place
    }
  }

  /// Forgets where an incident lies.
  private mutating func unlink(_ place: Int) {
    let (id, device) = (stories[place].id, stories[place].device)
    places[id] = nil
    placesOfDevice[device]?.removeAll { $0 == place }
    if placesOfDevice[device]?.isEmpty == true { placesOfDevice[device] = nil }
    if isRemembered { changed.insert(id) }
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
    unlink(oldest)
    evicted += 1
    return oldest
  }

  /// The incident's own line, about its device.
  private func line(
    _ story: borrowing IncidentStory, _ device: Device, _ state: Finding.State,
    behind finding: borrowing Finding, _ site: borrowing Site
  ) -> Finding {
    let scene = story.scene
    let isOwn = finding.device.findingName == story.device
    let isOfPeer = isOwn && IncidentStory.peer(of: finding) == story.peer
    let peerEnd = isOfPeer ? finding.peerEnd : scene?.peerEnd ?? finding.peerEnd
    var line = Finding(
      rule: Incident.identity(of: story.parts), id: story.id, severity: story.severity,
      riskScore: story.combination == nil ? story.risk : max(story.risk, 99), time: finding.time,
      start: story.first, end: story.last,
      reason: IncidentText.reason(story, device, state, of: finding), device: device,
      deviceEnd: isOfPeer ? finding.deviceEnd : scene?.deviceEnd ?? finding.deviceEnd,
      peerEnd: peerEnd, peer: isOfPeer ? finding.peer : site.device(at: peerEnd),
      conversation: isOfPeer ? finding.conversation : scene?.conversation ?? finding.conversation,
      evidence: [])
    line.update = Int(story.alerts) - 1
    line.state = state
    line.incident = story.incident(state)
    line.incident?.news = finding.id
    line.news = "\(finding.rule.name): \(finding.reason)"
    line.relatedAddresses = [finding.peerEnd.address].compactMap(\.self) + finding.relatedAddresses
    return line
  }
}
