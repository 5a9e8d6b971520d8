import Capture
import Devices
import Flows
import Packets

/// NTP that does something else than tell the time, or asks somebody who has no business to tell it.
///
/// State: one note a device and peer (`DeviceNotes`: 8192, of one device 64), and one entry a peer and topic
/// (`PeerLines`). Severity and risk: see `explanation`.
struct ClockMisuse: Rule {
  static let identity = RuleIdentity(
    name: "protocol.ntp",
    title: "NTP is used as no clock uses it",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1071", name: "Application Layer Protocol"),
      Technique(id: "T1572", name: "Protocol Tunneling"),
      Technique(id: "T1001.003", name: "Protocol or Service Impersonation"),
    ],
    severities: [.low, .medium],
    deed: "used NTP as no clock does",
    explanation: """
      Sees: well-formed messages of NTP between a device and one peer, on any port. Topic server: a \
      controller, switch or router asks an outside server for the time, or one that the policy's group ntp \
      does not have. Topic mode: a controller starts with any mode but client (3), or a switch or router with \
      control (6) or private (7) messages. Topic pace: requests of a device that come more often than every \
      8 seconds, the shortest poll of RFC 5905 being 16, for more than 24 requests beyond that. Topic origin: of \
      the first replies within 16 seconds of a request, to its port and among the first 32 packets of conversations, \
      three or more, and half at least, repeat a timestamp that no request had (whole seconds are enough). Topic \
      clock: the server's time jumps by more than a minute against packet time three times or more, and in half of \
      its replies. Topic identifier: within an hour six or more reference identifiers in the replies of one server, \
      half as many as replies at least. Topic extension: four or more messages with extension fields of types that \
      neither Autokey, NTS nor the experiments of RFC 5906, 9748, 8915 and 7821 have. Peers count from the first \
      packet on that the device has sent them.
      Why: NTP is let out almost everywhere, and has room for a few octets in each message. One who writes \
      his own into it does not keep the rules that clocks keep: each request comes when a poll is due, each \
      reply repeats what the request said, and a server's time goes on evenly.
      Risk: the severity's number, plus 2 for every update, to 16 more. Severity: medium for controllers, \
      switches and routers, low for others; server and mode are low, because policy.first-contact and \
      policy.role tell of the same peer by their own right.
      Benign causes: a poll that somebody has set very short, an address behind which several clients stand (pace), or \
      several servers (identifier, clock), a server whose clock is stepped again and again. Not told: a transmit timestamp \
      of a client that is random, as chrony and NTS clients have it by right; a reply without origin \
      timestamp; interleaved mode; iburst and burst; authentication of any length; a kiss-o'-death; what is \
      expected by the policy. What is on port 123 and not NTP at all is told by protocol.mismatch. What \
      is hidden in the random part of timestamps, at the pace of a poll, cannot be told from a clock.
      By hand: tshark -r FILE -Y ntp -T fields -e frame.time_relative -e ip.src -e ip.dst -e \
      ntp.flags.mode -e ntp.refid -e ntp.org -e ntp.xmt
      To silence: the server in the policy's group ntp (topic server), or an entry under expected with \
      device, peer, port: 123, protocol: ntp and the reason; another server is still told.
      """)

  static let hooks: RuleHooks = [.spoke]
  static let languages: Set<ProtocolName> = ["ntp"]

  private var talks: DeviceNotes<ClockTalk>
  private var lines: PeerLines

  init(settings: RuleSettings) {
    talks = DeviceNotes("clock", isRemembered: settings.isRemembered)
    lines = PeerLines(settings: settings)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.expectation == nil, sighting.isDeviceItself, sighting.hasSinglePeer,
      let message = sighting.content.message, message.recognition == .certain,
      let mode = message.fields["mode"]?.number
    else { return nil }
    let peer = sighting.peerEnd.address
    let name = "\(peer)"
    let index = sighting.device.index
    // Who speaks to a device without an answer must not take the place of those with whom it speaks.
    guard
      var talk = talks[index, name]
        ?? (sighting.deviceEnd.packets > 0 ? ClockTalk(at: sighting.event.time) : nil)
    else { return nil }
    defer { talks[index, name] = talk }
    if ClockMisuse.hasUnknownExtension(message.fields) { talk.noteExtension() }
    var isTooFast = false
    switch mode {
    case 1, 3:
      let stamps = ["transmit_timestamp", "receive_timestamp"].compactMap {
        message.fields[$0]?.number
      }
      talk.ask(stamps: stamps, port: sighting.clientPort, at: sighting.event.time)
      // How often others ask a device is their own business.
      if sighting.fromDevice, talk.count(at: sighting.event.time) {
        isTooFast = sighting.deviceStarted && mode == 3
      }
    case 2, 4:
      guard message.fields["stratum"]?.number != 0 else { break }
      talk.reply(
        origin: message.fields["origin_timestamp"]?.number ?? 0,
        seconds: ClockMisuse.seconds(message.fields["transmit_unix_seconds"]),
        identifier: EchoTalk.digest(
          "\(message.fields["reference_identifier"].map { "\($0)" } ?? "")".utf8),
        port: sighting.clientPort, isComplete: sighting.isBeginning, at: sighting.event.time)
    default: break
    }
    return misuse(talk, isTooFast, sighting) ?? standing(&talk, mode, sighting, at: site)
  }

  mutating func changes() -> [Remembered] { talks.changes() + lines.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try talks.restore(entries)
    try lines.restore(entries)
  }

  var counters: [(name: String, value: UInt64)] {
    talks.refused > 0 ? [("peers_refused", talks.refused)] : []
  }

  /// What messages show that no clock would send.
  private mutating func misuse(
    _ talk: ClockTalk, _ isTooFast: Bool, _ sighting: borrowing Sighting
  ) -> Finding? {
    let peer = sighting.peerEnd.address
    let severity = sighting.graded(.medium)
    let time = sighting.event.time
    let evidence = [
      Evidence("ntp.requests", .integer(Int(talk.asked))),
      Evidence("ntp.replies", .integer(Int(talk.replies))),
    ]
    if isTooFast {
      let seconds = Double(time.nanoseconds(since: talk.since)) / 1e9
      return lines.finding(
        Self.identity, "pace", severity, sighting,
        deed:
          "asked \(peer) for the time \(talk.asked) times within \(Int(seconds.rounded(.up))) s, "
          + "where RFC 5905 has no poll shorter than 16 s",
        evidence: evidence + [Evidence("ntp.seconds", .decimal(seconds, places: 3))])
    }
    if talk.strange >= 3, talk.strange * 2 >= talk.answers {
      return lines.finding(
        Self.identity, "origin", severity, sighting,
        deed:
          "and \(peer) exchanged \(talk.strange) NTP replies of \(talk.answers) behind a request whose origin "
          + "timestamp no request had", evidence: evidence)
    }
    if talk.jumps >= 3, talk.jumps * 2 >= talk.replies {
      return lines.finding(
        Self.identity, "clock", severity, sighting,
        deed:
          "and \(peer) exchanged \(talk.replies) NTP replies in which the time jumped \(talk.jumps) times "
          + "by more than a minute", evidence: evidence)
    }
    if talk.identifiers.count >= 6, UInt32(talk.identifiers.count) * 2 >= talk.identified {
      return lines.finding(
        Self.identity, "identifier", severity, sighting,
        deed:
          "and \(peer) exchanged \(talk.identified) NTP replies with \(talk.identifiers.count) reference "
          + "identifiers within an hour", evidence: evidence)
    }
    guard talk.extended >= 4 else { return nil }
    return lines.finding(
      Self.identity, "extension", severity, sighting,
      deed:
        "and \(peer) exchanged \(talk.extended) NTP messages with extension fields of no known type",
      evidence: evidence)
  }

  /// What a device asks whom, told low: other rules judge the peer.
  private mutating func standing(
    _ talk: inout ClockTalk, _ mode: UInt64, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    guard sighting.isOfInfrastructure, sighting.deviceStarted, sighting.fromDevice else {
      return nil
    }
    let peer = sighting.peerEnd.address
    let isOdd = sighting.device.role == .bmc ? mode != 3 : mode == 6 || mode == 7
    if isOdd {
      talk.noteMode()
      // One reply without its request may be that of a capture that began between the two.
      guard mode != 4 || talk.odd >= 4 else { return nil }
      return lines.finding(
        Self.identity, "mode \(mode)", .low, sighting,
        deed: "sends NTP messages of mode \(mode) to \(peer), which is not for a "
          + (sighting.device.role == .bmc ? "controller" : "switch or router"),
        evidence: [Evidence("ntp.mode", .integer(Int(mode)))])
    }
    let isApproved =
      sighting.scope == .outside
      ? false
      : !site.policy.hasGroup("ntp")
        || site.policy.isMember(peer, device: sighting.peer, names: [], of: "ntp")
    guard mode == 3, !isApproved, sighting.usual == nil else { return nil }
    return lines.finding(
      Self.identity, "server", .low, sighting,
      deed: "asks \(peer) for the time, "
        + (sighting.scope == .outside
          ? "an outside server that no policy entry expects"
          : "which is not in the policy's group ntp"))
  }

  private static func seconds(_ value: FieldValue?) -> Int64? {
    if case .signed(let seconds)? = value { seconds } else { nil }
  }

  /// Whether the message has an extension field that is neither Autokey's (RFC 5906: the low octet 2; RFC 9748 and
  /// the programs: the high octet 2, above it two flags), NTS's (RFC 8915: the low octet 4), a checksum complement
  /// (RFC 7821) nor an experiment's (from 0xf000 on).
  private static func hasUnknownExtension(_ fields: Fields) -> Bool {
    (fields["extension_fields"]?.values ?? []).contains { field in
      guard let type = field.fields?["type"]?.number else { return false }
      let low = type & 0xff
      return low != 2 && low != 4 && type >> 8 & 0x3f != 2 && type != 0x2005 && type < 0xf000
    }
  }
}

extension Sighting {
  /// The port of the end that asks for the time: the one that is not 123, or that of both.
  fileprivate var clientPort: UInt16 {
    let ports = (event.flow.initiator.port, event.flow.responder.port)
    return ports.0 == 123 ? ports.1 : ports.0
  }
}
