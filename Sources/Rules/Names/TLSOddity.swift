import Capture
import Devices
import Flows
import Packets

/// A management device starts TLS, and the handshake is not that of a vendor's software with a service that somebody
/// runs properly.
///
/// State: the client fingerprints of each device (`ClientHabits`), the greetings of conversations until they are
/// answered (`ConversationNotes`), lines by peer and port (`ServiceLines`). Severity and risk: see `explanation`.
struct TLSOddity: Rule {
  static let identity = RuleIdentity(
    name: "protocol.tls",
    title: "Management device starts an odd TLS conversation",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1573.002", name: "Asymmetric Cryptography"),
      Technique(id: "T1587.003", name: "Digital Certificates"),
    ],
    severities: [.low, .medium, .high],
    explanation: """
      Sees: a BMC, a switch or a watched router starts TLS, and of its greeting and of the \
      server's answer one of these is true: the fingerprint of the client (JA4) is none that the \
      device had before, nor any other device of its vendor and role by the inventory; towards \
      outside the client names no server; the certificate is for addresses and no name (one fact \
      together with the one before); the client offers no protocol (ALPN) that is registered; the \
      certificate's issuer is its subject; it holds for two days at most; it is over, or does not \
      hold for another hour and more, by packet time; the version is TLS 1.0 or older; the server \
      chose a cipher suite without encryption, without proof of who it is, with a shared secret in \
      place of a certificate, or for export. One line each for the first three peers of a port and \
      one for all further ones, then updates at 4, 16, 64, ... conversations, and when more is \
      true.
      Why: the software of such a device changes with its firmware only and asks for services by \
      name, and who runs such a service has a certificate that others vouch for. Command servers \
      are called by address and have certificates that were made in a minute.
      Severity: outside medium for one fact, high from two on; inside low for one, medium from two \
      on; low from two on and else nothing where the policy expects the conversation or it is the \
      job of the device's role. No name and an old version count as one, as old software has both. \
      Risk: the severity's number, plus 2 for each further fact, to 12 more.
      Learning: a fingerprint can be new only to a device that has greeted 20 times, over three \
      days at least, and for a week from its first time on; a state (--state) keeps what was \
      learned over a restart. The other facts hold from the first packet.
      Benign causes: an update of the firmware (a new client), services of one's own outside with \
      certificates of their own, a device whose clock was wrong when it made its certificate, \
      labs. Not told: what a device answers as a server (its own certificate is its own by \
      custom); certificates of TLS 1.3, which are encrypted; DTLS and QUIC; resumed sessions show \
      no certificate; greetings that the capture did not see from the start; what stands behind the \
      place where the capture has cut a packet or lost one.
      By hand: tshark -r FILE -Y 'tls.handshake.type == 1 || tls.handshake.type == 11' -T fields \
      -e ip.src -e ip.dst -e tls.handshake.ja4 -e tls.handshake.extensions_server_name -e \
      x509af.utcTime -e x509sat.uTF8String
      To silence: an expected entry with device or role, the peer (by name, where it is asked for \
      by name), port, protocol: tls and a reason. A handshake with two odd things stays at low \
      then.
      """)

  static let hooks: RuleHooks = [.spoke, .ended]
  static let languages: Set<ProtocolName> = ["tls"]

  /// What is known of a greeting that was not answered yet.
  struct Greeting: Sendable, Storable {
    let facts: TLSFacts
    let fingerprint: String
    let serverName: String

    init(facts: TLSFacts, fingerprint: String, serverName: String) {
      self.facts = facts
      self.fingerprint = fingerprint
      self.serverName = serverName
    }

    func store(to writer: inout StoredWriter) {
      writer.add(facts)
      writer.add(fingerprint)
      writer.add(serverName)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      facts = try reader.value()
      fingerprint = try reader.text()
      serverName = try reader.text()
    }
  }

  private let roles: Set<DeviceRole>
  private var habits: ClientHabits
  private var greetings: ConversationNotes<Greeting>
  private var lines: ServiceLines
  /// The facts of each line so far.
  private var told: DeviceNotes<TLSFacts>

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    habits = ClientHabits(isRemembered: settings.isRemembered)
    greetings = ConversationNotes(isRemembered: settings.isRemembered)
    lines = ServiceLines(limit: settings.contactLimit, isRemembered: settings.isRemembered)
    told = DeviceNotes("facts", isRemembered: settings.isRemembered)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.deviceStarted, roles.contains(sighting.device.role), sighting.scope != .local,
      sighting.isDeviceItself, let message = sighting.content.message
    else { return nil }
    let key = ConversationKey(sighting)
    guard sighting.fromDevice else {
      guard let greeting = greetings[key] else { return nil }
      greetings[key] = nil
      return judge(greeting, answer: message, sighting, at: site)
    }
    let fields = message.fields
    guard fields["handshake_type"]?.number == 1 else { return nil }
    var facts = TLSFacts(hello: message, isOutside: sighting.scope == .outside)
    let fingerprint = fields["ja4"]?.text ?? ""
    if !fingerprint.isEmpty,
      habits.note(fingerprint, of: sighting.device, at: sighting.event.time)
    {
      facts.insert(.newClient)
    }
    greetings[key] = Greeting(
      facts: facts, fingerprint: fingerprint, serverName: fields["server_name"]?.text ?? "")
    return nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.deviceStarted, sighting.event.reason != .active,
      roles.contains(sighting.device.role), sighting.event.flow.transport == .tcp
    else { return nil }
    let key = ConversationKey(sighting)
    guard let greeting = greetings[key] else { return nil }
    greetings[key] = nil
    return judge(greeting, answer: nil, sighting, at: site)
  }

  var counters: [(name: String, value: UInt64)] { [("clients", UInt64(habits.count))] }

  mutating func changes() -> [Remembered] {
    habits.changes() + greetings.changes() + lines.changes() + told.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try habits.restore(entries)
    try greetings.restore(entries)
    try lines.restore(entries)
    try told.restore(entries)
  }

  private func severity(_ facts: TLSFacts, _ sighting: borrowing Sighting) -> Severity? {
    guard !facts.isEmpty else { return nil }
    if sighting.expectation != nil || sighting.usual != nil {
      return facts.independent > 1 ? .low : nil
    }
    let isOutside = sighting.scope == .outside
    return facts.independent > 1 ? (isOutside ? .high : .medium) : (isOutside ? .medium : .low)
  }

  private mutating func judge(
    _ greeting: Greeting, answer message: Message?, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    let facts = greeting.facts.union(TLSFacts(answer: message, at: sighting.event.time))
    let answer = message?.fields ?? Fields()
    let device = sighting.device
    guard let severity = severity(facts, sighting), let service = PeerService(sighting) else {
      return nil
    }
    let name = "\(service)"
    let known = told[device.index, name] ?? []
    told[device.index, name] = known.union(facts)
    guard let line = lines.note(service, of: device.index, severity, at: sighting.event.time) else {
      return nil
    }
    let certificate = answer["certificate"]?.fields
    let weakness = answer["cipher_suite"]?.number.flatMap {
      CipherSuiteWeakness(UInt16(clamping: $0))
    }
    var finding = Finding(
      Self.identity, channel: line.channel, severity: severity,
      riskScore: Double(severity.rawValue) + min(12, 2 * Double(facts.independent - 1)),
      since: line.first,
      reason:
        "\(device.label) (\(device.role.rawValue)) started TLS with \(sighting.peerEnd.address) on "
        + "\(service.kind)\(greeting.serverName.isEmpty ? "" : " as \(greeting.serverName)"): "
        + facts.texts.joined(separator: ", ")
        + (weakness.map { " (\($0.rawValue))" } ?? "")
        + "; \(line.text).",
      sighting,
      evidence: [
        Evidence("tls.facts", .texts(facts.texts)),
        Evidence("tls.earlier_facts", .texts(known.subtracting(facts).texts)),
        Evidence("tls.conversations", .integer(line.count)),
        Evidence("tls.ja4", .text(greeting.fingerprint)),
        Evidence("tls.server_name", .text(greeting.serverName)),
        Evidence("tls.version", .text(answer["version_name"]?.text ?? "")),
      ] + certificateEvidence(certificate) + [Evidence("scope", .text("\(sighting.scope)"))])
    finding.update = line.update
    return finding
  }

  private func certificateEvidence(_ certificate: Fields?) -> [Evidence] {
    guard let certificate else { return [] }
    return ["subject", "issuer", "not_before", "not_after"].map {
      Evidence("tls.certificate.\($0)", .text(certificate[$0]?.text ?? ""))
    }
  }
}
