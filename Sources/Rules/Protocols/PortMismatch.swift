import Capture
import Devices
import Flows
import Packets

/// A conversation of a device is certainly not what its port says.
///
/// State: the beginnings of conversations on ports whose service is laid down (`ConversationNotes`), and one entry a
/// peer and topic (`PeerLines`). Severity and risk: see `explanation`.
struct PortMismatch: Rule {
  static let identity = RuleIdentity(
    name: "protocol.mismatch",
    title: "Conversation is not what its port says",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1571", name: "Non-Standard Port"),
      Technique(id: "T1001.003", name: "Protocol or Service Impersonation"),
      Technique(id: "T1572", name: "Protocol Tunneling"),
    ],
    severities: [.medium, .high],
    deed: "spoke something else than the port says",
    explanation: """
      Sees: what a device itself says at the beginning of a conversation, where the port's service lays down \
      how it begins: SSH on TCP 22; a TLS handshake on 443, 636, 853, 989 to 995, 6514 and 8443 (application \
      data before any handshake is none); a method on 80; DNS on 53, TCP and UDP; BGP on 179; SMB on 445; \
      NTP on UDP 123; SNMP on UDP 161 and 162. Of TCP the first octet behind the SYN is needed; a first \
      segment of a few octets is judged with the next one. As a client \
      the device is judged by what it says; as a server where its answer is wrong, and where it is a line of \
      text only if the client was wrong, too; a page of HTML without a head is how web servers answer what they do \
      not understand. Further, content that is certain by its own marks and belongs to \
      another service than that of the port below 1024 on which it is: SSH on 443, TLS on 53, Telnet on 80; and \
      SSH or DNS that a controller, switch or router starts on a port that is nobody's (SSH on 830 and inside on 4334 is \
      NETCONF, RFC 6242 and 8071).
      Why: who wants to get through a filter uses a port that is open, and does not always take the trouble \
      of speaking what belongs there. Fixed devices speak what their makers built in.
      Risk: the severity's number, plus 2 for every update, to 16 more. Severity: for controllers, switches \
      and routers high, and medium on a port that is nobody's and for datagrams that are formed as NTP but say \
      nothing that a clock could; low for all others, whose web ports are not judged: one line a port there.
      Benign causes: a service that was put on another port on purpose, a line tester, a proxy that speaks a \
      protocol of its own. Not told: connections whose beginning the capture does not have; plain HTTP on TLS \
      ports and TLS on HTTP ports, HTTP/2 without negotiation, proxies (CONNECT), QUIC, STARTTLS; refusals \
      that a server puts in front (Exceeded MaxStartups); scanners, whose requests are wrong while the device \
      answers rightly; packets that the capture cut before the octets in question; what an entry of the \
      policy expects, unless it names another protocol; a device that answers inside on a port that nobody \
      knows, which is told with its content by policy.new-service.
      By hand: tcpdump -nXr FILE 'host DEVICE and port PORT and (udp or tcp[tcpflags] & tcp-push != 0)'
      To silence: an entry under expected with device, peer, transport, port and the reason; without \
      protocol: it takes any content, with it only that one.
      """)

  static let hooks: RuleHooks = [.signaled, .ended]

  private var talks: ConversationNotes<PortTalk>
  private var lines: PeerLines

  init(settings: RuleSettings) {
    talks = ConversationNotes(isRemembered: settings.isRemembered)
    lines = PeerLines(settings: settings)
  }

  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let flow = sighting.event.flow
    guard let transport = flow.transport, transport == .tcp || transport == .udp,
      sighting.isDeviceItself, sighting.hasSinglePeer,
      flow.traits.isDisjoint(with: [.continued, .fragments])
    else { return nil }
    if let message = sighting.content.message, message.recognition == .certain {
      return contradiction(message.name, transport, sighting, at: site)
    }
    guard let language = PortLanguage.of(flow.responder.port, transport),
      sighting.isOfInfrastructure || !language.isOfWeb, let sample = sighting.content.sample
    else { return nil }
    return transport == .tcp
      ? stream(language, sample, sighting, at: site)
      : datagram(language, sample, sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // A clock's polls are minutes apart: to the flow table each is a conversation of its own.
    if sighting.event.reason != .active, sighting.event.flow.transport == .tcp {
      talks[ConversationKey(sighting)] = nil
    }
    return nil
  }

  mutating func changes() -> [Remembered] { talks.changes() + lines.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try talks.restore(entries)
    try lines.restore(entries)
  }

  private mutating func stream(
    _ language: PortLanguage, _ sample: PacketSample, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    guard sample.octets.count >= 20 else { return nil }
    let key = ConversationKey(sighting)
    let sequence = sample.octets[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let isSYN = sample.octets[13] & 2 != 0
    let fromServer = !sighting.event.fromInitiator
    if isSYN {
      var talk = talks[key] ?? PortTalk()
      let side = PortTalk.Side(base: sequence &+ 1)
      if fromServer { talk.server = side } else { talk.client = side }
      talks[key] = talk
    }
    guard sighting.event.payloadLength > 0, var talk = talks[key], !talk.isTold else { return nil }
    var side = fromServer ? talk.server : talk.client
    // A SYN may bring the first octets (RFC 7413).
    guard !side.isJudged, side.base == (isSYN ? sequence &+ 1 : sequence) else { return nil }
    side.hear(
      sample.payload, length: Int(sighting.event.payloadLength), in: language, isServer: fromServer)
    if fromServer { talk.server = side } else { talk.client = side }
    defer { talks[key] = talk }
    let isWrong =
      sighting.deviceStarted
      ? talk.client.verdict == .wrong
      : talk.server.verdict == .wrong && talk.client.hasSpoken
        || talk.server.verdict == .text && talk.client.verdict == .wrong
    guard isWrong, !site.expects(sighting, spoken: PortMismatch.unknown) else { return nil }
    talk.isTold = true
    return finding(
      language, sighting.graded(.high), "something that is not \(language.words)", nil, sighting)
  }

  private mutating func datagram(
    _ language: PortLanguage, _ sample: PacketSample, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    guard sighting.fromDevice, sighting.event.payloadLength > 0, sighting.content.message == nil
    else { return nil }
    let verdict = language.judge(
      Array(sample.payload), length: Int(sighting.event.payloadLength),
      isServer: !sighting.event.fromInitiator)
    var severity = sighting.graded(.high)
    if verdict == .unknown, language == .ntp, sample.payload.count >= 48 {
      // Formed as NTP, and nothing in it that a clock could say.
      let key = ConversationKey(sighting)
      var talk = talks[key] ?? PortTalk()
      talk.unread &+= 1
      talks[key] = talk
      guard talk.unread >= 3 else { return nil }
      severity = sighting.graded(.medium)
    } else if verdict != .wrong {
      return nil
    }
    guard !site.expects(sighting, spoken: PortMismatch.unknown) else { return nil }
    return finding(
      language, severity, "something that is not \(language.words)", nil, sighting)
  }

  /// A name that no dissector has, so that no entry that says a content fits.
  static let unknown: ProtocolName = "unknown"
  /// Consoles, which have no business on other services' ports, nor a controller's own on any but their own.
  private static let consoles: Set<ProtocolName> = ["ssh", "telnet", "rdp", "rfb"]
  /// What carries others' content, and is on many ports rightly.
  private static let carriers: Set<ProtocolName> = ["tls", "dtls", "quic", "http", "http2"]
  /// Protocols that share ports, or are told from each other by them.
  private static let families: [Set<ProtocolName>] = [
    ["dns", "mdns", "llmnr", "nbns"], ["ipmi", "rmcp"], ["netflow", "ipfix"],
    ["http", "http2", "ssdp"],
    ["tls", "http", "http2", "dtls", "quic"],
  ]

  /// Content that is certain, on another service's port.
  private mutating func contradiction(
    _ spoken: ProtocolName, _ transport: IPProtocol, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    let flow = sighting.event.flow
    let port = flow.responder.port
    let carrier: Carrier = transport == .tcp ? .tcp : .udp
    // An answer whose question the capture does not have looks as if it opened the conversation.
    guard spoken != "wake_on_lan", sighting.fromDevice,
      ProtocolCatalog.suggested(port: flow.initiator.port, in: carrier) != spoken,
      transport == .udp || !flow.traits.contains(.midstream)
    else { return nil }
    let suggested = ProtocolCatalog.suggested(port: port, in: carrier)
    let severity: Severity
    let topic: String
    if let suggested, port < 1024 {
      guard suggested != spoken,
        !PortMismatch.families.contains(where: { $0.contains(spoken) && $0.contains(suggested) }),
        !PortMismatch.carriers.contains(spoken) || isPlain(suggested),
        PortLanguage.of(port, transport).map({ !$0.names.contains(spoken) }) ?? true
      else { return nil }
      severity = sighting.graded(.high)
      topic = "\(suggested)"
    } else {
      guard suggested == nil, sighting.isOfInfrastructure, sighting.deviceStarted,
        spoken == "dns" && port != 5355 && port != 5353
          || spoken == "ssh" && !isNetworkConfiguration(port, sighting)
      else { return nil }
      severity = .medium
      topic = "none"
    }
    // Where a device answers on a port that nobody explains, another rule tells both.
    let isNewService =
      !sighting.deviceStarted && sighting.scope != .outside && sighting.isOfInfrastructure
      && !PortMismatch.carriers.contains(spoken)
      && site.policy.usualService(
        PolicyQuestion(
          sighting.event, sighting.content, device: sighting.device, peerDevice: sighting.peer,
          deviceStarted: false)) == nil
    guard !isNewService, !site.expects(sighting, spoken: spoken) else { return nil }
    return finding(
      nil, severity, PortMismatch.consoles.contains(spoken) ? "\(spoken), a console" : "\(spoken)",
      topic == "none" ? nil : topic, sighting)
  }

  /// NETCONF over SSH, RFC 6242 section 8, and inside its call home, RFC 8071 section 4.1.
  private func isNetworkConfiguration(_ port: UInt16, _ sighting: borrowing Sighting) -> Bool {
    port == 830 || port == ShellReversal.callHomePort && sighting.scope != .outside
  }

  /// Services that are never wrapped on their own port: TLS there is something else.
  private func isPlain(_ suggested: ProtocolName) -> Bool {
    ["ssh", "dns", "ntp", "snmp", "bgp", "tftp", "telnet"].contains(suggested)
  }

  private mutating func finding(
    _ language: PortLanguage?, _ severity: Severity, _ content: String, _ suggested: String?,
    _ sighting: borrowing Sighting
  ) -> Finding? {
    guard let service = ServiceKind(sighting) else { return nil }
    let own = language.map { $0.words } ?? suggested
    let port =
      own.map { "\(service), the port of \($0)" } ?? "\(service), which is no service's port"
    let verb = sighting.deviceStarted ? "spoke to" : "answered"
    return lines.finding(
      Self.identity, "\(service)", severity, sighting, isOfAll: !sighting.isOfInfrastructure,
      deed: "\(verb) \(sighting.peerEnd.address) on \(port), with \(content)",
      evidence: [
        Evidence("mismatch.service", .text("\(service)")),
        Evidence("mismatch.expected", .text(own ?? "none")),
        Evidence("mismatch.content", .text(language == nil ? content : "unknown")),
      ])
  }
}
