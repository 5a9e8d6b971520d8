import Capture
import Devices
import Flows
import Packets

/// An IP address of a device has moved to another hardware address, or a device's hardware address to another
/// VLAN.
///
/// State: who has each address of a device, and on which VLANs each of its hardware addresses was heard; 8192
/// of each at most, of one device 64. Severity: medium for addresses that the inventory gives, and for a
/// controller that is on two VLANs; else low.
struct MovedAddress: Rule {
  static let identity = RuleIdentity(
    name: "identity.mac-moved",
    title: "Address of a device has moved",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1557", name: "Adversary-in-the-Middle"),
    ], severities: [.low, .medium],
    explanation: """
      Sees: an IP address of a device belonged to one hardware address and now belongs to another: the \
      first one has claimed it twice at least and is silent since, and the second one has kept it for 10 \
      minutes. For controllers and switches, and for addresses that the inventory does not give, it is \
      enough that the second one has told so unasked (gratuitous ARP, unsolicited advertisement) and still \
      claims it 10 seconds later. Or: a hardware address of a device that was on one VLAN for 10 minutes \
      begins conversations on another, and either goes on in its own (strays), or is silent there for 10 \
      minutes (has moved).
      Why: a board or card was exchanged, or somebody has taken over the address of one that is off.
      Risk: 47 for an IP address that the inventory gives, and for a controller that is on two VLANs; 21 for \
      an address that comes back, for other addresses and other VLANs.
      Benign causes: repair, a new card, a VLAN that was renumbered, a cluster whose second half took over. \
      Not told: addresses that a DHCP server was heard to give to the new one, unless the inventory gives \
      them to a controller or switch; the cases that identity.address-conflict leaves out; VLANs of \
      switches and routers; frames without a tag; VLANs that an address is on from the beginning.
      By hand:
        tcpdump -enr FILE 'arp src host ADDRESS'
        tcpdump -enr FILE 'ether src MAC and vlan'
      To silence: Correct the device's row in the inventory: the hardware address that it has now. \
      With both, in rows of one name and role, it may go to and fro between them; a third one is \
      still told. Where a VLAN was renumbered nothing is to be done: it is told once.
      """)

  static let hooks: RuleHooks = [.opened, .resumed, .overheard]

  static let languages: Set<ProtocolName> = SharedAddresses.languages.union([
    "arp", "icmpv6", "dhcp",
  ])

  private let managed: ManagedDevices
  private var tenures: DeviceNotes<AddressTenure>
  private var homes: DeviceNotes<VLANHome>
  private var stories: DeviceNotes<Story>
  /// To which device an address belongs that the inventory does not give.
  private var owners: [IPAddress: Int] = [:]

  init(settings: RuleSettings) {
    managed = ManagedDevices(settings)
    tenures = DeviceNotes("address", isRemembered: settings.isRemembered)
    homes = DeviceNotes("vlan", isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func overheard(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, at site: borrowing Site
  ) -> Finding? {
    guard let utterance = Utterance(event, content) else { return nil }
    for address in SharedAddresses.told(by: utterance) {
      if let owner = site.owner(of: address) ?? owners[address].map(site.device(at:)) {
        update(address, utterance.vlan, of: owner) { $0.isShared = true }
      }
    }
    noteLease(utterance, site)
    guard let claim = AddressClaim(utterance), let device = owner(of: claim, site) else {
      return nil
    }
    return note(claim, of: device, utterance.sighting(of: device), site)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if let claim = AddressClaim(opening: sighting.event), let device = owner(of: claim, site) {
      let own = Sighting(
        event: sighting.event, device: device, peer: nil, deviceStarted: true,
        scope: sighting.scope, expectation: nil, content: sighting.content)
      if let finding = note(claim, of: device, own, site) { return finding }
    }
    return noteHome(sighting)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    noteHome(sighting)
  }

  var counters: [(name: String, value: UInt64)] {
    [("addresses", UInt64(tenures.count)), ("addresses_refused", tenures.refused)]
  }

  mutating func changes() -> [Remembered] {
    tenures.changes() + homes.changes() + stories.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for (device, name, _) in try tenures.restore(entries) {
      if let address = IPAddress(String(name.prefix { $0 != " " })) { owners[address] = device }
    }
    try homes.restore(entries)
    try stories.restore(entries)
  }

  /// The device whose address is claimed; `nil` where it is nobody's, or the claim is a router's.
  private func owner(of claim: AddressClaim, _ site: borrowing Site) -> Device? {
    let claimant = site.device(mac: claim.mac)
    if claimant?.role == .router { return nil }
    var owner = site.owner(of: claim.address) ?? owners[claim.address].map(site.device(at:))
    if owner == nil, let claimant, claimant.confidence == nil, claimant.role != .switch,
      claim.kind != .packet
    {
      owner = claimant
    }
    guard let owner, managed.includes(owner) else { return nil }
    // A switch that routes answers for others, and passes on what they send.
    if let claimant, claimant.role == .switch, claimant.index != owner.index { return nil }
    return owner
  }

  private mutating func update(
    _ address: IPAddress, _ vlan: UInt16, of owner: Device,
    _ change: (inout AddressTenure) -> Void
  ) {
    guard managed.includes(owner) else { return }
    let name = vlan == 0 ? "\(address)" : "\(address) vlan \(vlan)"
    var tenure = tenures[owner.index, name] ?? AddressTenure()
    change(&tenure)
    tenures[owner.index, name] = tenure
    if tenures[owner.index, name] != nil { owners[address] = owner.index }
  }

  /// A server gives an address to a client: DHCPACK, RFC 2131 section 3.1.
  private mutating func noteLease(_ utterance: borrowing Utterance, _ site: borrowing Site) {
    guard utterance.message.name == "dhcp", utterance.number("message_type") == 5,
      let address = utterance.address("your_address"), address != IPAddress(v4: 0),
      let client = utterance.mac("client_hardware_address"),
      let owner = site.owner(of: address) ?? owners[address].map(site.device(at:))
        ?? site.device(mac: client)
    else { return }
    update(address, utterance.vlan, of: owner) { $0.lease = client }
  }

  private mutating func note(
    _ claim: AddressClaim, of device: Device, _ sighting: borrowing Sighting,
    _ site: borrowing Site
  ) -> Finding? {
    let name = claim.name
    let time = sighting.event.time
    var tenure = tenures[device.index, name] ?? AddressTenure()
    guard !tenure.isShared else { return nil }
    var mac = claim.mac
    if let holder = tenure.holder?.mac, site.isOneMachine(holder, mac) { mac = holder }
    let isGiven = site.owner(of: claim.address) != nil
    let isFixed = isGiven && (device.role == .bmc || device.role == .switch)
    let former = tenure.note(mac, claim.kind, at: time, trusting: isFixed || !isGiven)
    tenures[device.index, name] = tenure
    if tenures[device.index, name] != nil { owners[claim.address] = device.index }
    guard let former, let holder = tenure.holder else { return nil }
    let isLeased = isGiven ? tenure.lease == mac : tenure.lease != nil
    let severity = isGiven && !device.macs.contains(mac) ? Severity.medium : .low
    guard isFixed || !isLeased,
      let due = stories.tell(
        "\(name) to \(mac)", of: device.index, at: time, since: holder.first, severity: severity)
    else { return nil }
    let silence = NumberText.duration(Double(time.nanoseconds(since: former.last)) / 1e9)
    let place = claim.vlan == 0 ? "" : " on VLAN \(claim.vlan)"
    let maker =
      former.mac.organization == mac.organization
      ? "of the same maker's block" : "of another maker's block"
    let how = holder.isAnnounced ? "which announced it" : "which keeps it"
    var finding = Finding(
      Self.identity, channel: "\(name) to \(mac)", severity: severity,
      riskScore: Double(severity.rawValue), since: former.first,
      reason: "\(claim.address) of \(device.label) (\(device.role.rawValue)) has moved\(place) "
        + "from \(former.mac)\(NeighborText.parenthesis(former.mac, site)), silent for \(silence), "
        + "to \(mac)\(NeighborText.parenthesis(mac, site)), \(maker), \(how).",
      sighting,
      evidence: [
        Evidence("move.address", .text("\(claim.address)")),
        Evidence("move.vlan", .integer(Int(claim.vlan))),
        Evidence("move.from", .text("\(former.mac)")),
        Evidence("move.from_last", .moment(former.last.rawValue)),
        Evidence("move.to", .text("\(mac)")),
        Evidence("move.to_first", .moment(holder.first.rawValue)),
        Evidence("move.in_inventory", .flag(isGiven)),
        Evidence("move.announced", .flag(holder.isAnnounced)),
        Evidence("move.leased", .flag(tenure.lease == mac)),
      ])
    finding.update = due.update
    finding.deviceEnd.address = claim.address
    finding.deviceEnd.mac = claim.mac
    return finding
  }

  private mutating func noteHome(_ sighting: borrowing Sighting) -> Finding? {
    let device = sighting.device
    let end = sighting.deviceEnd
    let vlan = sighting.event.flow.vlans.innermost
    guard vlan != 0, sighting.fromDevice, sighting.deviceStarted, device.macs.contains(end.mac),
      device.role != .switch, device.role != .router
    else { return nil }
    let name = "\(end.mac)"
    var home = homes[device.index, name] ?? VLANHome()
    let verdict = home.note(vlan, at: sighting.event.time)
    homes[device.index, name] = home
    guard let verdict else { return nil }
    let (stranger, own, isStray) =
      switch verdict {
      case .strayed(let other, let home): (other, home, true)
      case .moved(let other, let home): (other, home, false)
      }
    let channel = "\(end.mac) vlan \(own) to \(stranger)"
    let isMedium = isStray && device.role == .bmc
    let due = stories.tell(
      channel, of: device.index, at: sighting.event.time, severity: isMedium ? .medium : .low)
    guard let due else { return nil }
    let what =
      isStray
      ? "begins conversations on VLAN \(stranger) too, and goes on in VLAN \(own), the only one before"
      : "has moved from VLAN \(own) to VLAN \(stranger)"
    var finding = Finding(
      Self.identity, channel: channel, severity: isMedium ? .medium : .low,
      riskScore: isMedium ? 47 : 21, since: due.first,
      reason: "\(end.mac) of \(device.label) (\(device.role.rawValue)) \(what).", sighting,
      evidence: [
        Evidence("move.from_vlan", .integer(Int(own))),
        Evidence("move.to_vlan", .integer(Int(stranger))),
        Evidence("move.strays", .flag(isStray)),
      ])
    finding.update = due.update
    return finding
  }
}
