public import Capture
import Devices
public import Flows
import Packets

/// The rules at work: finds whose conversation an event is, and asks every rule about it.
public struct RuleSet: Sendable {
  /// What the operator has told.
  public let site: Site
  private let isWatched: [Bool]
  private var rules: [any Rule]
  /// Events that concerned a watched device.
  public private(set) var sightings: UInt64 = 0
  /// Devices of the inventory that were seen, by index.
  private var isSeen: [Bool]

  /// The catalogue's rules, without those that are switched off.
  public init(site: Site, settings: RuleSettings) {
    self.site = site
    isWatched = site.inventory.devices.map { settings.watchedRoles.contains($0.role) }
    isSeen = isWatched.map { _ in false }
    rules = RuleCatalog.all
      .filter { !settings.disabledRules.contains($0.identity.name) }
      .map { $0.init(settings: settings) }
  }

  /// How many devices of the inventory were seen.
  public var devicesSeen: Int { isSeen.count { $0 } }

  /// What each rule counts: rule name, counter name, value; in catalogue order.
  public var counters: [(rule: String, name: String, value: UInt64)] {
    rules.flatMap { rule in
      rule.counters.map { (type(of: rule).identity.name, $0.name, $0.value) }
    }
  }

  /// Judges a batch of flow events, in order, and appends what is worth telling.
  /// - Parameters:
  ///   - events: The events.
  ///   - contents: What each event's conversation says, in the same order; empty where nobody looked.
  ///   - findings: Where findings go.
  public mutating func judge(
    _ events: borrowing FlowEvents, _ contents: [SightedContent] = [],
    into findings: inout [Finding]
  ) {
    guard !site.inventory.devices.isEmpty else { return }
    let list = events.list
    for index in list.indices {
      let content = index < contents.count ? contents[index] : SightedContent()
      // Nobody asks about a packet that says nothing.
      if list[index].kind == .packet, content.message == nil, content.name == nil { continue }
      let initiator = device(list[index].flow, initiator: true)
      let responder = device(list[index].flow, initiator: false)
      if initiator == nil, responder == nil { continue }
      // A device that talks to itself, or both sides of a router, says nothing about anybody.
      if initiator == responder { continue }
      if let initiator {
        judge(
          list[index], content, initiator, peer: responder, deviceStarted: true, into: &findings)
      }
      if let responder {
        judge(
          list[index], content, responder, peer: initiator, deviceStarted: false, into: &findings)
      }
    }
  }

  /// Tells the rules that packet time has come so far, and appends what did not happen by then.
  public mutating func advance(to time: Timestamp, into findings: inout [Finding]) {
    for index in rules.indices { findings += rules[index].advance(to: time, at: site) }
  }

  /// What has changed in the memory of the rules since the last call; everything the first time.
  public mutating func changes() -> [StoredEntry] {
    rules.indices.flatMap { rules[$0].changes(of: site) }
  }

  /// Takes back what `changes()` gave in an earlier run: of each rule, kind and key the latest.
  ///
  /// Entries of rules that are switched off, and of devices that the inventory does not have any more, are
  /// left out.
  /// - Returns: How many entries were left out.
  /// - Throws: `StoredFault` where an entry is none of its rule's.
  public mutating func restore(_ entries: [StoredEntry]) throws(StoredFault) -> Int {
    let names = Set(site.inventory.devices.map(\.identity))
    let known = entries.filter { $0.device.isEmpty || names.contains($0.device) }
    var taken = 0
    for index in rules.indices {
      let own = known.filter { $0.rule == type(of: rules[index]).identity.name }
      taken += own.count
      try rules[index].restore(own, at: site)
    }
    return entries.count - taken
  }

  private func device(_ flow: borrowing Flow, initiator: Bool) -> Int? {
    let end = initiator ? flow.initiator : flow.responder
    guard let index = site.inventory.device(mac: end.mac, ip: end.address) else { return nil }
    let device = site.inventory.devices[index]
    guard flow.isIP, device.role == .switch, isForwarding(device, end) else { return index }
    // A switch that routes puts its own hardware address on what others send; a whole time to live says
    // that it is the sender itself, under an address that nobody declared.
    if initiator, Self.initialTimesToLive.contains(flow.timeToLive) { return index }
    return site.inventory.index(forAddress: end.address)
  }

  /// Times to live that systems send with.
  private static let initialTimesToLive: [UInt8] = [32, 64, 128, 255]

  /// Whether a switch that was found by its hardware address may only pass something on: its own
  /// addresses are known, and this one is another that routers forward.
  private func isForwarding(_ device: Device, _ end: Flow.End) -> Bool {
    !device.addresses.isEmpty && !device.addresses.contains(end.address)
      && !AddressScope.isLocal(end.address)
  }

  private mutating func judge(
    _ event: FlowEvent, _ content: SightedContent, _ index: Int, peer: Int?, deviceStarted: Bool,
    into findings: inout [Finding]
  ) {
    isSeen[index] = true
    guard isWatched[index] else { return }
    sightings += 1
    let device = site.inventory.devices[index]
    let peer = peer.map { site.inventory.devices[$0] }
    let flow = event.flow
    let peerEnd = deviceStarted ? flow.responder : flow.initiator
    let transport = flow.transport
    let hasPorts = transport?.hasPorts ?? false
    let sighting = Sighting(
      event: event, device: device, peer: peer, deviceStarted: deviceStarted,
      scope: flow.isIP ? site.policy.scope(of: peerEnd.address) : .local,
      expectation: site.policy.expectation(
        device: device, peer: flow.isIP ? peerEnd.address : nil, peerDevice: peer,
        transport: transport, isEther: !flow.isIP, port: hasPorts ? flow.responder.port : nil),
      content: content)
    for index in rules.indices {
      let finding: Finding? =
        switch event.kind {
        case .opened: rules[index].opened(sighting, at: site)
        case .resumed: rules[index].resumed(sighting, at: site)
        case .packet: rules[index].heard(sighting, at: site)
        case .ended: rules[index].ended(sighting, at: site)
        }
      if let finding { findings.append(finding) }
    }
  }
}
