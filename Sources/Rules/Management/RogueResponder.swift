import Capture
import Devices
import Flows
import Packets

/// A machine that is no management controller answers as one.
///
/// State: which devices have Intel AMT (`DeviceNotes`), and a story a device; both bounded. Severity and risk: see
/// `explanation`.
struct RogueResponder: Rule {
  static let identity = RuleIdentity(
    name: "ipmi.rogue-responder",
    title: "A machine that is no management controller answers RMCP or IPMI",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1036", name: "Masquerading"),
    ],
    severities: [.low, .medium],
    deed: "answered as a management controller",
    explanation: """
      Sees: a device that by the inventory, or without one by its evidence, is a switch, a router, a card, a \
      server or a host sends a presence pong (DSP0136 section 3.2.4.3), the answer to Get Channel Authentication \
      Capabilities, or an Open Session Response that opens one. One line a device, then updates at 4, 16, 64, ... \
      answers.
      Why: a controller has its own hardware address, also where it shares the server's card. Who answers under \
      the address of the server or switch is another system behind it, or a program that plays a controller to \
      be given passwords.
      Risk: 47, and 2 more for each update, 8 at most. 21 where by design something beneath the system answers: \
      a pong of a machine that has ASF and no IPMI, and any answer of one that also answers on the ports of \
      Intel AMT (16992 to 16995).
      Benign causes: controllers in software (ipmi_sim, VirtualBMC, sushy) on a host of the operator's; a \
      chassis or power strip that is managed by IPMI; a controller that shares its host's hardware address, which \
      wants a row of its own in the inventory. Not told: devices of the role bmc; declared devices of roles that are not \
      watched, as servers and hosts are not by default (identity.role-mismatch); conversations that an entry of \
      the policy expects; machines that the inventory does not have, where there is one \
      (identity.role-mismatch).
      By hand: tcpdump -enr FILE 'udp src port 623 and (udp[11] == 6 and udp[16] == 0x40 or udp[11] == 7)'
      To silence: the right role in the inventory; or an entry of the policy under expected with the device, udp, \
      port 623, direction in and its reason, which silences this rule for the peers that it names.
      """)

  static let hooks: RuleHooks = [.spoke, .resumed, .ended]
  static let languages: Set<ProtocolName> = ["rmcp", "ipmi"]

  /// Intel AMT's ports, by Intel's "AMT Implementation and Reference Guide".
  static let engine: ClosedRange<UInt16> = 16992...16995

  /// A device that has Intel AMT.
  private struct Engine: Sendable, Storable {
    init() {}
    func store(to _: inout StoredWriter) {}
    init(from _: inout StoredReader) throws(StoredFault) {}
  }

  private var engines: DeviceNotes<Engine>
  private var stories: DeviceNotes<GradedStory>

  init(settings: RuleSettings) {
    engines = DeviceNotes("engine", isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let role = sighting.device.role
    guard role != .bmc, role != .unknown, sighting.fromDevice, sighting.isManaged,
      sighting.managed(at: site).expectation == nil, let answer = Answer(sighting)
    else { return nil }
    let device = sighting.device
    let hasEngine = engines[device.index, "amt"] != nil
    let severity: Severity = hasEngine || answer == .presenceWithoutIPMI ? .low : .medium
    let due = stories.tell(
      "responder", of: device.index, grade: UInt8(severity.rawValue), at: sighting.event.time)
    guard let due else { return nil }
    let why = hasEngine ? "; it also answers on the ports of Intel AMT" : ""
    var finding = Finding(
      Self.identity, channel: "responder", severity: severity,
      riskScore: Double(severity.rawValue) + min(8, 2 * Double(due.update)), since: due.first,
      reason:
        "\(device.label) (\(role.rawValue)) answered \(ManagementText.peer(sighting)) as a management "
        + "controller would, with \(answer.words)\(why)\(ManagementText.soFar(due.count, "answers")).",
      sighting,
      evidence: [
        Evidence("ipmi.answer", .text(answer.rawValue)),
        Evidence("ipmi.answers", .integer(due.count)),
        Evidence("ipmi.has_amt", .flag(hasEngine)),
      ])
    finding.update = due.update
    return finding
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    noteEngine(sighting)
    return nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    noteEngine(sighting)
    return nil
  }

  mutating func changes() -> [Remembered] { engines.changes() + stories.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try engines.restore(entries)
    try stories.restore(entries)
  }

  private mutating func noteEngine(_ sighting: borrowing Sighting) {
    let flow = sighting.event.flow
    guard sighting.isManaged, flow.transport == .tcp,
      RogueResponder.engine.contains(flow.responder.port),
      flow.responder.tcpFlags.contains(.syn) || flow.responder.payloadBytes > 0,
      engines[sighting.device.index, "amt"] == nil
    else { return }
    engines[sighting.device.index, "amt"] = Engine()
  }

  /// By what a machine shows itself as a controller.
  private enum Answer: String {
    case presence = "presence_pong"
    case presenceWithoutIPMI = "presence_pong_without_ipmi"
    case capabilities = "get_channel_authentication_capabilities"
    case session = "open_session_response"

    init?(_ sighting: borrowing Sighting) {
      if let message = IPMIMessage(sighting) {
        if message.isDone(0x38) {
          self = .capabilities
        } else if message.payload == .openSessionResponse, message.status == 0 {
          self = .session
        } else {
          return nil
        }
        return
      }
      guard let fields = sighting.content.message?.fields, fields["message_type"]?.number == 0x40
      else { return nil }
      self = fields["supports_ipmi"] == .flag(true) ? .presence : .presenceWithoutIPMI
    }

    var words: String {
      switch self {
      case .presence: "a presence pong that offers IPMI"
      case .presenceWithoutIPMI: "a presence pong of ASF without IPMI"
      case .capabilities: "its IPMI authentication capabilities"
      case .session: "the opening of an IPMI session"
      }
    }
  }
}
