import Capture
import Devices
import Flows
import Packets

/// An outside peer starts a conversation with a management controller, a switch or a watched router, and the
/// device answers.
///
/// State: one entry a peer (`ContactLedger`), and what `AnsweredConversations` holds. Severity: high; critical
/// where a connection carried payload both ways. Risk: 73 to 89, or 99.
struct OutsideConversation: OutsideAnswers {
  static let identity = RuleIdentity(
    name: "policy.outside",
    title: "Management device answers an outside address",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1133", name: "External Remote Services"),
      Technique(id: "T1205", name: "Traffic Signaling"),
    ], severities: [.high, .critical],
    explanation: """
      Sees: a globally routable address that is in none of the policy's internal networks starts a \
      conversation with a device of the role bmc or switch (or router, where routers are watched), no \
      entry of the policy expects it, and the device answers: SYN-ACK, a datagram with payload, an echo \
      reply. A RST and ICMP errors are refusals and do not count.
      Why: nobody outside has business with a management controller or a switch; who can reach one can \
      use it, and an implant that waits for a call is used in this way (NSA and CISA, Harden Baseboard \
      Management Controllers, 2023).
      Severity: high; critical where both ends sent payload in a connection, because an answer to a \
      single datagram or SYN may have gone to a forged address.
      Risk: 73, plus 2 for every doubling of the conversations with the peer, or of the peers, to 89; 99 \
      where critical.
      Told when payload has gone both ways and its content is known, or was not known after 16 packets, or \
      when the conversation is over.
      Benign causes: an outside monitoring service; addresses of the operator's own that the policy does \
      not list as internal. List them under internal, or under expected with direction in.
      Not told: management services, which policy.exposed tells; what the device starts, which \
      policy.first-contact tells; answers to datagrams that the device itself sent to the peer before.
      By hand:
        tcpdump -nr FILE 'ether src MAC and not dst net 10.0.0.0/8 and (udp or icmp or \
        tcp[tcpflags] & tcp-syn != 0)'
      To silence: By an entry under expected in the policy: device, direction: in, peer, transport \
      and port, and a reason; protocol, pace and until make it narrower. Addresses of your own \
      belong under internal. Everybody else from outside, and the same peer on another port, is \
      still told.
      """)

  static let hooks: RuleHooks = [.life, .marked]

  let roles: Set<DeviceRole>
  var conversations: AnsweredConversations
  var ledger: ContactLedger<GradedService, IPAddress>

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    conversations = AnsweredConversations(settings: settings)
    ledger = ContactLedger(
      limit: settings.contactLimit, share: settings.contactShare,
      isRemembered: settings.isRemembered)
  }

  mutating func tell(
    _ clear: AnsweredConversations.Clear?, _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    guard let clear, let kind = ServiceKind(sighting),
      ManagementService.name(of: kind, spoken: clear.spoken) == nil
    else { return nil }
    let isConnection = kind.transport == .tcp || kind.transport == .sctp
    let severity: Severity = isConnection && clear.answer.isExchanged ? .critical : .high
    let graded = GradedService(service: kind, severity: severity)
    let peer = sighting.peerEnd.address
    guard
      let notice = ledger.note(
        device: sighting.device.index, kind: graded, peer: peer, at: sighting.event.time)
    else { return nil }
    let nearest = NearestEntry(sighting, spoken: clear.spoken, in: site.policy)
    let deed = severity == .critical ? "was used by" : "answered"
    return ledger.finding(
      notice, of: graded, sighting,
      ContactStory(
        rule: Self.identity, severity: severity,
        risk: severity == .critical ? 99...99 : 73...89,
        service: kind,
        deed: "\(deed) \(peer) on \(kind), outside the internal networks and expected by no policy "
          + "entry\(nearest?.clause ?? "")",
        deeds: { peers, service in
          "\(severity == .critical ? "has now been used by" : "has now answered") \(peers) outside "
            + "addresses on \(service) that no policy entry expects"
        },
        evidence: [
          Evidence("contact.payload_both_ways", .flag(clear.answer.isExchanged)),
          Evidence("scope", .text("outside")),
        ] + NearestEntry.evidence(nearest)))
  }
}
