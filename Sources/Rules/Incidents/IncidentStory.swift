import Capture
import Devices
import Packets

/// One incident as it is remembered: findings of a device and, at most, one peer.
struct IncidentStory: Sendable {
  /// How long an incident waits for another finding, in nanoseconds: a day. Most of what belongs together
  /// comes within one cycle of days and nights, and what comes later has its own beginning.
  static let patience: Int64 = 86_400_000_000_000
  /// The most findings that are known beside those that are listed.
  static let mostUnlisted = 224
  /// The most further addresses, and incidents that were taken in, that are remembered.
  static let mostRelated = 8
  /// Findings of one rule at high or above of which each is an alert; behind them those whose number is a power
  /// of two.
  static let mostAlerts: UInt32 = 8

  /// 16 hexadecimal digits from the device and what it began with.
  let id: String
  /// The device, by what its findings are told apart by.
  let device: String
  /// The how manieth incident it was.
  let ordinal: UInt64
  /// The peer: IP address, else hardware address; empty where there is none so far.
  var peer = ""
  /// Its findings, as many as are listed.
  var parts: [IncidentPart] = []
  /// Findings behind those.
  var further: UInt32 = 0
  /// What is known of the first ones behind those.
  var unlisted: [UnlistedPart] = []
  /// The rules that found them, and how many findings at high or above each of them has given.
  var rules: [String: UInt32] = [:]
  /// Further addresses of its findings, the first ones.
  var related: [String] = []
  /// Incidents that it has taken in, the first ones.
  var former: [String] = []
  /// The highest severity of each kind of evidence, and the kinds in the order in which they came.
  var strength: [EvidenceKind: Severity] = [:]
  var kinds: [EvidenceKind] = []
  /// The highest risk score of a finding.
  var risk = 0.0
  /// The first event of the first finding, the latest event of all, and when it was last told of.
  var first = Timestamp(rawValue: 0)
  var last = Timestamp(rawValue: 0)
  var touched = Timestamp(rawValue: 0)
  /// Alerts so far.
  var alerts: UInt32 = 0
  /// Whether all of it is over.
  var isClosed = false
  /// Who met whom in the latest conversation with the peer.
  var scene: Scene?

  /// Who met whom.
  struct Scene: Sendable {
    let deviceEnd: Finding.Endpoint
    let peerEnd: Finding.Endpoint
    let conversation: Finding.Conversation
  }

  /// What a finding is to its incident.
  enum Notice: Sendable {
    /// It says something new.
    case alert(Finding.State)
    /// It only goes on.
    case part
  }

  /// An incident without findings.
  init(id: String, device: String, ordinal: UInt64) {
    self.id = id
    self.device = device
    self.ordinal = ordinal
  }

  /// The peer that a finding is about; empty where it is about the device itself.
  static func peer(of finding: borrowing Finding) -> String {
    guard !EvidenceKind.isAboutDevice(finding.rule.name) else { return "" }
    return finding.peerEnd.address?.description ?? finding.peerEnd.mac?.description ?? ""
  }

  /// The further peers that a finding is about; those of other devices, which a rule about several of them lists,
  /// are none of this one's.
  static func related(to finding: borrowing Finding) -> [String] {
    let name = finding.rule.name
    guard !EvidenceKind.isAboutDevice(name), !EvidenceKind.of(name).contains(.fleet) else {
      return []
    }
    return finding.relatedAddresses.map(\.description)
  }

  /// Those of them who are parties to one deed: who woke the device and whom it called then, or whom its second system
  /// called. Of peers that only came one after the other nobody knows that they have to do with each other.
  static func partners(in finding: borrowing Finding) -> [String] {
    let kinds = EvidenceKind.of(finding.rule.name)
    guard kinds.contains(where: { $0 == .signal || $0 == .signature || $0 == .stack }) else {
      return []
    }
    return related(to: finding)
  }

  /// Findings in all.
  var count: Int { parts.count + Int(further) }

  /// Two kinds of evidence that make it critical, where no single one does.
  var combination: EvidenceCombination? {
    if strength.values.contains(.critical) { return nil }
    return EvidenceCombination.first(in: strength)
  }

  /// That of the strongest evidence, never of the number of findings.
  var severity: Severity {
    combination == nil ? strength.values.max() ?? .low : .critical
  }

  /// Whether a finding is one of its own, as far as that is known.
  func has(_ finding: String) -> Bool {
    parts.contains { $0.id == finding }
      || !unlisted.isEmpty && unlisted.contains { $0.id == NameVariety.hash(finding) }
  }

  /// Whether another finding may still join: within a day, or while a rhythm goes on.
  func isActive(at time: Timestamp) -> Bool {
    time.nanoseconds(since: touched).magnitude <= UInt64(IncidentStory.patience) || isLasting
  }

  /// Takes a finding in.
  mutating func add(_ finding: borrowing Finding) -> Notice {
    let wasClosed = isClosed
    let wasTold = alerts > 0
    let isOld = wasTold && !isActive(at: finding.time)
    var isKnown = has(finding.id)
    if !isKnown, isOld { beginAnew() }
    // Of more than are known an update is nothing new.
    if !isKnown, unlisted.count == IncidentStory.mostUnlisted, finding.update > 0 { isKnown = true }
    let former = severity
    var isNews = false
    if isKnown {
      isNews = note(finding) || isOld && finding.update == 0
    } else {
      isNews = append(finding, former: former)
      if finding.state != .closed, matters(finding, beside: former) { isClosed = false }
    }
    take(finding, isKnown: isKnown)
    if finding.state == .reopened { isClosed = false }
    if finding.state == .closed, isAllOver { isClosed = true }
    guard isNews || severity > former || isClosed != wasClosed || !wasTold else { return .part }
    let id = finding.id
    if let index = parts.firstIndex(where: { $0.id == id }) { parts[index].isTold = true }
    return .alert(told(wasClosed: wasClosed || isOld))
  }

  /// Marks a finding of several devices as over, as told of another one.
  /// - Returns: Whether all of it is over by that, which is an alert.
  mutating func close(_ finding: borrowing Finding) -> Bool {
    guard !isClosed else { return false }
    _ = note(finding)
    guard isAllOver else { return false }
    isClosed = true
    last = max(last, finding.end)
    touched = finding.time
    _ = told(wasClosed: false)
    return true
  }

  /// The incident as a line shows it.
  func incident(_ state: Finding.State) -> Incident {
    Incident(
      id: id, state: state, first: first, last: last, kinds: kinds, parts: parts,
      further: Int(further), former: former, combination: combination?.reason)
  }

  /// Whether something of it goes on.
  private var isLasting: Bool {
    parts.contains(where: \.isLasting) || unlisted.contains(where: \.isLasting)
  }

  /// Whether nothing of it goes on, as far as anybody knows: its rhythms have stopped, or where there was none,
  /// all that was found is closed.
  private var isAllOver: Bool {
    guard Int(further) <= unlisted.count, !isLasting else { return false }
    return parts.contains(where: \.canLast) || unlisted.contains(where: \.canLast)
      || parts.allSatisfy { $0.isClosed || $0.rule == BeaconStopped.identity.name }
        && unlisted.allSatisfy(\.isClosed)
  }

  /// What comes more than a day later is another episode of the same incident.
  private mutating func beginAnew() {
    parts = []
    unlisted = []
    rules = [:]
    related = []
    further = 0
    strength = [:]
    kinds = []
    risk = 0
    isClosed = false
    scene = nil
    peer = ""
  }

  /// Notes an update of a finding that is known.
  /// - Returns: Whether it has become one that is read by itself, and nobody has read of it.
  private mutating func note(_ finding: borrowing Finding) -> Bool {
    let isOver = finding.state == .closed
    let id = finding.id
    guard let index = parts.firstIndex(where: { $0.id == id }) else {
      let hash = NameVariety.hash(id)
      if let index = unlisted.firstIndex(where: { $0.id == hash }) {
        unlisted[index].isClosed = isOver
      }
      return false
    }
    parts[index].isClosed = isOver
    guard !isOver, finding.severity > parts[index].severity else { return false }
    parts[index].severity = finding.severity
    parts[index].deed = IncidentText.deed(finding) + aside(finding)
    return !parts[index].isTold && isAlert(finding)
  }

  /// What a deed's words name its peer by where it is not the incident's.
  static let aside = ", here with "

  /// Who the other end was where it is not the incident's peer.
  private func aside(_ finding: borrowing Finding) -> String {
    let other = IncidentStory.peer(of: finding)
    return peer.isEmpty || other.isEmpty || other == peer ? "" : Self.aside + other
  }

  /// Appends a finding that is new.
  /// - Returns: Whether it is read by itself: it is at high or above, the first of a rule that matters as much as
  ///   what was there, or their number is due.
  private mutating func append(_ finding: borrowing Finding, former: Severity) -> Bool {
    if count == 0 {
      first = finding.start
      last = finding.end
    }
    if parts.count < Incident.mostParts {
      var part = IncidentPart(finding)
      part.deed += aside(finding)
      parts.append(part)
    } else {
      further &+= 1
      keep(UnlistedPart(IncidentPart(finding)))
    }
    for kind in EvidenceKind.of(finding.rule.name) where !kinds.contains(kind) {
      kinds.append(kind)
    }
    let isFirst = rules[finding.rule.name] == nil
    if isFirst { rules[finding.rule.name] = 0 }
    if isAlert(finding) { return true }
    // That a rhythm is over says its own closing line.
    guard matters(finding, beside: former) else { return false }
    return isFirst && finding.severity >= former || IncidentStory.isDue(count)
  }

  /// Keeps what is known of a finding that is not listed, as far as there is room.
  mutating func keep(_ part: UnlistedPart) {
    if unlisted.count < IncidentStory.mostUnlisted { unlisted.append(part) }
  }

  /// Remembers a further address.
  mutating func relate(_ address: String) {
    guard related.count < IncidentStory.mostRelated, !address.isEmpty, address != peer,
      !related.contains(address)
    else { return }
    related.append(address)
  }

  private mutating func take(_ finding: borrowing Finding, isKnown: Bool) {
    // What is over makes nothing worse.
    if !isKnown || finding.state != .closed {
      for kind in EvidenceKind.of(finding.rule.name) {
        strength[kind] = max(strength[kind] ?? .low, finding.severity)
      }
      risk = max(risk, finding.riskScore)
    }
    first = min(first, finding.start)
    last = max(last, finding.end)
    touched = finding.time
    let other = IncidentStory.peer(of: finding)
    if peer.isEmpty { peer = other }
    for address in IncidentStory.partners(in: finding) { relate(address) }
    guard other == peer else { return }
    scene = Scene(
      deviceEnd: finding.deviceEnd, peerEnd: finding.peerEnd, conversation: finding.conversation)
  }
}
