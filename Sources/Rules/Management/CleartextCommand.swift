import Capture
import Devices
import Flows
import Packets

/// A command that changes who may do what, where a controller is, or whether its machine runs, is carried out
/// in the clear.
///
/// State: the latest such command of each conversation (`ConversationNotes`), and a story a peer and command;
/// both bounded. Severity and risk: see `explanation`.
struct CleartextCommand: Rule {
  static let identity = RuleIdentity(
    name: "ipmi.cleartext",
    title: "Sensitive IPMI command in the clear",
    version: "1", category: "Credential Access",
    techniques: [
      Technique(id: "T1040", name: "Network Sniffing"),
      Technique(id: "T1098", name: "Account Manipulation"),
      Technique(id: "T1557", name: "Adversary-in-the-Middle"),
    ],
    severities: [.low, .medium, .high],
    deed: "got a sensitive IPMI command in the clear",
    explanation: """
      Sees: a device carries out (completion code 00) a command that it got readable on the wire, in a session of \
      IPMI 1.5 or one of 2.0 without encryption: Set User Password, Set User Name, Set User Access, Set Channel \
      Access, Set Channel Security Keys, Set LAN Configuration Parameters (which one is told; not the lock around \
      them), Master Write-Read, Chassis Control, Chassis Reset, Set System Boot Options, and requests of the \
      firmware functions (0x08). Or it opens a session for which the password itself is sent (authentication \
      type straight password). One line a peer and command, then updates at 4, 16, 64, ... of them.
      Why: who listens reads the new password, and where messages are not authenticated who can send changes \
      users, turns alerts and the gateway to another address, or restarts the machine.
      Risk: 73 where messages have no authentication (type none or straight password, or 2.0 without integrity) \
      or the command carries a secret; else 47. At most 47 for members of the policy's groups admins and \
      management; 21 for conversations that an entry of the policy expects. 2 more for each update, 8 at most.
      Benign causes: scripts that call ipmitool with -I lan, or with cipher suites 1, 2, 6, 7, 11, 15 and 16, \
      which do not encrypt; controllers that know no IPMI 2.0. Not told: commands that only read; commands that \
      are refused or not answered, or that another command carries (Send Message).
      By hand: tcpdump -nXr FILE 'udp dst port 623 and (udp[12] < 6 or udp[12] == 6 and udp[13] & 0xbf == 0)'
      To silence: ipmitool -I lanplus -C 17 (or -C 3) instead. An entry of the policy under expected with the peer, \
      udp, port 623, direction in and its reason makes the line a low one.
      """)

  static let hooks: RuleHooks = [.spoke, .ended]
  static let languages: Set<ProtocolName> = ["ipmi"]

  private var requests: ConversationNotes<SensitiveCommand>
  private var stories: DeviceNotes<GradedStory>

  init(settings: RuleSettings) {
    requests = ConversationNotes(isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isManaged, let message = IPMIMessage(sighting), message.function != nil else {
      return nil
    }
    let key = ConversationKey(sighting)
    guard sighting.fromDevice else {
      if let command = SensitiveCommand(message) {
        requests[key] = command
      } else if requests[key] != nil {
        requests[key] = nil
      }
      return nil
    }
    guard let command = requests[key], command.isAnswered(by: message) else { return nil }
    requests[key] = nil
    guard message.completionCode == 0 else { return nil }
    return tell(command, sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if sighting.event.reason != .active { requests[ConversationKey(sighting)] = nil }
    return nil
  }

  mutating func changes() -> [Remembered] { requests.changes() + stories.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try requests.restore(entries)
    try stories.restore(entries)
  }

  private mutating func tell(
    _ command: SensitiveCommand, _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    let peer = sighting.peerEnd.address
    let channel = "\(peer) \(command.channel)"
    let standing = ManagerStanding(sighting, groups: ManagerStanding.managers, at: site)
    let severity: Severity =
      switch standing {
      case .expected: .low
      case .member: .medium
      default: command.isSecret || !command.protection.isAuthenticated ? .high : .medium
      }
    let due = stories.tell(
      channel, of: sighting.device.index, grade: UInt8(severity.rawValue), at: sighting.event.time)
    guard let due else { return nil }
    let device = sighting.device
    var finding = Finding(
      Self.identity, channel: channel, severity: severity,
      riskScore: Double(severity.rawValue) + min(8, 2 * Double(due.update)), since: due.first,
      reason: "\(device.label) (\(device.role.rawValue)) \(command.deed) for "
        + "\(ManagementText.peer(sighting)), readable on the wire (\(command.protection.words))"
        + standing.clause(groups: ManagerStanding.managers, at: site)
        + "\(ManagementText.soFar(due.count, "times")).",
      sighting,
      evidence: [
        Evidence("ipmi.command", .text(command.name)),
        Evidence("ipmi.parameter", .text(command.parameter)),
        Evidence("ipmi.value", .text(command.value)),
        Evidence("ipmi.protection", .text(command.protection.rawValue)),
        Evidence("ipmi.times", .integer(due.count)),
        Evidence("manager.standing", .text(standing.rawValue)),
      ])
    finding.update = due.update
    return finding
  }
}
