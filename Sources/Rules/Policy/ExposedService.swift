import Capture
import Devices
import Flows
import Packets

/// A management service of a device answers an outside address.
///
/// State: one entry a peer (`ContactLedger`), and what `AnsweredConversations` holds. Severity: critical.
/// Risk: 99.
struct ExposedService: OutsideAnswers {
  static let identity = RuleIdentity(
    name: "policy.exposed",
    title: "Management service answers an outside address",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1133", name: "External Remote Services"),
      Technique(id: "T1190", name: "Exploit Public-Facing Application"),
    ], severities: [.critical],
    explanation: """
      Sees: a device of the role bmc or switch (or router, where routers are watched) answers an outside \
      address, which no entry of the policy expects, on a service by which it is managed: HTTP, HTTPS, \
      FTP, SNMP, Telnet, TFTP, RDP, rlogin, RSH, SSH, SMB, VNC, X11 (CISA, Binding Operational Directive \
      23-02), IPMI and ASF (623, 664), NETCONF, gNMI, WS-Management, CIM, Intel AMT, and the vendors' ports \
      for consoles and virtual media. By content where that is certain, so that SSH counts on any port; \
      else by port. A SYN-ACK is an answer, a RST and ICMP errors are not.
      Why: management interfaces that the internet reaches are found within days and taken over with the \
      next flaw or password; the directive gives federal agencies fourteen days to take them off.
      Severity: critical. Risk: 99.
      Told when payload has gone both ways and its content is known, or was not known after 16 packets, or \
      when the conversation is over.
      Benign causes: administrators who come from outside without a VPN, a scanner of the operator's own. \
      List their addresses in the policy under expected, with direction in, port and reason.
      Not told: other services, which policy.outside tells; what the device starts, which \
      policy.first-contact tells; answers to datagrams that the device itself sent to the peer before.
      By hand:
        tcpdump -nr FILE 'ether src MAC and not dst net 10.0.0.0/8 and (src port 443 or src port \
        22 or src port 623)'
      To silence: By an entry under expected in the policy: device, direction: in, peer and port, \
      and a reason; protocol, pace and until make it narrower. Leave no peer out: without one the \
      whole Internet is expected. Any other address is still told, and so is the same one on \
      another service.
      """)

  static let hooks: RuleHooks = [.life, .marked]

  let roles: Set<DeviceRole>
  var conversations: AnsweredConversations
  var ledger: ContactLedger<ServiceKind, IPAddress>

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
      let service = ManagementService.name(of: kind, spoken: clear.spoken)
    else { return nil }
    let peer = sighting.peerEnd.address
    guard
      let notice = ledger.note(
        device: sighting.device.index, kind: kind, peer: peer, at: sighting.event.time)
    else { return nil }
    let nearest = NearestEntry(sighting, spoken: clear.spoken, in: site.policy)
    return ledger.finding(
      notice, of: kind, sighting,
      ContactStory(
        rule: Self.identity, severity: .critical, risk: 99...99,
        service: kind,
        deed: "answered \(peer) with its management service \(service) on \(kind); the address is "
          + "outside the internal networks and expected by no policy entry\(nearest?.clause ?? "")",
        deeds: { peers, place in
          "has now answered \(peers) outside addresses, which no policy entry expects, with its "
            + "management service \(service) on \(place)"
        },
        evidence: [
          Evidence("contact.payload_both_ways", .flag(clear.answer.isExchanged)),
          Evidence("service.name", .text(service)),
          Evidence("scope", .text("outside")),
        ] + NearestEntry.evidence(nearest)))
  }
}
