public import Capture
import Devices
public import Flows
import Packets

/// The rules at work: finds whose conversation an event is, and asks every rule about it.
public struct RuleSet: Sendable {
  /// What the operator has told.
  public internal(set) var site: Site
  private let isWatched: [Bool]
  private let disabled: Set<String>
  var rules: [any Rule]
  /// Events that concerned a watched device, single packets apart.
  public private(set) var sightings: UInt64 = 0
  /// What is known of the inventory's devices, by index.
  var knowledge: DeviceKnowledge
  /// What the policy was asked.
  var ledger: PolicyLedger

  /// The catalogue's rules, without those that are switched off.
  /// - Parameters:
  ///   - site: What the operator has told.
  ///   - settings: The numbers.
  ///   - isRemembered: Whether `changes()` will be asked for.
  public init(site: Site, settings: RuleSettings, isRemembered: Bool = false) {
    var settings = settings
    settings.isRemembered = isRemembered
    self.site = site
    isWatched = site.inventory.devices.map { settings.watchedRoles.contains($0.role) }
    knowledge = DeviceKnowledge(
      devices: site.inventory.devices.count, isRemembered: isRemembered)
    ledger = PolicyLedger(
      policy: site.policy, inventory: site.inventory, isRemembered: isRemembered)
    disabled = Set(settings.disabledRules)
    rules = RuleCatalog.all
      .filter { !settings.disabledRules.contains($0.identity.name) }
      .map { $0.init(settings: settings) }
  }

  /// How many devices of the inventory were seen.
  public var devicesSeen: Int { knowledge.seen }

  /// How many machines are watched that the inventory does not name, and how many are not for want of room.
  public var hosts: (watched: Int, refused: UInt64) { (site.hosts.count, site.hosts.refused) }

  /// What each rule counts: rule name, counter name, value; in catalogue order.
  public var counters: [(rule: String, name: String, value: UInt64)] {
    rules.flatMap { rule in
      rule.counters.map { (type(of: rule).identity.name, $0.name, $0.value) }
    }
  }

  /// What the policy counts, by the packet time of the line that it is for: counter name, value.
  public func policyCounters(at time: Timestamp) -> [(name: String, value: UInt64)] {
    ledger.counters(at: time)
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
    guard !site.inventory.devices.isEmpty || !site.watch.isEmpty else { return }
    let list = events.list
    for index in list.indices {
      let content = index < contents.count ? contents[index] : SightedContent()
      // Of single packets rules hear only those that ask for a name or show what sent them.
      if list[index].kind == .packet, content.name == nil, content.marks == nil { continue }
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
    var late: [Finding] = []
    for index in rules.indices { late += rules[index].advance(to: time, at: site) }
    guard !late.isEmpty else { return }
    // Two rules may tell of the same moment: the catalogue's order stands.
    for (_, finding) in late.enumerated().sorted(by: {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }) {
      tell(finding, into: &findings)
    }
  }

  private func tell(_ finding: Finding, into findings: inout [Finding]) {
    if !disabled.contains(finding.rule.name) { findings.append(finding) }
  }

  private mutating func device(_ flow: borrowing Flow, initiator: Bool) -> Int? {
    let end = initiator ? flow.initiator : flow.responder
    guard let index = site.inventory.device(mac: end.mac, ip: end.address) else {
      guard initiator, flow.isIP, site.watch.includes(end.address) else { return nil }
      return site.hosts.admit(end.address)
    }
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
    // A packet that shows nothing but what sent it is heard by those alone who ask for that.
    let isHeard = event.kind != .packet || content.name != nil
    if isHeard { knowledge.note(index, at: event.time) }
    guard index >= isWatched.count || isWatched[index] else { return }
    if event.kind != .packet { sightings += 1 }
    advance(to: event.time, into: &findings)
    let device = site.device(at: index)
    let peer = peer.flatMap { $0 < isWatched.count ? site.inventory.devices[$0] : nil }
    let flow = event.flow
    let peerEnd = deviceStarted ? flow.responder : flow.initiator
    let told =
      isHeard
      ? ledger.answer(
        PolicyQuestion(
          event, content, device: device, peerDevice: peer, deviceStarted: deviceStarted),
        at: event, by: site.policy)
      : (expectation: nil, usual: nil)
    let sighting = Sighting(
      event: event, device: device, peer: peer, deviceStarted: deviceStarted,
      scope: flow.isIP ? site.policy.scope(of: peerEnd.address) : .local,
      expectation: told.expectation, usual: told.usual,
      content: content)
    if content.marks != nil {
      for index in rules.indices {
        if let finding = rules[index].marked(sighting, at: site) { tell(finding, into: &findings) }
      }
    }
    guard isHeard else { return }
    for index in rules.indices {
      let finding: Finding? =
        switch event.kind {
        case .opened: rules[index].opened(sighting, at: site)
        case .resumed: rules[index].resumed(sighting, at: site)
        case .packet: rules[index].heard(sighting, at: site)
        case .ended: rules[index].ended(sighting, at: site)
        }
      if let finding { tell(finding, into: &findings) }
    }
  }
}
