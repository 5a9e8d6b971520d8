import Capture
import Devices
import Flows
import Packets

/// Fields of headers that a device fills with something else than its stack would.
///
/// State: of each device the latest 64 series of numbers (`NumberLedger`), and one entry a field that should be empty;
/// of each conversation what its latest packet showed. Severity: medium for chosen numbers, time to live and DSCP, and for
/// text in fields that should be empty; low for the rest.
struct CovertField: Rule {
  static let identity = RuleIdentity(
    name: "protocol.covert-field",
    title: "Device fills header fields with what no stack would put there",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1001", name: "Data Obfuscation"),
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
    ],
    severities: [.low, .medium],
    deed: "filled header fields with what no stack puts there",
    explanation: """
      Sees: a device on this segment (whole time to live) puts into a field what neither chance nor habit puts \
      there. \
      (1) Numbers that a stack chooses: identification of IPv4, initial sequence number of TCP, flow label of IPv6, \
      to one peer over one protocol, new ones only (what goes on counting inside a conversation does not count). \
      Two null models must both fail: drawn evenly (then no 4 of 16 or 20 bits, no 12 of 32, keep their value, and few \
      numbers consist of printable octets or, of 32 and more, begin or end in one), and counted upward in either order of octets with at most one step in ten \
      going back, or by up to four such counters that take turns. Looked at after 16, 24, 32, 48 and 64 numbers, then anew; \
      a number that repeats the one before is none, nor is one of the latest 16 again less than 2 ms behind another packet. \
      (2) Numbers that a stack never changes inside a conversation: time to live (not of TCP, which is for \
      identity.in-flow-contradiction) and DSCP go back to a value that they had left; null model: at most at every 16th \
      packet. \
      (3) Fields that are empty: reserved bits of IPv4, TCP and ICMP, urgent pointer without URG, what follows the \
      last option of TCP, padding of frames shorter than 60 octets; 8 times of 64 packets or more, with 3 different \
      contents; null model: by accident in at most every 16th packet. \
      (4) LLDP: information of an organization that is not known here changes more often than at every 16th message. \
      All chances are multiplied by the looks, the windows, the 10 fields and the device's series; one line comes at 1 \
      in 10,000 or less, then updates at 4, 16, ... windows.
      Why: such fields pass through firewalls and need no connection of their own (Rowland's covert_tcp of 1996 sends \
      a character in each identification or sequence number), and no log has them.
      Risk: 47; (3) without text, padding and (4) 21.
      Benign causes: of (3) drivers that pad with what they find in memory (Etherleak, CVE-2003-0001), which tells \
      secrets, but is no channel; stacks that leave old octets in the urgent pointer; of (4) private information with \
      counters or measurements. Not told: numbers with the same constant bits to three peers, which is the stack's own \
      way; the first numbers of a channel (16 to 64); numbers that are encrypted or compressed, which look drawn; two \
      values that alternate as numbers; ECN; DSCP of echo replies, which repeat the request's; packets less than 2 ms behind the one before, and two values of which \
      neither leads by five, which may be the same packets behind a router; what comes from behind a router; padding behind the 60th octet, which is a tap's.
      Where to look: id, seq, ttl, tos and flowlabel in tcpdump's lines; of padding, tshark's fields.
      By hand:
        tcpdump -vnr FILE 'src host DEVICE and dst host PEER'
        tshark -r FILE -Y 'eth.padding and eth.src == MAC' -T fields -e eth.padding
      To silence: an entry under expected: with the device, the peer, the port and the reason (a test tool, a probe that \
      sets such fields), which silences nothing towards other peers. For padding and LLDP transport: ether with the \
      device.
      """)

  static let hooks: RuleHooks = [.marked, .signaled, .spoke, .ended]

  static let languages: Set<ProtocolName> = ["arp", "lldp"]

  /// Nanoseconds behind a packet in which the next one may be the same, behind a router.
  static let shortestGap: Int64 = 2_000_000
  /// The port of BFD echo packets, which come back with one hop less (RFC 5881 section 4).
  static let echoPort: UInt16 = 3785

  let highestChance: Double
  var conversations: ConversationNotes<ConversationFields>
  var numbers: NumberLedger
  var empty: DeviceNotes<EmptyField>
  var neighbors: DeviceNotes<PrivateInformation>
  var stories: DeviceNotes<Story>

  init(settings: RuleSettings) {
    highestChance = settings.highestChance
    conversations = ConversationNotes(isRemembered: settings.isRemembered)
    numbers = NumberLedger(isRemembered: settings.isRemembered)
    empty = DeviceNotes("empty", as: .name, isRemembered: settings.isRemembered)
    neighbors = DeviceNotes("lldp", as: .name, isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.fromDevice, let marks = sighting.content.marks, Self.isJudged(sighting.device)
    else { return nil }
    let key = ConversationKey(sighting)
    let time = sighting.event.time
    let step = conversations.update(key) { $0.note(marks, at: time) }
    if step == nil { conversations[key] = ConversationFields(marks, at: time) }
    let finding = noteNumbers(marks, step?.former, sighting, at: site)
    guard finding == nil, let step else { return finding }
    return noteTrails(marks, step, key, sighting, at: site)
  }

  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.fromDevice, let sample = sighting.content.sample,
      Self.isJudged(sighting.device)
    else { return nil }
    let hasFlag = sighting.content.marks?.hasReservedFlag ?? false
    var finding: Finding?
    for (field, content) in EmptyContents.of(sample, hasReservedFlag: hasFlag) {
      finding = note(content, in: field, sighting, at: site) ?? finding
    }
    return finding
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.fromDevice, let message = sighting.content.message,
      Self.isJudged(sighting.device)
    else { return nil }
    guard message.name == "arp" else { return noteNeighbor(message, sighting, at: site) }
    guard case .octets(let octets)? = message.fields["padding"] else { return nil }
    // Behind a tag there may be four octets less before the check sequence.
    let most = sighting.event.flow.vlans.identifiers.isEmpty ? 18 : 14
    return note(Array(octets.prefix(most)), in: .framePadding, sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if sighting.event.reason != .active { conversations[ConversationKey(sighting)] = nil }
    return nil
  }

  var counters: [(name: String, value: UInt64)] {
    [
      ("conversations", UInt64(conversations.count)), ("series", UInt64(numbers.count)),
      ("series_refused", numbers.refused),
    ]
  }

  mutating func changes() -> [Remembered] {
    conversations.changes() + numbers.changes() + empty.changes() + neighbors.changes()
      + stories.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try conversations.restore(entries)
    try numbers.restore(entries)
    try empty.restore(entries)
    try neighbors.restore(entries)
    try stories.restore(entries)
  }

  /// Whether a device's own packets are to be looked at: not those that a router passes on, nor those of whom
  /// nobody has said what it is.
  private static func isJudged(_ device: Device) -> Bool {
    device.role != .router && device.role != .unknown
  }
}

extension CovertField {
  /// A chance for all fields and series of a device together.
  func corrected(_ chance: Double, of device: Int) -> Double {
    min(1, chance * Double(CarrierField.allCases.count * max(1, numbers.count(of: device))))
  }

  /// A line about a field.
  func finding(
    _ due: Story.Due, _ channel: String, _ severity: Severity, _ field: CarrierField,
    _ chance: Double, _ deed: String, _ reading: String, _ sighting: borrowing Sighting,
    _ evidence: [Evidence]
  ) -> Finding {
    let times = due.count == 1 ? "" : "; \(due.count) times so far"
    var finding = Finding(
      Self.identity, channel: channel, severity: severity,
      riskScore: Double(severity.rawValue), since: due.first,
      reason: "\(deed); by chance or habit that looks so with a chance of "
        + "\(NumberText.chance(chance))\(reading)\(times).",
      sighting,
      evidence: [
        Evidence("covert.field", .text(field.name)),
        Evidence("covert.p_value", .probability(chance)),
        Evidence("covert.times", .integer(due.count)),
      ] + evidence)
    finding.update = due.update
    return finding
  }
}
