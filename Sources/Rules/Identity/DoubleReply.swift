import Capture
import Devices
import Flows
import Packets

/// A device answers one request twice, and differently: an echo request, a datagram to a closed port, or a
/// question for its hardware address.
///
/// State: the latest eight requests of each conversation; a count an address and kind, of 8192 at most.
/// Severity: critical; high where echo replies differ in identification or length only; medium for ARP.
struct DoubleReply: Rule {
  static let identity = RuleIdentity(
    name: "identity.double-reply",
    title: "Device answers one request twice, and differently",
    version: "2", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1195.003", name: "Compromise Hardware Supply Chain"),
    ], severities: [.medium, .high, .critical],
    explanation: """
      Sees: (1) one ICMP echo request to a device, and within a second two replies to it from the same \
      hardware and IP address whose packets differ in time to live, Don't Fragment, identification or \
      length; (2) two ICMP messages of a device within a second that call one UDP datagram \
      undeliverable (type 3 code 3, the same addresses and UDP header) and quote more or less of it, or \
      differ in initial time to live or Don't Fragment; (3) two ARP replies of one hardware and IP \
      address to one neighbour within 50 ms, of which one is padded with zeros and the other with as many \
      other octets, or which come a millisecond apart or more with paddings of two lengths.
      Why: two systems hear the frames of one address, and each of them answers in its own way.
      Risk: 99; of echo replies that differ neither in initial time to live nor in Don't Fragment 73; of \
      ARP 47.
      Benign causes: of (1) a network that repeats the request behind the place of the capture, and a \
      program that answers echo requests beside its kernel, as ICMP tunnels do; of (3) a driver \
      that pads with what it finds in memory, and sometimes that is zeros. Not told: the same reply \
      captured twice, a request that was captured twice, two datagrams of different lengths, two machines \
      with one IP address; padding of another length within a millisecond, as frames have that were captured \
      at two places.
      By hand:
        tcpdump -envr FILE 'ether src MAC and (icmp[icmptype] == icmp-echoreply or \
        icmp[icmptype] == icmp-unreach)'
        tcpdump -eXr FILE 'ether src MAC and arp[6:2] == 2'
      To silence: Switch off one of the two that answer. The policy has no entry for it. A line \
      that is understood is silenced where lines are read, by its event.id, which is the same in \
      every run: all else of the device is still told. rules: disabled: [identity.double-reply] \
      silences it for all devices, and is the last resort.
      """)

  static let hooks: RuleHooks = [.marked, .spoke, .ended]

  /// Nanoseconds from the request to the later reply.
  static let window: Int64 = 1_000_000_000
  /// Nanoseconds between two ARP replies.
  static let resolutionWindow: Int64 = 50_000_000
  /// Nanoseconds below which two of different lengths are one frame, captured at two places.
  static let shortestGap: Int64 = 1_000_000

  static let languages: Set<ProtocolName> = ["arp"]

  private var memory: IdentityMemory<ReplyLedger>

  init(settings: RuleSettings) {
    memory = IdentityMemory(settings: settings)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let marks = sighting.content.marks else { return nil }
    if marks.quote != 0 { return noteUndeliverable(marks, sighting) }
    guard !sighting.deviceStarted, let number = DoubleReply.echoNumber(sighting) else { return nil }
    let place = ConversationKey(sighting)
    let time = sighting.event.time
    var ledger = memory.conversations[place] ?? ReplyLedger()
    defer { memory.conversations[place] = ledger }
    guard sighting.fromDevice else {
      ledger.noteRequest(number, at: time, within: DoubleReply.window)
      return nil
    }
    let answer = ReplyLedger.Answer(marks: marks, length: sighting.event.payloadLength)
    guard
      let earlier = ledger.noteAnswer(answer, to: number, at: time, within: DoubleReply.window)
    else { return nil }
    return finding(
      .echo, earlier.answer, after: earlier.time, answer, StackKey(sighting), sighting)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.fromDevice, let fields = sighting.content.message?.fields,
      let resolution = Resolution(fields), resolution.isReply,
      resolution.sender == sighting.deviceEnd.mac
    else { return nil }
    var ledger = memory.conversations[ConversationKey(sighting)] ?? ReplyLedger()
    defer { memory.conversations[ConversationKey(sighting)] = ledger }
    let answer = ReplyLedger.Answer(
      marks: StackMarks(), length: resolution.paddingLength, content: resolution.padding)
    let earlier = ledger.noteUnasked(
      answer, to: resolution.number, at: sighting.event.time, within: DoubleReply.resolutionWindow)
    guard let earlier else { return nil }
    let isOfSameLength = earlier.answer.length == answer.length
    let isOtherwisePadded = (earlier.answer.content == 0) != (answer.content == 0)
    let gap = sighting.event.time.nanoseconds(since: earlier.time)
    guard isOfSameLength ? isOtherwisePadded : gap >= DoubleReply.shortestGap else { return nil }
    let key = StackKey(
      vlans: sighting.event.flow.vlans, mac: resolution.sender, address: resolution.senderAddress)
    return finding(.resolution, earlier.answer, after: earlier.time, answer, key, sighting)
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
  private static func echoNumber(_ sighting: borrowing Sighting) -> UInt32? {
    guard sighting.isEcho, let fields = sighting.content.message?.fields,
      case .number(let identifier)? = fields["identifier"],
      case .number(let sequence)? = fields["sequence_number"]
    else { return nil }
    return UInt32(truncatingIfNeeded: identifier << 16 | sequence & 0xffff)
  }

  private mutating func noteUndeliverable(
    _ marks: StackMarks, _ sighting: borrowing Sighting
  ) -> Finding? {
    guard sighting.fromDevice, sighting.device.role != .router else { return nil }
    let place = ConversationKey(sighting)
    var ledger = memory.conversations[place] ?? ReplyLedger()
    defer { memory.conversations[place] = ledger }
    let answer = ReplyLedger.Answer(marks: marks, length: sighting.event.payloadLength)
    let earlier = ledger.noteUnasked(
      answer, to: marks.quote, at: sighting.event.time, within: DoubleReply.window)
    guard let earlier,
      earlier.answer.length != answer.length || Self.differ(earlier.answer.marks, marks)
    else { return nil }
    return finding(
      .undeliverable, earlier.answer, after: earlier.time, answer, StackKey(sighting), sighting)
  }

  /// Whether two packets of one kind are hardly of one system.
  private static func differ(_ first: StackMarks, _ second: StackMarks) -> Bool {
    first.initialTimeToLive.value != second.initialTimeToLive.value
      || first.dontFragment != second.dontFragment
  }

  private mutating func finding(
    _ kind: RepliedRequest, _ first: ReplyLedger.Answer, after time: Timestamp,
    _ second: ReplyLedger.Answer, _ key: StackKey, _ sighting: borrowing Sighting
  ) -> Finding? {
    let device = sighting.device
    let due = memory.told.note(
      key, about: kind.rawValue, of: device.index, at: sighting.event.time)
    guard let due else { return nil }
    let severity: Severity =
      switch kind {
      case .echo: Self.differ(first.marks, second.marks) ? .critical : .high
      case .undeliverable: .critical
      case .resolution: .medium
      }
    let gap = sighting.event.time.nanoseconds(since: time)
    let times = due.count == 1 ? "" : ", \(due.count) times so far"
    let peer =
      kind == .resolution ? "\(sighting.peerEnd.mac)" : "\(sighting.peerEnd.address)"
    var finding = Finding(
      Self.identity, channel: StackText.channel(key) + kind.suffix, severity: severity,
      riskScore: Double(severity.rawValue), since: due.first,
      reason:
        "\(device.label) (\(device.role.rawValue)) answered one \(kind.phrase) of \(peer) twice "
        + "within \(gap / 1000) µs, with \(kind.difference(first, second))\(times).",
      sighting,
      evidence: [
        Evidence("stack.requests", .integer(due.count)),
        Evidence("stack.gap", .decimal(Double(gap) / 1e9, places: 6)),
      ] + kind.evidence(first, below: "stack.one") + kind.evidence(second, below: "stack.other"))
    finding.update = due.update
    return finding
  }
}
