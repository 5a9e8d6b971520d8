import Capture
import Devices
import Flows
import Packets

/// SSH the other way round: a device opens a connection and is the server in it. And SSH that a management device
/// starts and that is odd otherwise.
///
/// State: the greetings of conversations (`ConversationNotes`), the client fingerprints of each device (`ClientHabits`), lines by
/// peer and port (`ServiceLines`). Severity and risk: see `explanation`.
struct ShellReversal: Rule {
  static let identity = RuleIdentity(
    name: "protocol.ssh",
    title: "SSH with its roles reversed, or odd SSH of a management device",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1572", name: "Protocol Tunneling"),
      Technique(id: "T1021.004", name: "SSH"),
      Technique(id: "T1571", name: "Non-Standard Port"),
    ],
    severities: [.low, .medium, .high],
    deed: "had an odd SSH conversation",
    explanation: """
      Sees: (1) a conversation that the content shows to be SSH, in which the end that opened the \
      connection is the SSH server. The ends say themselves which part they play: only a client \
      offers ext-info-c, only a server ext-info-s (RFC 8308), and OpenSSH's strict key exchange \
      has kex-strict-c and kex-strict-s; one end's word is enough where the other does not \
      contradict it. (2) A BMC, a switch or a watched router opens SSH that neither its role nor a \
      policy entry explains, and it is on another port than 22, or only one end speaks SSH while \
      the other has sent 4,096 octets of something else, or the device's client (software version \
      and algorithm lists) is none that it had before nor any other device of its vendor and role. \
      One line each for the first three peers of a port and one for all further ones, then updates \
      at 4, 16, 64, ... conversations, and when it becomes worse.
      Why: (1) is how QUIETEXIT and many tunnels of administrators and intruders reach a machine \
      behind a wall: it calls out, and who is called logs in. (2) a management device is logged in \
      to; it seldom logs in anywhere.
      Severity: of (1) high for a BMC, a switch, a router or a server's card; medium for a server \
      or host that is declared; low for machines that only --watch names, where the policy expects \
      the conversation, and inside on TCP port 4334 (NETCONF call home, RFC 8071, which is SSH the \
      other way round by right). Of (2) medium towards outside, low inside. Risk: the severity's \
      number, plus 2 for every fourfold of the conversations, to 16 more.
      Learning: a client can be new only to a device that opened SSH 20 times, over three days at \
      least, and for a week from its first time on.
      Benign causes: NETCONF call home on another port, a support tunnel that somebody has agreed \
      to (list it in the policy), lost packets in the capture for one-sided SSH. Not told: ends \
      that say nothing of their part, such as SSH servers before 2020 without these extensions, \
      connections whose beginning was not seen, SSH inside of TLS or another tunnel. That a device \
      opens SSH at all is told by policy.role and policy.first-contact, SSH that it answers on \
      another port by policy.new-service.
      By hand: tshark -r FILE -d tcp.port==PORT,ssh -Y ssh.kex_algorithms -T fields -e ip.src -e \
      tcp.srcport -e tcp.dstport -e ssh.kex_algorithms
      To silence: an expected entry with device, peer, port, protocol: ssh and a reason. Of \
      reversed SSH a line at low stays.
      """)

  static let hooks: RuleHooks = [.spoke, .ended]
  static let languages: Set<ProtocolName> = ["ssh"]

  /// Octets of the silent end from which on it is clear that it speaks something else.
  static let foreignOctets: UInt64 = 4096
  /// NETCONF call home over SSH, RFC 8071 section 4.1.
  static let callHomePort: UInt16 = 4334

  private let roles: Set<DeviceRole>
  private var habits: ClientHabits
  private var conversations: ConversationNotes<ShellConversation>
  private var lines: ServiceLines

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    habits = ClientHabits(isRemembered: settings.isRemembered)
    conversations = ConversationNotes(isRemembered: settings.isRemembered)
    lines = ServiceLines(limit: settings.contactLimit, isRemembered: settings.isRemembered)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.event.flow.transport == .tcp, sighting.isDeviceItself,
      let greeting = sighting.content.message.flatMap({ ShellGreeting($0) })
    else { return nil }
    let key = ConversationKey(sighting)
    var conversation = conversations[key] ?? ShellConversation()
    if sighting.event.fromInitiator {
      conversation.initiator = greeting
    } else {
      conversation.responder = greeting
    }
    if sighting.deviceStarted, sighting.fromDevice, roles.contains(sighting.device.role),
      !greeting.algorithms.isEmpty
    {
      conversation.isNewClient = habits.note(
        "\(greeting.software) \(greeting.algorithms)", of: sighting.device, at: sighting.event.time)
    }
    let isComplete = conversation.initiator != nil && conversation.responder != nil
    let isDue = isComplete && !conversation.isJudged
    if isDue { conversation.isJudged = true }
    conversations[key] = conversation
    return isDue ? judge(conversation, isOneSided: false, sighting) : nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.event.flow.transport == .tcp, sighting.event.reason != .active else {
      return nil
    }
    let key = ConversationKey(sighting)
    guard let conversation = conversations[key] else { return nil }
    conversations[key] = nil
    guard !conversation.isJudged else { return nil }
    let flow = sighting.event.flow
    let silent = conversation.initiator == nil ? flow.initiator : flow.responder
    return judge(
      conversation, isOneSided: silent.payloadBytes >= ShellReversal.foreignOctets, sighting)
  }

  var counters: [(name: String, value: UInt64)] {
    [("clients", UInt64(habits.count)), ("conversations", UInt64(conversations.count))]
  }

  mutating func changes() -> [Remembered] {
    habits.changes() + conversations.changes() + lines.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try habits.restore(entries)
    try conversations.restore(entries)
    try lines.restore(entries)
  }

  private func facts(
    _ conversation: ShellConversation, isOneSided: Bool, _ sighting: borrowing Sighting
  ) -> ShellFacts {
    let flow = sighting.event.flow
    guard !flow.traits.contains(.midstream) else { return [] }
    var facts: ShellFacts = conversation.isReversed ? .reversed : []
    guard sighting.deviceStarted, roles.contains(sighting.device.role),
      sighting.expectation == nil, sighting.usual == nil
    else { return facts }
    if flow.responder.port != 22 { facts.insert(.oddPort) }
    if isOneSided { facts.insert(.oneSided) }
    if conversation.isNewClient { facts.insert(.newClient) }
    return facts
  }

  private func severity(_ facts: ShellFacts, _ sighting: borrowing Sighting) -> Severity? {
    guard !facts.isEmpty else { return nil }
    let isOutside = sighting.scope == .outside
    guard facts.contains(.reversed) else { return isOutside ? .medium : .low }
    let isCallHome =
      !isOutside && sighting.event.flow.responder.port == ShellReversal.callHomePort
    if sighting.expectation != nil || isCallHome { return .low }
    switch sighting.device.role {
    case .bmc, .switch, .router, .nic: return .high
    case .server, .host: return .medium
    case .unknown: return .low
    }
  }

  private mutating func judge(
    _ conversation: ShellConversation, isOneSided: Bool, _ sighting: borrowing Sighting
  ) -> Finding? {
    let facts = facts(conversation, isOneSided: isOneSided, sighting)
    let device = sighting.device
    // Of two devices the one that opened the connection is told.
    guard sighting.deviceStarted || sighting.peer.map({ !roles.contains($0.role) }) ?? true,
      let severity = severity(facts, sighting), let service = PeerService(sighting),
      let line = lines.note(service, of: device.index, severity, at: sighting.event.time)
    else { return nil }
    let own = sighting.deviceStarted ? conversation.initiator : conversation.responder
    let other = sighting.deviceStarted ? conversation.responder : conversation.initiator
    let deed = sighting.deviceStarted ? "opened" : "was called for"
    var finding = Finding(
      Self.identity, channel: line.channel, severity: severity,
      riskScore: Double(severity.rawValue) + min(16, 2 * Double(line.update)), since: line.first,
      reason:
        "\(device.label) (\(device.role.rawValue)) \(deed) SSH with \(sighting.peerEnd.address) on "
        + "\(service.kind): \(facts.texts.joined(separator: ", ")); it says \(said(own)), the peer "
        + "\(said(other)); "
        + "\(line.text).",
      sighting,
      evidence: [
        Evidence("ssh.facts", .texts(facts.texts)),
        Evidence("ssh.conversations", .integer(line.count)),
        Evidence("ssh.first", .moment(line.first.rawValue)),
      ] + evidence(own, "device") + evidence(other, "peer")
        + [Evidence("scope", .text("\(sighting.scope)"))])
    finding.update = line.update
    return finding
  }

  private func said(_ greeting: ShellGreeting?) -> String {
    guard let greeting else { return "nothing of SSH" }
    switch greeting.part {
    case .unknown: return greeting.software
    case .client: return "\(greeting.software) as a client"
    case .server: return "\(greeting.software) as a server"
    }
  }

  private func evidence(_ greeting: ShellGreeting?, _ end: String) -> [Evidence] {
    guard let greeting else { return [] }
    return [
      Evidence("ssh.\(end).software", .text(greeting.software)),
      Evidence("ssh.\(end).part", .text("\(greeting.part)")),
      Evidence("ssh.\(end).algorithms", .text(greeting.algorithms)),
    ]
  }
}
