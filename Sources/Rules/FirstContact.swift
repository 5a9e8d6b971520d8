import Capture
import Devices
import Flows
import Packets

/// A management controller or a switch starts a conversation with an address outside the internal
/// networks that the policy does not list.
///
/// State: one entry a peer (bounded, see `ContactLedger`). Risk: 73, plus 2 for every doubling of the
/// conversations with the peer, to 89.
struct FirstContact: Rule {
  static let identity = RuleIdentity(
    name: "policy.first-contact",
    title: "Management device starts a conversation with an outside address",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1071", name: "Application Layer Protocol"),
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
    ],
    explanation: """
      Sees: a device with the role bmc or switch opens a conversation (TCP SYN, first datagram, first \
      echo request) with a globally routable address that is in none of the policy's internal \
      networks and that no entry of the policy expects. Answers to somebody else's packet, ICMP \
      errors, multicast and link-local addresses do not count.
      Why: a management controller and a switch have no business outside their own network; the \
      published implants call out from exactly there (T1071; NSA and CISA, Harden Baseboard \
      Management Controllers, 2023).
      Risk: 73, plus 2 for every doubling of the conversations with the peer, or of the peers, to 89.
      Benign causes: a declared vendor call-home, a public time or update server. List it in the \
      policy under expected, with its reason.
      By hand: tcpdump -nr FILE 'ether src MAC and not dst net 10.0.0.0/8'
      """)

  private var ledger: ContactLedger<ServiceKind, IPAddress>

  init(settings: RuleSettings) {
    ledger = ContactLedger(
      limit: settings.contactLimit, share: settings.contactShare,
      isRemembered: settings.isRemembered)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isRealOpening else { return nil }
    return note(sighting)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // A connection that was there before the capture shows itself by its first payload.
    let flow = sighting.event.flow
    let isFirstPayload =
      flow.traits.isDisjoint(with: .continued) && flow.traits.contains(.midstream)
      && flow.initiator.payloadBytes + flow.responder.payloadBytes
        == UInt64(sighting.event.payloadLength)
    return isFirstPayload || isUnmet(sighting) ? note(sighting) : nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // Where the opening was the other end's packet, the device's own part comes without an event.
    let traits = sighting.event.flow.traits
    guard traits.isDisjoint(with: .midstream) || traits.contains(.payloadSeen), isUnmet(sighting)
    else { return nil }
    return note(sighting)
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

  private mutating func note(_ sighting: borrowing Sighting) -> Finding? {
    guard sighting.device.role == .bmc || sighting.device.role == .switch,
      sighting.isOwnInitiative, sighting.deviceTookPart, sighting.scope == .outside,
      sighting.expectation == nil,
      let kind = ServiceKind(sighting)
    else { return nil }
    let peer = sighting.peerEnd.address
    let notice = ledger.note(
      device: sighting.device.index, kind: kind, peer: peer, at: sighting.event.time)
    switch notice {
    case .peer(let conversations, let update):
      return contact(sighting, kind, peer, conversations: conversations, update: update)
    case .row(let peers, let update):
      return row(sighting, kind, peers: peers, update: update)
    case nil: return nil
    }
  }

  private func contact(
    _ sighting: borrowing Sighting, _ kind: ServiceKind, _ peer: IPAddress, conversations: Int,
    update: Int
  ) -> Finding {
    let contact = ledger.contact(device: sighting.device.index, kind: kind, peer: peer)
    let device = sighting.device
    let count =
      conversations == 1 ? "the first conversation" : "\(conversations) conversations so far"
    var finding = Finding(
      Self.identity, channel: "\(channel(sighting, kind)) \(peer)", severity: .high,
      riskScore: min(
        89, 73 + 2 * Double(conversations.bitWidth - 1 - conversations.leadingZeroBitCount)),
      since: contact?.first ?? sighting.event.time,
      reason: "\(device.label) (\(device.role.rawValue)) started a conversation with \(peer) on "
        + "\(kind), outside the internal networks and expected by no policy entry; \(count).",
      sighting,
      evidence: [
        Evidence("contact.first", .moment((contact?.first ?? sighting.event.time).rawValue)),
        Evidence("contact.conversations", .integer(conversations)),
        Evidence("contact.beginning_seen", .flag(!sighting.event.flow.traits.contains(.midstream))),
        Evidence("scope", .text("outside")),
        Evidence("policy.expected", .flag(false)),
      ])
    finding.update = update
    return finding
  }

  /// What a channel is called by: all kinds that are not told apart are one.
  private func channel(_ sighting: borrowing Sighting, _ kind: ServiceKind) -> String {
    ledger.isApart(device: sighting.device.index, kind: kind) ? "\(kind)" : "further"
  }

  private func row(
    _ sighting: borrowing Sighting, _ kind: ServiceKind, peers: Int, update: Int
  ) -> Finding {
    let row = ledger.row(device: sighting.device.index, kind: kind)
    let device = sighting.device
    let newest = sighting.peerEnd.address
    let isApart = ledger.isApart(device: device.index, kind: kind)
    let service = isApart ? "\(kind)" : "services past its first \(ledger.kindsApart)"
    var finding = Finding(
      Self.identity, channel: "row \(channel(sighting, kind))", severity: .high,
      riskScore: min(89, 73 + 2 * Double(peers.trailingZeroBitCount)),
      since: row?.first ?? sighting.event.time,
      reason: "\(device.label) (\(device.role.rawValue)) has now started conversations with "
        + "\(peers) outside addresses on \(service) that no policy entry expects; the newest is "
        + "\(newest).",
      sighting,
      evidence: [
        Evidence("contact.first", .moment((row?.first ?? sighting.event.time).rawValue)),
        Evidence("contact.peers", .integer(peers)),
        Evidence("contact.latest_peers", .texts((row?.recent ?? []).map(\.description))),
        Evidence("scope", .text("outside")),
        Evidence("policy.expected", .flag(false)),
      ])
    finding.update = update
    finding.relatedAddresses = (row?.recent ?? []).filter { $0 != newest }
    return finding
  }
}
