import Capture
import Devices
import Flows
import Packets

/// A device answers one echo request twice, and differently.
///
/// State: the latest eight requests of each conversation; a count an address, of 8192 at most. Severity:
/// high; critical where the answers have different initial times to live or fragmentation flags.
struct DoubleReply: Rule {
  static let identity = RuleIdentity(
    name: "identity.double-reply",
    title: "Device answers one echo request twice",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1195.003", name: "Compromise Hardware Supply Chain"),
    ],
    explanation: """
      Sees: one ICMP echo request to a device, and within a second two replies to it from the same \
      hardware and IP address whose packets differ in time to live, Don't Fragment, identification or \
      length.
      Why: two systems hear the frames of one address, and each of them answers.
      Risk: 99 where time to live or Don't Fragment differ, else 73.
      Benign causes: a network that repeats the request behind the place of the capture. Not told: the \
      same reply captured twice, a request that was captured twice, two machines with one IP address.
      By hand: tshark -r FILE -Y 'icmp.type == 0 && eth.src == MAC' -T fields -e icmp.ident -e icmp.seq \
      -e ip.ttl -e ip.id -e ip.flags.df
      """)

  /// Nanoseconds behind the request in which both replies come.
  static let window: Int64 = 1_000_000_000

  private var memory: IdentityMemory<EchoLedger>

  init(settings: RuleSettings) {
    memory = IdentityMemory(settings: settings)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let marks = sighting.content.marks, !sighting.deviceStarted,
      let number = echoNumber(sighting)
    else { return nil }
    let place = ConversationKey(sighting)
    let time = sighting.event.time
    var ledger = memory.conversations[place] ?? EchoLedger()
    defer { memory.conversations[place] = ledger }
    guard sighting.fromDevice else {
      ledger.noteRequest(number, at: time, within: DoubleReply.window)
      return nil
    }
    let answer = EchoLedger.Answer(marks: marks, length: sighting.event.payloadLength)
    guard
      let earlier = ledger.noteAnswer(answer, to: number, at: time, within: DoubleReply.window)
    else { return nil }
    return finding(earlier.answer, after: earlier.time, answer, sighting)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    memory.end(sighting)
    return nil
  }

  mutating func changes() -> [Remembered] { memory.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try memory.restore(entries)
  }

  /// Identifier and sequence number of an echo message of a conversation that began with a request.
  private func echoNumber(_ sighting: borrowing Sighting) -> UInt32? {
    guard sighting.isEcho, let fields = sighting.content.message?.fields,
      case .number(let identifier)? = fields["identifier"],
      case .number(let sequence)? = fields["sequence_number"]
    else { return nil }
    return UInt32(truncatingIfNeeded: identifier << 16 | sequence & 0xffff)
  }

  private mutating func finding(
    _ first: EchoLedger.Answer, after time: Timestamp, _ second: EchoLedger.Answer,
    _ sighting: borrowing Sighting
  ) -> Finding? {
    let key = StackKey(sighting)
    guard let due = memory.told.note(key, of: sighting.device.index, at: sighting.event.time) else {
      return nil
    }
    let device = sighting.device
    let differs =
      first.marks.initialTimeToLive.value != second.marks.initialTimeToLive.value
      || first.marks.dontFragment != second.marks.dontFragment
    let gap = sighting.event.time.nanoseconds(since: time)
    let times = due.count == 1 ? "" : ", \(due.count) times so far"
    var finding = Finding(
      Self.identity, channel: StackText.channel(key), severity: differs ? .critical : .high,
      riskScore: differs ? 99 : 73, since: due.first,
      reason: "\(device.label) (\(device.role.rawValue)) answered one echo request of "
        + "\(sighting.peerEnd.address) twice within \(gap / 1000) µs, with time to live "
        + "\(first.marks.timeToLive) and \(second.marks.timeToLive)\(times).",
      sighting,
      evidence: [
        Evidence("stack.requests", .integer(due.count)),
        Evidence("stack.gap", .decimal(Double(gap) / 1e9, places: 6)),
      ] + DoubleReply.evidence(first, below: "stack.one")
        + DoubleReply.evidence(second, below: "stack.other"))
    finding.update = due.update
    return finding
  }

  private static func evidence(_ answer: EchoLedger.Answer, below path: String) -> [Evidence] {
    var evidence = [
      Evidence("\(path).time_to_live", .integer(Int(answer.marks.timeToLive))),
      Evidence("\(path).dont_fragment", .flag(answer.marks.dontFragment)),
      Evidence("\(path).length", .integer(Int(answer.length))),
    ]
    if let identification = answer.marks.identification {
      evidence.append(Evidence("\(path).identification", .integer(Int(identification))))
    }
    return evidence
  }
}
