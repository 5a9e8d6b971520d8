import Capture
import Devices
import Packets

/// One incident as it is remembered: findings of a device and, at most, one peer.
struct IncidentStory: Sendable {
  /// How long an incident waits for another finding, in nanoseconds: a day. Most of what belongs together
  /// comes within one cycle of days and nights, and what comes later has its own beginning.
  static let patience: Int64 = 86_400_000_000_000

  /// 16 hexadecimal digits from the device and what it began with.
  let id: String
  /// The device, by what its findings are told apart by.
  let device: String
  /// The how manieth incident it was.
  let ordinal: UInt64
  /// The peer: IP address, else hardware address; empty where there is none so far.
  private(set) var peer = ""
  /// Its findings, as many as are listed.
  private(set) var parts: [IncidentPart] = []
  /// Findings behind those.
  private(set) var further: UInt32 = 0
  /// The highest severity of each kind of evidence, and the kinds in the order in which they came.
  private(set) var strength: [EvidenceKind: Severity] = [:]
  private(set) var kinds: [EvidenceKind] = []
  /// The highest risk score of a finding.
  private(set) var risk = 0.0
  /// The first event of the first finding, the latest event of all, and when it was last told of.
  private(set) var first = Timestamp(rawValue: 0)
  private(set) var last = Timestamp(rawValue: 0)
  private(set) var touched = Timestamp(rawValue: 0)
  /// Alerts so far.
  private(set) var alerts: UInt32 = 0
  /// Whether all of it is over.
  private(set) var isClosed = false
  /// Who met whom in the latest conversation with the peer.
  private(set) var scene: Scene?

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

  /// Whether a finding is one of those that are listed.
  func lists(_ finding: String) -> Bool { parts.contains { $0.id == finding } }

  /// Whether another finding may still join: within a day, or while a rhythm goes on.
  func isActive(at time: Timestamp) -> Bool {
    time.nanoseconds(since: touched) <= IncidentStory.patience || parts.contains(where: \.isLasting)
  }

  /// Takes a finding in.
  mutating func add(_ finding: borrowing Finding) -> Notice {
    let wasClosed = isClosed
    let wasTold = alerts > 0
    let isOld = wasTold && !isActive(at: finding.time)
    let index = parts.firstIndex { $0.id == finding.id }
    if index == nil, isOld { beginAnew() }
    let former = severity
    let isNew = index == nil
    var isNews = false
    if let index {
      note(finding, at: index)
      isNews = isOld && finding.update == 0
    } else {
      let rules = parts.map(\.rule)
      append(finding)
      isNews = !rules.contains(finding.rule.name) || IncidentStory.isDue(count)
      // That a rhythm is over says its own closing line.
      if finding.rule.name == BeaconStopped.identity.name, count > 1 { isNews = false }
    }
    take(finding)
    let isOver = finding.state == .closed && isAllOver
    if isOver { isClosed = true }
    if wasClosed, isNew && isNews || finding.state == .reopened { isClosed = false }
    let isWorse = count > 1 && severity > former || !isNew && severity > former
    guard isNews || isWorse || isClosed != wasClosed || !wasTold else { return .part }
    defer { alerts &+= 1 }
    if isClosed { return .alert(.closed) }
    return .alert(wasTold && (wasClosed || isOld) ? .reopened : .open)
  }

  /// The incident as a line shows it.
  func incident(_ state: Finding.State) -> Incident {
    Incident(
      id: id, state: state, first: first, last: last, kinds: kinds, parts: parts,
      further: Int(further))
  }

  /// Whether a number of findings is told although the rule has told before: 2, 8, 32, ...
  private static func isDue(_ count: Int) -> Bool {
    count > 1 && count.nonzeroBitCount == 1 && count.trailingZeroBitCount % 2 == 1
  }

  /// Whether nothing of it goes on, as far as anybody knows: its rhythms have stopped, or where there was none,
  /// all that was found is closed.
  private var isAllOver: Bool {
    guard further == 0, !parts.contains(where: \.isLasting) else { return false }
    return parts.contains(where: \.canLast)
      || parts.allSatisfy { $0.isClosed || $0.rule == BeaconStopped.identity.name }
  }

  /// What comes more than a day later is another episode of the same incident.
  private mutating func beginAnew() {
    parts = []
    further = 0
    strength = [:]
    kinds = []
    risk = 0
    isClosed = false
    scene = nil
    peer = ""
  }

  private mutating func note(_ finding: borrowing Finding, at index: Int) {
    parts[index].isClosed = finding.state == .closed
    if finding.severity > parts[index].severity {
      parts[index].severity = finding.severity
      parts[index].deed = IncidentText.deed(finding) + aside(finding)
    }
  }

  /// Who the other end was where it is not the incident's peer.
  private func aside(_ finding: borrowing Finding) -> String {
    let other = IncidentStory.peer(of: finding)
    return peer.isEmpty || other.isEmpty || other == peer ? "" : ", which here is \(other)"
  }

  private mutating func append(_ finding: borrowing Finding) {
    if count == 0 { first = finding.start }
    if parts.count < Incident.mostParts {
      var part = IncidentPart(finding)
      part.deed += aside(finding)
      parts.append(part)
    } else {
      further &+= 1
    }
    for kind in EvidenceKind.of(finding.rule.name) where !kinds.contains(kind) {
      kinds.append(kind)
    }
  }

  private mutating func take(_ finding: borrowing Finding) {
    for kind in EvidenceKind.of(finding.rule.name) {
      strength[kind] = max(strength[kind] ?? .low, finding.severity)
    }
    risk = max(risk, finding.riskScore)
    first = min(first, finding.start)
    last = max(last, finding.end)
    touched = max(touched, finding.time)
    let other = IncidentStory.peer(of: finding)
    if peer.isEmpty { peer = other }
    guard other == peer else { return }
    scene = Scene(
      deviceEnd: finding.deviceEnd, peerEnd: finding.peerEnd, conversation: finding.conversation)
  }
}

extension IncidentStory: Storable {
  func store(to writer: inout StoredWriter) {
    for text in [id, device, peer] { writer.add(text) }
    writer.add(ordinal)
    writer.add(UInt32(parts.count))
    for part in parts { writer.add(part) }
    writer.add(further)
    writer.add(UInt32(kinds.count))
    for kind in kinds {
      writer.add(kind.rawValue)
      writer.add(Int64((strength[kind] ?? .low).rawValue))
    }
    writer.add(risk)
    for time in [first, last, touched] { writer.add(time) }
    writer.add(alerts)
    writer.add(isClosed)
    writer.add(scene)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    id = try reader.text()
    device = try reader.text()
    peer = try reader.text()
    ordinal = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 29)) { parts.append(try reader.value()) }
    guard parts.count <= Incident.mostParts else { throw reader.fault("fewer findings") }
    further = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 12)) {
      guard let kind = EvidenceKind(rawValue: try reader.text()), strength[kind] == nil else {
        throw reader.fault("a kind of evidence")
      }
      kinds.append(kind)
      strength[kind] = try reader.severity()
    }
    risk = try reader.double()
    first = try reader.time()
    last = try reader.time()
    touched = try reader.time()
    alerts = try reader.number()
    isClosed = try reader.flag()
    scene = try reader.optional()
  }
}

extension IncidentStory.Scene: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(deviceEnd)
    writer.add(peerEnd)
    writer.add(conversation)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    deviceEnd = try reader.value()
    peerEnd = try reader.value()
    conversation = try reader.value()
  }
}
