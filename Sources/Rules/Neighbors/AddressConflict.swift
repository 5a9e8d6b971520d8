import Capture
import Devices
import Flows
import Packets

/// Two hardware addresses claim one IP address of a device in turns.
///
/// State: of each address its latest four claimants and eight turns, 8192 addresses at most; how many
/// addresses each hardware address claims. Severity: medium; high where the device is a controller or
/// switch.
struct AddressConflict: Rule {
  static let identity = RuleIdentity(
    name: "identity.address-conflict",
    title: "Two hardware addresses claim one IP address in turns",
    version: "1", category: "Credential Access",
    techniques: [
      Technique(id: "T1557.002", name: "ARP Cache Poisoning"),
      Technique(id: "T1200", name: "Hardware Additions"),
    ], severities: [.medium, .high],
    explanation: """
      Sees: the IP address of a device is claimed by two hardware addresses on one VLAN that take turns: \
      within 10 minutes it goes from one to the other at least three times (A, B, A, B), over 5 seconds \
      at least, so both are alive. Claims are the sender's pair in ARP, neighbor advertisements that \
      override, the source of solicitations, and from the third on conversations that begin with a whole \
      time to live.
      Why: who claims another machine's address gets its traffic; and an implant with its own hardware \
      address that borrows an address answers beside its owner.
      Risk: 73 where the device is a controller or switch, else 47.
      Benign causes: one address given to two machines by mistake, a bond that nobody declared whose \
      cards are not numbered on, a cluster whose address goes to and fro. Not told: one change, or one \
      there and back, as a failover is; addresses and hardware addresses of VRRP, HSRP, GLBP, CARP and \
      load balancers, hardware addresses of one device, or fewer than 8 apart where the inventory does not \
      know both, what routers and switches claim for others, who answers for more than 8 addresses, ARP \
      probes.
      By hand:
        tcpdump -enr FILE 'arp src host ADDRESS'
        tcpdump -enr FILE 'icmp6 and ip6[40] == 136'
      To silence: Of a bond or a cluster, give both hardware addresses to one device of the \
      inventory (rows with one name and role): a third one is still told. Else give one of the two \
      another address.
      """)

  static let hooks: RuleHooks = [.opened, .overheard]

  static let languages: Set<ProtocolName> = SharedAddresses.languages.union(["arp", "icmpv6"])

  /// Turns count within this, in nanoseconds: 10 minutes.
  static let window: Int64 = 600_000_000_000
  /// They must go on for this long, in nanoseconds: a cluster that makes up its mind is done by then.
  static let shortest: Int64 = 5_000_000_000
  /// Changes from one to the other. A failover is one, there and back two; three is A-B-A-B.
  static let fewestTurns = 3
  /// Who claims more addresses than this answers for others, as a router does (proxy ARP, RFC 1027).
  static let mostAddressesOfOne = 8

  private let managed: ManagedDevices
  private var addresses: DeviceNotes<AddressHolders>
  private var stories: DeviceNotes<Story>
  /// To which device an address belongs that no inventory names: what a declared hardware address claims.
  private var owners: [IPAddress: Int] = [:]
  /// How many addresses of devices each hardware address claims.
  private var claims: [MACAddress: Int] = [:]

  init(settings: RuleSettings) {
    managed = ManagedDevices(settings)
    addresses = DeviceNotes("address", isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func overheard(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, at site: borrowing Site
  ) -> Finding? {
    guard let utterance = Utterance(event, content) else { return nil }
    for address in SharedAddresses.told(by: utterance) { share(address, utterance.vlan, site) }
    guard let claim = AddressClaim(utterance), let device = owner(of: claim, site) else {
      return nil
    }
    return note(claim, of: device, utterance.sighting(of: device), site)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let claim = AddressClaim(opening: sighting.event), let device = owner(of: claim, site)
    else { return nil }
    return note(
      claim, of: device,
      Sighting(
        event: sighting.event, device: device, peer: nil, deviceStarted: true,
        scope: sighting.scope, expectation: nil, content: sighting.content), site)
  }

  var counters: [(name: String, value: UInt64)] {
    [("addresses", UInt64(addresses.count)), ("addresses_refused", addresses.refused)]
  }

  mutating func changes() -> [Remembered] { addresses.changes() + stories.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for (device, _, holders) in try addresses.restore(entries) {
      owners[holders.address] = device
      for holder in holders.holders { claims[holder.mac, default: 0] += 1 }
    }
    try stories.restore(entries)
  }

  /// The device whose address is claimed; `nil` where it is nobody's, or the claim is a router's.
  private mutating func owner(of claim: AddressClaim, _ site: borrowing Site) -> Device? {
    let claimant = site.device(mac: claim.mac)
    if claimant?.role == .router { return nil }
    var owner = site.owner(of: claim.address) ?? owners[claim.address].map(site.device(at:))
    if owner == nil, let claimant, claim.kind != .packet, claimant.role != .switch {
      owner = claimant
    }
    guard let owner, managed.includes(owner) else { return nil }
    // A switch that routes answers for others, and passes on what they send.
    if let claimant, claimant.role == .switch, claimant.index != owner.index { return nil }
    return owner
  }

  private mutating func share(_ address: IPAddress, _ vlan: UInt16, _ site: borrowing Site) {
    guard let device = site.owner(of: address) else { return }
    let name = vlan == 0 ? "\(address)" : "\(address) vlan \(vlan)"
    var holders = addresses[device.index, name] ?? AddressHolders(address: address)
    guard !holders.isShared else { return }
    holders.isShared = true
    addresses[device.index, name] = holders
  }

  private mutating func note(
    _ claim: AddressClaim, of device: Device, _ sighting: borrowing Sighting,
    _ site: borrowing Site
  ) -> Finding? {
    let name = claim.name
    var holders = addresses[device.index, name] ?? AddressHolders(address: claim.address)
    guard !holders.isShared else { return nil }
    // Ports of one machine are one claimant.
    var mac = claim.mac
    for holder in holders.holders where site.isOneMachine(holder.mac, mac) { mac = holder.mac }
    let isNew = !holders.holders.contains { $0.mac == mac }
    if isNew, claims[mac] != nil || claims.count < 65_536 { claims[mac, default: 0] += 1 }
    let time = sighting.event.time
    let hasTurned = holders.note(mac, claim.kind, at: time)
    addresses[device.index, name] = holders
    if addresses[device.index, name] != nil { owners[claim.address] = device.index }
    let isProxied = holders.holders.contains { isProxy($0.mac, for: device) }
    guard hasTurned, !isProxied else { return nil }
    let turns = holders.turns(within: AddressConflict.window, before: time)
    guard turns.count >= AddressConflict.fewestTurns, let first = turns.first,
      time.nanoseconds(since: first) >= AddressConflict.shortest,
      let due = stories.tell(
        name, of: device.index, at: time, since: first, severity: .high)
    else { return nil }
    return finding(claim, mac, holders, turns.count, due, device, sighting, site)
  }

  private func isProxy(_ mac: MACAddress, for device: Device) -> Bool {
    claims[mac, default: 0] > AddressConflict.mostAddressesOfOne && !device.macs.contains(mac)
  }

  private func finding(
    _ claim: AddressClaim, _ mac: MACAddress, _ holders: AddressHolders, _ turns: Int,
    _ due: Story.Due, _ device: Device, _ sighting: borrowing Sighting, _ site: borrowing Site
  ) -> Finding {
    let others = holders.holders.filter { $0.mac != mac && $0.isReal }
    let other = others.max { $0.last < $1.last }?.mac ?? mac
    let isHigh = device.role == .bmc || device.role == .switch
    let place = claim.vlan == 0 ? "" : " on VLAN \(claim.vlan)"
    let seconds = NumberText.duration(
      Double(sighting.event.time.nanoseconds(since: due.first)) / 1e9)
    let names = [mac, other].map { "\($0)" + NeighborText.parenthesis($0, site) }
    var finding = Finding(
      Self.identity, channel: claim.name, severity: isHigh ? .high : .medium,
      riskScore: isHigh ? 73 : 47, since: due.first,
      reason: "\(claim.address) of \(device.label) (\(device.role.rawValue)) is claimed by "
        + "\(names[0]) and \(names[1]) in turns\(place): it went from one to the other at least "
        + "\(turns) times within 10 minutes, first \(seconds) ago.",
      sighting,
      evidence: [
        Evidence("claim.address", .text("\(claim.address)")),
        Evidence("claim.vlan", .integer(Int(claim.vlan))),
        Evidence("claim.hardware", .texts(holders.holders.map { "\($0.mac)" })),
        Evidence(
          "claim.counts", .decimals(holders.holders.map { Double($0.claims) }, places: 0)),
        Evidence("claim.turns", .integer(turns)),
        Evidence("claim.told", .integer(due.count)),
      ])
    finding.update = due.update
    finding.deviceEnd.address = claim.address
    finding.deviceEnd.mac = claim.mac
    return finding
  }
}
