import Capture
import Devices
import Flows
import Packets

/// Packets that look as those of published implants: a table says how, a row each.
///
/// State: of each device the latest 32 packets after which something may come, and how often each row was told
/// of each other end; 8192 devices, 64 ends of one device. Severity: the row's; one step more where the device
/// then calls the sender, critical where it calls an address that stood in the packet.
struct ImplantSignatures: Rule {
  static let identity = RuleIdentity(
    name: "implant", title: "Packet with the signature of a published implant", version: "1",
    category: "Command and Control",
    techniques: [Technique(id: "T1205", name: "Traffic Signaling")],
    explanation: """
      Sees: packets to and from a device that have one of the signatures in a table; each of them is a rule \
      with a page of its own.
      Why: what wakes a passive implant is all that it ever shows before it acts.
      Benign causes: those of the row.
      By hand: the row's page has a filter.
      """)

  static let hooks: RuleHooks = [.signaled, .opened]

  /// Seconds after a packet in which a call is its consequence.
  static let callWindow = 60

  let matcher: SignatureMatcher
  /// Which signatures others come after.
  private let isAwaited: [Bool]
  var traces: DeviceNotes<SignatureTraces>
  var told: DeviceNotes<Story>
  /// When something came last that may be followed by a call.
  private var latestTrigger: Timestamp?
  /// Whether somebody may be in the midst of a knock.
  private var isKnocked = false
  /// Packets that had a signature by all that they show themselves.
  private var matches: UInt64 = 0

  init(settings: RuleSettings) {
    let rows = settings.signatures.signatures.filter {
      !settings.disabledRules.contains($0.ruleName)
    }
    matcher = SignatureMatcher(rows)
    let awaited = Set(rows.flatMap { $0.sequel?.names ?? [] })
    isAwaited = rows.map { awaited.contains($0.name) || $0.callBack != nil }
    traces = DeviceNotes("trace", isRemembered: settings.isRemembered)
    told = DeviceNotes(isRemembered: settings.isRemembered)
  }

  static func told(under settings: RuleSettings) -> [RuleIdentity] {
    settings.signatures.signatures.filter(\.isTold).map { RuleIdentity($0) }
  }

  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // What a device only passes on is its neighbor's.
    guard let sample = sighting.content.sample, !sighting.fromDevice || sighting.isDeviceItself
    else { return nil }
    var finding: Finding?
    for place in matcher.candidates(for: sample) {
      guard let match = matcher.match(Int(place), sample, sighting, isKnocked: isKnocked) else {
        continue
      }
      matches &+= matcher.signatures[match.index].knock == nil ? 1 : 0
      let found = note(match, sample, sighting)
      // Of several rows that fit one packet the first is told.
      finding = finding ?? found
    }
    return finding
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let time = sighting.event.time
    guard let latestTrigger,
      time.nanoseconds(since: latestTrigger) <= Int64(Self.callWindow) * 1_000_000_000,
      sighting.isCall, sighting.expectation == nil, sighting.usual == nil,
      var kept = traces[sighting.device.index, ""]
    else { return nil }
    let address = sighting.peerEnd.address
    var call: SignatureCall?
    let index = kept.lastIndex { trace in
      guard trace.kind == .trigger, trace.isWithin(Self.callWindow, of: time, since: trace.last),
        let row = matcher.signatures.firstIndex(where: { $0.name == trace.name })
      else { return false }
      call = SignatureCall(of: trace, matcher.signatures[row], to: address, row: row)
      return call != nil
    }
    guard let index, let call else { return nil }
    let isWorse = !kept[index].isAnswered
    kept[index].isAnswered = true
    traces[sighting.device.index, ""] = kept
    return tell(call.row, kept[index], sighting, call: call, isWorse: isWorse)
  }

  /// Notes what fits; a finding where the history fits, too, and a line is due.
  private mutating func note(
    _ match: SignatureMatcher.Match, _ sample: PacketSample, _ sighting: borrowing Sighting
  ) -> Finding? {
    let signature = matcher.signatures[match.index]
    let device = sighting.device.index
    let time = sighting.event.time
    let peer = sighting.peerEnd.address
    var traces = traces[device, ""] ?? SignatureTraces()
    var earlier: String?
    if let sequel = signature.sequel {
      guard let before = traces.before(sequel, peer: peer, at: time) else { return nil }
      earlier = before
    }
    if let repetition = signature.repetition,
      !traces.repeats(signature.name, repetition, peer: peer, at: time)
    {
      self.traces[device, ""] = traces
      return nil
    }
    if let knock = signature.knock {
      let port = UInt16(truncatingIfNeeded: sample.number(at: 2, width: 2) ?? 0)
      guard port == knock.ports.first || traces.isKnocking(signature.name, peer: peer) else {
        return nil
      }
      isKnocked = true
      let isOpen = traces.knocks(signature.name, knock, on: port, peer: peer, at: time)
      guard isOpen else {
        self.traces[device, ""] = traces
        return nil
      }
    }
    let trace = SignatureTrace(match, signature, sample, peer: peer, at: time)
    if isAwaited[match.index] {
      traces.add(trace)
      if signature.callBack != nil { latestTrigger = time }
    }
    self.traces[device, ""] = traces
    guard signature.severity != .silent else { return nil }
    return tell(match.index, trace, sighting, earlier: earlier)
  }

  private mutating func tell(
    _ row: Int, _ trace: SignatureTrace, _ sighting: borrowing Sighting,
    earlier: String? = nil, call: SignatureCall? = nil, isWorse: Bool = false
  ) -> Finding? {
    let signature = matcher.signatures[row]
    let channel = "\(signature.name) \(trace.peer)"
    let severity = call?.severity(of: signature) ?? signature.ruleSeverity
    let due = told.tell(
      channel, of: sighting.device.index, at: sighting.event.time, severity: severity,
      isWorse: isWorse)
    guard let due else { return nil }
    let text = SignatureText(signature, trace, sighting, earlier: earlier, call: call, due)
    var finding = Finding(
      RuleIdentity(signature), channel: "\(trace.peer)", severity: severity,
      riskScore: Double(severity.rawValue), since: due.first, reason: text.reason, sighting,
      evidence: text.evidence)
    finding.update = due.update
    if call != nil, trace.peer != sighting.peerEnd.address {
      finding.relatedAddresses = [trace.peer]
    }
    return finding
  }

  mutating func changes() -> [Remembered] { traces.changes() + told.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for (_, _, note) in try traces.restore(entries) {
      for trace in note.list {
        isKnocked = isKnocked || trace.kind == .knock
        if trace.kind == .trigger { latestTrigger = max(latestTrigger ?? trace.last, trace.last) }
      }
    }
    try told.restore(entries)
  }

  /// Packets that had a signature, single knocks apart; lines that were left out for want of room.
  var counters: [(name: String, value: UInt64)] {
    [("matches", matches), ("refused", told.refused &+ traces.refused)]
  }
}
