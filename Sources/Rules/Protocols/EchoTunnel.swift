import Capture
import Devices
import Flows
import Packets

/// ICMP that carries something else: packets or data in echo messages, or types that nothing uses.
///
/// State: the latest 32 requests of each conversation (`ConversationNotes`), and one entry a peer and topic
/// (`PeerLines`). Severity and risk: see `explanation`.
struct EchoTunnel: Rule {
  static let identity = RuleIdentity(
    name: "protocol.icmp",
    title: "ICMP messages carry data of their own",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
      Technique(id: "T1572", name: "Protocol Tunneling"),
    ],
    severities: [.low, .medium, .high],
    deed: "carried data in ICMP messages",
    explanation: """
      Sees: echo requests and replies (ICMP types 8 and 0, ICMPv6 128 and 129) between a device and one peer, \
      and of each conversation the first 32 messages a side, and those that come behind a second of silence; their data, of \
      the first 32 of who began, the first four of the other side and of those behind silence. \
      Topic tunnel: (1) data in which an IP packet lies that ends where the data end, by its lengths and the \
      checksum of its header, unless it is an echo of what the peer sent; (2) three or more replies that \
      no request asked for, a quarter of all replies at least; none is one with the identifier and the length of a \
      request at most 8 sequence numbers away, and its data behind the first 24 octets, because the capture may have \
      lost a request; (3) two or more replies whose data are neither those of their request nor the front of them, by \
      the first 32 octets. Topic data: a device's requests, more than five a \
      minute and eight at least, of more than 40 octets, of which four or more differ, from one with the \
      same identifier or length, behind the first 24 octets, where programs put the time. Topic numbers: eight or more requests of a device that have the \
      identifier and sequence number of the request before them, and other data. Topic code: three or more \
      echo messages of a device with a code. Topic type N: a device sends a type that no standard uses, or \
      that RFC 6918 has taken back.
      Why: echo messages pass most filters, nobody reads them, and a system answers them by giving \
      back what it got. Whatever does not do so is a program that talks: ptunnel, icmptx, hans, icmpsh and \
      the implants that were built on them.
      Risk: the severity's number, plus 2 for every update, to 16 more. Severity: tunnel is high for a \
      controller, switch or router, medium for a card or server of the inventory, low for machines that only \
      --watch or their evidence names; data, and types that nothing uses, are medium for a controller, switch \
      or router; the rest is low.
      Benign causes: of tunnel a load balancer or probe that answers for others and changes the data; of data fping with random payload (-R), or another tester of lines; of \
      numbers a watchdog that always sends the same numbers; of code nmap -O. Not told: pings of any size \
      with a pattern (ping -s, -p, -f; mtr, fping, Windows, MTU discovery), long data of which a reply gives \
      back the front only, replies where the capture has no requests at all, and conversations that an \
      entry of the policy expects. A reply that came twice is for identity.double-reply.
      By hand: tcpdump -nXr FILE 'icmp[icmptype] == icmp-echo or icmp[icmptype] == icmp-echoreply'
      To silence: an entry under expected with device, peer, transport: icmp and the reason, for a tester of \
      lines that does so by right; other peers of the device are still told.
      """)

  static let hooks: RuleHooks = [.opened, .spoke, .ended]
  static let languages: Set<ProtocolName> = ["icmp", "icmpv6"]

  private var talks: ConversationNotes<EchoTalk>
  private var lines: PeerLines

  init(settings: RuleSettings) {
    talks = ConversationNotes(isRemembered: settings.isRemembered)
    lines = PeerLines(settings: settings)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard isSubject(sighting), sighting.deviceStarted, sighting.fromDevice,
      let transport = sighting.event.flow.transport
    else { return nil }
    let type = sighting.event.flow.initiator.port
    let standing: (severity: Severity, words: String)
    if EchoTunnel.isUnassigned(type, transport) {
      standing = (sighting.graded(.medium), "which no standard uses")
    } else if transport == .icmp, EchoTunnel.deprecated.contains(type) {
      standing = (.low, "which RFC 6918 has taken back")
    } else {
      return nil
    }
    let name = transport == .icmp ? "ICMP" : "ICMPv6"
    return lines.finding(
      Self.identity, "type \(type)", standing.severity, sighting,
      deed: "sent \(name) type \(type) to \(sighting.peerEnd.address), \(standing.words)",
      evidence: [Evidence("icmp.type", .integer(Int(type)))])
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isEcho, isSubject(sighting), let message = sighting.content.message,
      let type = message.fields["type"]?.number, let code = message.fields["code"]?.number,
      let identifier = message.fields["identifier"]?.number,
      let sequence = message.fields["sequence_number"]?.number,
      let length = message.fields["data_length"]?.number
    else { return nil }
    let isRequest = type == 8 || type == 128
    let read = sighting.content.sample?.payload ?? []
    let echo = EchoTalk.Request(
      word: UInt32(truncatingIfNeeded: identifier << 16 | sequence & 0xffff),
      length: UInt32(truncatingIfNeeded: length), read: read)
    let key = ConversationKey(sighting)
    var talk = talks[key] ?? EchoTalk(at: sighting.event.time)
    defer { talks[key] = talk }
    var isOwn = sighting.fromDevice
    if isRequest {
      let isLong = read.count > EchoTalk.timeOctets && length > 40
      talk.note(echo, body: isLong ? echo.body : nil, code: code)
    } else {
      isOwn = !talk.answer(echo, isBeginning: sighting.isBeginning)
    }
    // Whatever a peer asks a device for with, the device has only echoed until it says something else.
    let inside = isOwn ? EmbeddedPacket.find(in: read, length: Int(length)) : nil
    return tunnel(talk, inside, sighting) ?? requests(talk, sighting)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if sighting.event.reason != .active { talks[ConversationKey(sighting)] = nil }
    return nil
  }

  mutating func changes() -> [Remembered] { talks.changes() + lines.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try talks.restore(entries)
    try lines.restore(entries)
  }

  private func isSubject(_ sighting: borrowing Sighting) -> Bool {
    sighting.expectation == nil && sighting.isDeviceItself && sighting.hasSinglePeer
      && sighting.event.flow.isIP
  }

  private mutating func tunnel(
    _ talk: EchoTalk, _ inside: (offset: Int, version: Int)?, _ sighting: borrowing Sighting
  ) -> Finding? {
    let hasUnasked = talk.unasked >= 3 && talk.unasked * 4 >= talk.replies
    let hasDiffering = talk.differing >= 2
    guard inside != nil || hasUnasked || hasDiffering else { return nil }
    var clauses: [String] = []
    var evidence: [Evidence] = []
    if let inside {
      clauses.append(
        "an IPv\(inside.version) packet \(inside.offset) octets behind the front of the data")
      evidence.append(Evidence("icmp.packet_inside", .text("ipv\(inside.version)")))
      evidence.append(Evidence("icmp.packet_offset", .integer(inside.offset)))
    }
    if hasUnasked { clauses.append("\(talk.unasked) replies that no request asked for") }
    if hasDiffering {
      clauses.append("\(talk.differing) replies with other data than their requests")
    }
    return lines.finding(
      Self.identity, "tunnel", sighting.graded(.high, others: .medium), sighting,
      deed: "and \(sighting.peerEnd.address) exchange data in echo messages: "
        + clauses.joined(separator: ", "),
      evidence: evidence + counts(talk))
  }

  /// What a device's requests show by themselves.
  private mutating func requests(
    _ talk: EchoTalk, _ sighting: borrowing Sighting
  ) -> Finding? {
    guard sighting.deviceStarted, sighting.fromDevice else { return nil }
    let peer = sighting.peerEnd.address
    let pace = talk.pace(at: sighting.event.time)
    if talk.bodies.count >= 4, talk.asked >= 8, pace > 5 {
      return lines.finding(
        Self.identity, "data", sighting.graded(.medium), sighting,
        deed: "sent \(talk.asked) echo requests with up to \(talk.longest) octets to \(peer), "
          + "whose data change from one to the next", evidence: counts(talk))
    }
    if talk.standing >= 8 {
      return lines.finding(
        Self.identity, "numbers", .low, sighting,
        deed:
          "sent \(talk.standing) echo requests to \(peer) with the numbers of the one before and "
          + "other data", evidence: counts(talk))
    }
    guard talk.coded >= 3 else { return nil }
    return lines.finding(
      Self.identity, "code", .low, sighting,
      deed: "sent \(talk.coded) echo requests with a code to \(peer)", evidence: counts(talk))
  }

  private func counts(_ talk: EchoTalk) -> [Evidence] {
    [
      Evidence("icmp.requests", .integer(Int(talk.asked))),
      Evidence("icmp.replies", .integer(Int(talk.replies))),
      Evidence("icmp.unasked_replies", .integer(Int(talk.unasked))),
      Evidence("icmp.differing_replies", .integer(Int(talk.differing))),
      Evidence("icmp.longest_data", .integer(Int(talk.longest))),
    ]
  }

  /// Information, address mask, traceroute, conversion error, and what was tried once: RFC 6918.
  private static let deprecated: Set<UInt16> = [
    6, 15, 16, 17, 18, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
  ]

  /// Whether the type has no meaning by IANA's registries of October 2025: of ICMP neither assigned nor
  /// deprecated, of ICMPv6 (RFC 4443) unassigned or private.
  private static func isUnassigned(_ type: UInt16, _ transport: IPProtocol) -> Bool {
    switch transport {
    case .icmp: (1...2).contains(type) || type == 7 || (20...29).contains(type) || type > 43
    case .icmpv6:
      (5...99).contains(type) || (102...126).contains(type) || (162...199).contains(type)
        || (202...254).contains(type)
    default: false
    }
  }
}
