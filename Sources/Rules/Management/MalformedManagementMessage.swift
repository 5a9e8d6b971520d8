import Capture
import Devices
import Flows
import Packets

/// A message of RMCP, ASF or IPMI to a device says that it has more than it has, or a user name that no field has
/// room for.
///
/// State: a story a peer (`DeviceNotes`), bounded. Severity and risk: see `explanation`.
struct MalformedManagementMessage: Rule {
  static let identity = RuleIdentity(
    name: "ipmi.asf",
    title: "Malformed RMCP, ASF or IPMI message to a device",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1190", name: "Exploit Public-Facing Application"),
      Technique(id: "T1210", name: "Exploitation of Remote Services"),
    ],
    severities: [.low, .medium, .high],
    deed: "got a malformed management message",
    explanation: """
      Sees: a message to a device on UDP 623 or 664 that contradicts itself: (1) RAKP message 1 of ASF (DSP0136 \
      section 3.2.5, class 06 type C0) or of IPMI 2.0 (section 13.20) whose user name is longer than 16 octets, or \
      longer than what the message has, or whose declared length ends behind the datagram or has no room for it; (2) any \
      other message of these protocols whose declared length ends behind the datagram, or before the message can end; of \
      commands of IPMI before the command is named. What the capture itself has cut does not count. One line a peer, then updates at 4, 16, 64, ... messages.
      Why: the opening of a session is read before anybody has logged in, by old programs with fields of 16 octets. \
      Lengths that lie are how such programs are taken over; no manager sends them.
      Risk: (1) 73, (2) 47; 21 for conversations that an entry of the policy expects. 2 more for each update, 8 at \
      most.
      Benign causes: a scanner of the operator's own that tries flaws, a manager with a flaw of its own. Not told: \
      what devices send; messages that are too long, as padding is.
      By hand: tcpdump -nXr FILE '(udp dst port 623 or udp dst port 664) and (udp[11] == 6 and udp[16] == 0xc0 or udp[11] \
      == 7 and udp[12] == 6 and udp[13] == 18 and udp[51] > 16)'
      To silence: an entry of the policy under expected with the scanner's address, udp, the port, direction in and \
      its reason; it is then told as low.
      """)

  static let hooks: RuleHooks = .spoke
  static let languages: Set<ProtocolName> = ["rmcp", "ipmi"]

  /// Octets of a user name, DSP0136 section 3.2.5.1 and IPMI 2.0 section 13.20.
  static let longestName: UInt64 = 16

  private var stories: DeviceNotes<GradedStory>

  init(settings: RuleSettings) { stories = DeviceNotes(isRemembered: settings.isRemembered) }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isManaged, !sighting.fromDevice, let message = sighting.content.message,
      let flaw = Flaw(message, of: UInt64(sighting.event.payloadLength))
    else { return nil }
    let peer = sighting.peerEnd.address
    let standing = ManagerStanding(sighting, groups: ManagerStanding.managers, at: site)
    let severity: Severity =
      standing == .expected ? .low : flaw.isOfOpening ? .high : .medium
    let due = stories.tell(
      "\(peer)", of: sighting.device.index,
      grade: UInt8(severity.rawValue) + (flaw.isOfOpening ? 1 : 0), at: sighting.event.time)
    guard let due else { return nil }
    let device = sighting.device
    var finding = Finding(
      Self.identity, channel: "\(peer)", severity: severity,
      riskScore: Double(severity.rawValue) + min(8, 2 * Double(due.update)), since: due.first,
      reason:
        "\(ManagementText.peer(sighting)) sent \(device.label) (\(device.role.rawValue)) \(flaw.words)"
        + "\(ManagementText.soFar(due.count, "malformed messages")).",
      sighting,
      evidence: [
        Evidence("ipmi.message", .text(flaw.kind)),
        Evidence("ipmi.declared_length", .integer(Int(clamping: flaw.length))),
        Evidence("ipmi.datagram_length", .integer(Int(sighting.event.payloadLength))),
        Evidence("ipmi.malformed_messages", .integer(due.count)),
        Evidence("manager.standing", .text(standing.rawValue)),
      ])
    finding.update = due.update
    return finding
  }

  mutating func changes() -> [Remembered] { stories.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try stories.restore(entries)
  }

  /// What is wrong with a message.
  private struct Flaw {
    /// What the message is.
    let kind: String
    /// The length that it declares, of the user name where that is wrong.
    let length: UInt64
    /// Whether it is the message that names a user.
    let isOfOpening: Bool
    /// The same in a sentence.
    let words: String

    /// Octets before what the declared length is of.
    private static func headers(_ fields: Fields, isASF: Bool) -> UInt64 {
      if isASF { return fields["session_id"] == nil ? 12 : 20 }
      if fields["payload_type"] != nil { return fields["oem_payload_id"] == nil ? 16 : 22 }
      return fields["authenticated"] == .flag(true) ? 30 : 14
    }

    /// What is wrong with a message in a datagram of so many octets; `nil` where nothing is.
    init?(_ message: Message, of datagram: UInt64) {
      let fields = message.fields
      let isASF = message.name == "rmcp"
      let type = fields[isASF ? "message_type" : "payload_type"]?.number
      isOfOpening = isASF ? type == 0xc0 : type == 0x12
      let family = isASF ? "ASF" : "IPMI"
      kind =
        (isASF
        ? fields["message_type_name"] : fields["payload_type_name"] ?? fields["command_name"])?
        .text ?? "message"
      let what = kind.replacing(underscore: " ")
      if isOfOpening, let name = fields["user_name_length"]?.number,
        name > MalformedManagementMessage.longestName || message.fault == .totalLength
      {
        length = name
        words =
          "\(family) \(what) with a user name of \(name) octets"
          + (message.fault == .totalLength ? ", more than the message has" : "")
        return
      }
      guard message.fault == .totalLength else { return nil }
      length =
        (fields["data_length"] ?? fields["payload_length"] ?? fields["message_length"])?.number ?? 0
      let isLonger = length + Self.headers(fields, isASF: isASF) > datagram
      words =
        "\(family) \(what) that declares \(length) octets, "
        + (isLonger ? "more than the datagram has" : "fewer than it needs")
    }
  }
}
