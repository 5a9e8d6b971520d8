import Capture
import Devices
import Flows
import Packets

/// Management devices of different makers or roles meet one outside address, network, name or certificate that
/// nobody expects.
///
/// State: who was at which point (bounded, see `MeetingLedger`), and how common domains are (`NameLedger`).
/// Severity and risk: see `explanation` and `SharedPeer+Judging.swift`.
struct SharedPeer: Rule {
  static let identity = RuleIdentity(
    name: "fleet.shared-peer",
    title: "Management devices of different makers or roles share an outside peer",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1195.003", name: "Compromise Hardware Supply Chain"),
      Technique(id: "T1071", name: "Application Layer Protocol"),
    ],
    severities: [.medium, .high, .critical],
    explanation: """
      Sees: within 24 hours two or more devices with the role bmc or switch (or router, where routers are \
      watched), of different makers or different roles, each start a conversation that no entry of the policy \
      expects, and share with each other: the outside address; its network (/24, or /64 of IPv6) on the same \
      service, where no card or server meets it; the registered domain that they ask for in TLS or HTTP; the \
      certificate that they get (TLS up to 1.2), a self-signed one alone, any other together with the JA4 of the \
      client; or a registered domain below which each \
      of them has asked over DNS three times, nearly each time for a new name. Domains count that fewer than four \
      other machines ask for. The maker is the inventory's vendor, else that of the hardware address.
      Why: products of different makers have no firmware, no cloud and no update server in common. What they have in \
      common is whoever built it into them (T1195.003).
      Risk: 99 for an address, a domain in TLS or HTTP, or a certificate; 73 where all are of one maker (a BMC and a \
      switch), where at least eight of the fleet share it and that is half of them, where four cards or servers meet \
      it, too, and for a network; 47 where every contact was NTP or DNS (also over TCP and TLS) by port and \
      by as much of the content as was captured, or an echo request, for a network on the ports of HTTP and TLS, \
      and for questions of DNS.
      Benign causes: public time and name servers, a proxy or collector outside, two products that use one \
      content delivery network, an update mirror. Not told: devices of one maker and one role, which call their \
      maker's cloud; what the policy expects; cards and servers among themselves; conversations that the outside \
      started; of the same devices more than three addresses, and what else they share beside an address.
      By hand: tcpdump -enr FILE 'host PEER', and look which hardware addresses talk to it.
      To silence: an entry under expected with the peer (an address, or a name that all of them ask for), its \
      port and a reason, for the roles that use it. The devices that it does not name are still told.
      """)

  static let hooks: RuleHooks = [.life, .heard, .spoke, .signaled]

  static let languages: Set<ProtocolName> = ["ntp", "dns", "tls"]

  /// Contacts count together within this, in nanoseconds: a day.
  static let window: Int64 = 86_400_000_000_000
  /// Times that each of two devices has to ask for a domain.
  static let fewestQuestions: UInt32 = 3

  let roles: Set<DeviceRole>
  var meetings: MeetingLedger
  /// Networks that general machines meet: apart, so that they take no room from devices.
  var crowds: MeetingLedger
  var names: NameLedger
  var cuts: CutContents

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    meetings = MeetingLedger(
      limit: settings.contactLimit, share: settings.contactShare,
      isRemembered: settings.isRemembered)
    crowds = MeetingLedger(
      limit: settings.contactLimit, share: settings.contactShare, isOfCrowds: true,
      isRemembered: settings.isRemembered)
    cuts = CutContents(isRemembered: settings.isRemembered)
    names = NameLedger(limit: settings.contactLimit, isRemembered: settings.isRemembered)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // What may be a usual service is known by its content, which comes behind the opening.
    guard sighting.isRealOpening, sighting.fromDevice,
      SharedPeer.usualContent(sighting) == nil
    else { return nil }
    return meet(sighting, isUsual: sighting.isEcho, at: site)
  }

  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard SharedPeer.usualContent(sighting) != nil, sighting.scope == .outside,
      roles.contains(sighting.device.role), let sample = sighting.content.sample,
      sample.octets.count < min(sample.wireLength, PacketSample.most)
    else { return nil }
    cuts.note(sighting.peerEnd.address)
    return nil
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isFirstPayload, SharedPeer.usualContent(sighting) == nil else { return nil }
    return meet(sighting, isUsual: false, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let traits = sighting.event.flow.traits
    guard traits.isDisjoint(with: .midstream) || traits.contains(.payloadSeen) else { return nil }
    if let usual = SharedPeer.usualContent(sighting) {
      if sighting.spoken == usual { return nil }
      // What says nothing, or was cut, contradicts nothing.
      let flow = sighting.event.flow
      let isUsual =
        sighting.spoken == nil
        && (flow.initiator.payloadBytes == 0 && flow.responder.payloadBytes == 0
          || cuts.contains(sighting.peerEnd.address))
      return meet(sighting, isUsual: isUsual, at: site)
    }
    let point = MeetingPoint.peer(sighting.peerEnd.address)
    let device = sighting.device.index
    // Where the opening was the other end's packet, the device's own part comes without an event.
    if meetings[point]?.members.contains(where: { $0.device == device }) == true { return nil }
    return meet(sighting, isUsual: sighting.isEcho, at: site)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let certified =
      sighting.content.message?.name == "tls" ? certify(sighting, at: site) : nil
    guard sighting.fromDevice, let usual = SharedPeer.usualContent(sighting),
      sighting.spoken == usual
    else { return certified }
    return meet(sighting, isUsual: true, at: site) ?? certified
  }

  mutating func heard(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isOwnInitiative, sighting.fromDevice, let name = sighting.content.name,
      !site.isExpected(name.text), let domain = sighting.domain
    else { return nil }
    let device = sighting.device
    // What devices ask for is no habit of the site by that.
    names.note(
      name.text, of: domain, by: roles.contains(device.role) ? nil : device.identity,
      at: sighting.event.time)
    guard roles.contains(device.role), sighting.isOfDeviceAlone,
      let contact = contact(sighting)
    else { return nil }
    // To ask a resolver inside is the device's job; to meet somebody outside is not.
    if name.kind != .question {
      guard sighting.scope == .outside, sighting.expectation == nil else { return nil }
    }
    let point: MeetingPoint = name.kind == .question ? .question(domain) : .name(domain)
    return note(contact, at: point, isUsual: false, sighting, site)
  }

  mutating func reconsider(
    _ reconsideration: Reconsideration, at site: borrowing Site
  ) -> [Finding] {
    var findings: [Finding] = []
    for (point, meeting) in meetings.open {
      guard var told = meeting.told else { continue }
      let left = unexpected(meeting.members, told.scene, point, by: reconsideration, at: site)
      guard left.count < meeting.members.count else { continue }
      let isOver = !FleetMix(left).isMixed
      // Of what is expected now nothing will be said any more.
      meetings.keep(Set(left.map(\.index)), at: point)
      told.count = left.count
      if isOver {
        told.isOpen = false
        told.update += 1
      }
      let teller =
        meeting.members.first { $0.address == told.scene.deviceEnd.address } ?? meeting.members[0]
      guard meetings.tell(told, of: point, by: teller.device), isOver else { continue }
      findings.append(
        closing(
          point, meeting, told, site.device(at: teller.device), at: reconsideration.time, site))
    }
    return findings
  }

  var counters: [(name: String, value: UInt64)] {
    [
      ("points", UInt64(meetings.count + crowds.count)),
      ("points_forgotten", meetings.forgotten &+ crowds.forgotten),
    ]
  }

  mutating func changes() -> [Remembered] {
    meetings.changes() + crowds.changes() + names.changes() + cuts.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try meetings.restore(entries)
    try crowds.restore(entries)
    try cuts.restore(entries)
    try names.restore(entries)
  }

  /// What is spoken on a port that anybody may use outside: time and names.
  private static func usualContent(_ sighting: borrowing Sighting) -> ProtocolName? {
    let flow = sighting.event.flow
    // An answer whose question was not captured has the port on the device's side.
    let (port, other) = (flow.responder.port, flow.initiator.port)
    switch flow.transport {
    case .udp: return port == 123 || other == 123 ? "ntp" : port == 53 || other == 53 ? "dns" : nil
    case .tcp: return port == 53 ? "dns" : port == 853 ? "tls" : nil
    default: return nil
    }
  }

  private func contact(_ sighting: borrowing Sighting) -> Meeting.Member? {
    guard let kind = ServiceKind(sighting) else { return nil }
    var contact = Meeting.Member(
      device: sighting.device.index, at: sighting.event.flow.last,
      peer: sighting.peerEnd.address, service: kind, address: sighting.deviceEnd.address)
    contact.client = sighting.content.session.ja4 ?? ""
    return contact
  }

  /// Notes that a device meets an outside address.
  private mutating func meet(
    _ sighting: borrowing Sighting, isUsual: Bool, at site: borrowing Site
  ) -> Finding? {
    guard sighting.isOwnInitiative, !sighting.isReply, sighting.deviceTookPart,
      sighting.scope == .outside,
      let contact = contact(sighting)
    else { return nil }
    let address = MeetingPoint.peer(contact.peer)
    let network = MeetingPoint.network(of: contact.peer)
    guard roles.contains(sighting.device.role) else {
      // Of a stranger nobody knows whether it is an ordinary machine.
      guard sighting.device.role != .unknown else { return nil }
      meetings.note(general: contact.device, at: address, opening: false)
      crowds.note(general: contact.device, at: network, opening: true)
      return nil
    }
    // A machine of the house is nobody outside, whatever its address.
    guard sighting.expectation == nil, sighting.isOfDeviceAlone,
      sighting.peer?.addresses.contains(contact.peer) != true
    else { return nil }
    let told = note(contact, at: address, isUsual: isUsual, sighting, site)
    // Neighbours on the device's own network are no news either.
    guard !isUsual, network != .network(of: contact.address) else { return told }
    guard told == nil else {
      _ = meetings.note(contact, at: network, isUsual: false)
      return told
    }
    return note(contact, at: network, isUsual: false, sighting, site)
  }

  /// Notes the certificate that a device got, by the client that asked for it.
  private mutating func certify(
    _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    guard sighting.isOwnInitiative, sighting.scope == .outside, sighting.expectation == nil,
      roles.contains(sighting.device.role), sighting.isOfDeviceAlone,
      let client = sighting.content.session.ja4,
      let certificate = sighting.content.message?.fields["certificate"]?.fields,
      case .octets(let digest)? = certificate["sha256"],
      let contact = contact(sighting)
    else { return nil }
    let fingerprint = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      .joined()
    // One that nobody else has signed is nobody else's; a signed one may be that of a large provider.
    let issuer = certificate["issuer"]?.text ?? ""
    let isSelfSigned = !issuer.isEmpty && issuer == certificate["subject"]?.text
    let isUsual = SharedPeer.usualContent(sighting) != nil
    return note(
      contact,
      at: .certificate(client: isSelfSigned ? "" : client, fingerprint: fingerprint),
      isUsual: isUsual, sighting, site)
  }
}
