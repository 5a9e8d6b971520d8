import Capture
import Devices
import Flows
import Packets

/// A management controller, a switch or a watched router starts a conversation with an address outside the
/// internal networks that no entry of the policy expects.
///
/// State: one entry a peer (bounded, see `ContactLedger`). Risk: 73, plus 2 for every doubling of the
/// conversations with the peer, to 89.
struct FirstContact: Rule {
  static let identity = RuleIdentity(
    name: "policy.first-contact",
    title: "Management device starts a conversation with an outside address",
    version: "2", category: "Command and Control",
    techniques: [
      Technique(id: "T1071", name: "Application Layer Protocol"),
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
    ], severities: [.high],
    explanation: """
      Sees: a device with the role bmc or switch (or router, where routers are watched) opens a \
      conversation (TCP SYN, first datagram, first echo request) with a globally routable address that is \
      in none of the policy's internal networks and that no entry of the policy expects: one that names \
      such a conversation, in the content, at the pace and until the day that it gives. Where one entry \
      fails in a single thing, its line and that thing are told.
      Why: a management controller and a switch have no business outside their own network; the \
      published implants call out from exactly there (T1071; NSA and CISA, Harden Baseboard \
      Management Controllers, 2023).
      Risk: 73, plus 2 for every doubling of the conversations with the peer, or of the peers, to 89.
      Benign causes: a vendor's call-home, a public time or update server; a watched router that gives \
      its own address to what it forwards. List them in the policy under expected, with their reason.
      Not told: answers to somebody else's packet (policy.outside and policy.exposed tell those), peers \
      inside (policy.role), ICMP errors, multicast and link-local addresses.
      By hand:
        tcpdump -nr FILE 'ether src MAC and ip and not dst net 10.0.0.0/8'
        tcpdump -nr FILE 'ether src MAC and ip6 and not dst net fc00::/7 and not ip6 multicast'
      To silence: By an entry under expected in the policy: device or role, direction: out, peer, \
      transport and port, and a reason; protocol, pace and until make it narrower. Another peer, \
      port or content, and what is over the pace or after the day, is still told.
      """)

  static let hooks: RuleHooks = .life

  private let roles: Set<DeviceRole>
  private var ledger: ContactLedger<ServiceKind, IPAddress>

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    ledger = ContactLedger(
      limit: settings.contactLimit, share: settings.contactShare,
      isRemembered: settings.isRemembered)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isRealOpening else { return nil }
    return note(sighting, at: site)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // A connection that was there before the capture shows itself by its first payload.
    sighting.isFirstPayload || isUnmet(sighting) ? note(sighting, at: site) : nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // Where the opening was the other end's packet, the device's own part comes without an event.
    let traits = sighting.event.flow.traits
    guard traits.isDisjoint(with: .midstream) || traits.contains(.payloadSeen), isUnmet(sighting)
    else { return nil }
    return note(sighting, at: site)
  }

  /// Whether the peer is not remembered although it could be.
  private func isUnmet(_ sighting: borrowing Sighting) -> Bool {
    guard let kind = ServiceKind(sighting), ledger.isRoom(for: sighting.device.index) else {
      return false
    }
    return ledger.contact(
      device: sighting.device.index, kind: kind, peer: sighting.peerEnd.address) == nil
  }

  var counters: [(name: String, value: UInt64)] {
    [("contacts", UInt64(ledger.count)), ("contacts_forgotten", ledger.forgotten)]
  }

  mutating func changes() -> [Remembered] { ledger.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) { try ledger.restore(entries) }

  private mutating func note(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard roles.contains(sighting.device.role),
      sighting.isOwnInitiative, sighting.deviceTookPart, sighting.scope == .outside,
      sighting.expectation == nil, sighting.isDeviceItself,
      let kind = ServiceKind(sighting)
    else { return nil }
    let peer = sighting.peerEnd.address
    guard
      let notice = ledger.note(
        device: sighting.device.index, kind: kind, peer: peer, at: sighting.event.time)
    else { return nil }
    let nearest = NearestEntry(sighting, spoken: sighting.spoken, in: site.policy)
    return ledger.finding(
      notice, of: kind, sighting,
      ContactStory(
        rule: Self.identity, severity: .high, risk: 73...89,
        service: kind,
        deed: "started a conversation with \(peer) on \(kind), outside the internal networks and "
          + "expected by no policy entry\(nearest?.clause ?? "")",
        deeds: { peers, service in
          "has now started conversations with \(peers) outside addresses on \(service) that no "
            + "policy entry expects"
        },
        evidence: [Evidence("scope", .text("outside"))] + NearestEntry.evidence(nearest)))
  }
}
