public import Capture
public import Devices
public import Flows
import Packets

/// The rules at work: finds whose conversation an event is, and asks every rule about it.
public struct RuleSet: Sendable {
  /// What the operator has told.
  public internal(set) var site: Site
  private let isWatched: [Bool]
  private let watchedRoles: Set<DeviceRole>
  private let infersRoles: Bool
  private let disabled: Set<String>
  var rules: [any Rule]
  /// Which rules hear of the messages of a protocol: whoever sent them, and of devices.
  private let listeners: [ProtocolName: (overhearing: [Int], speaking: [Int])]
  /// Which rules are asked about what.
  var asked: AskedRules
  /// Events that concerned a watched device, single packets apart.
  public private(set) var sightings: UInt64 = 0
  /// What is known of the inventory's devices, by index.
  var knowledge: DeviceKnowledge
  /// Whether what was told earlier has been held against the policy; not yet behind a restart.
  var isReconsidered = true
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
    // A machine has a card, whoever found out what it is.
    watchedRoles = Set(
      settings.watchedRoles + (settings.watchedRoles.contains(.nic) ? [.server, .host] : []))
    knowledge = DeviceKnowledge(
      devices: site.inventory.devices.count, isRemembered: isRemembered)
    ledger = PolicyLedger(
      policy: site.policy, inventory: site.inventory, isRemembered: isRemembered)
    infersRoles = settings.infersRoles
    disabled = Set(settings.disabledRules)
    rules = RuleCatalog.all
      .filter { !settings.disabledRules.contains($0.identity.name) }
      .map { $0.init(settings: settings) }
    var listeners: [ProtocolName: (overhearing: [Int], speaking: [Int])] = [:]
    for (index, rule) in rules.enumerated() {
      let hooks = type(of: rule).hooks
      for name in type(of: rule).languages {
        if hooks.contains(.overheard) {
          listeners[name, default: ([], [])].overhearing.append(index)
        }
        if hooks.contains(.spoke) { listeners[name, default: ([], [])].speaking.append(index) }
      }
    }
    asked = AskedRules(rules)
    if asked.followsSystems {
      self.site.systems = SystemsLedger(isRemembered: isRemembered)
      // Who asks for its own address has just started.
      listeners["arp", default: ([], [])].overhearing += []
    }
    self.listeners = listeners
  }

  /// How many devices of the inventory were seen.
  public var devicesSeen: Int { knowledge.seen }

  /// How many machines count that the inventory does not name, how many of them by their evidence, and how
  /// many are left out for want of room.
  public var hosts: (watched: Int, identified: Int, refused: UInt64) {
    (site.hosts.count, site.hosts.identified, site.hosts.refused)
  }

  /// What is counted of the systems behind addresses: counter name, value.
  public var systemsCounters: [(name: String, value: UInt64)] { site.systems.counters }

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
  ///   - identifications: What has become clear of machines, in the order of events.
  ///   - findings: Where findings go.
  public mutating func judge(
    _ events: borrowing FlowEvents, _ contents: [SightedContent] = [],
    _ identifications: [Identification] = [], into findings: inout [Finding]
  ) {
    guard !site.inventory.isEmpty || !site.watch.isEmpty || infersRoles else { return }
    let list = events.list
    var next = 0
    for index in list.indices {
      while next < identifications.count, identifications[next].event <= index {
        advance(to: list[index].time, into: &findings)
        identify(identifications[next], into: &findings)
        next += 1
      }
      var content = index < contents.count ? contents[index] : SightedContent()
      // Of single packets rules hear only those that show what sent them, ask for a name, or carry a
      // message that a rule listens to.
      if list[index].kind == .packet, content.name == nil, content.marks == nil,
        content.sample == nil, !isHeard(content)
      {
        continue
      }
      if list[index].kind == .packet, let message = content.message,
        let listening = listeners[message.name]?.overhearing, !listening.isEmpty
      {
        overhear(list[index], content, listening, into: &findings)
      }
      if let message = content.message, message.name == "dns",
        site.policy.scope(of: list[index].flow.responder.address) != .outside
      {
        ledger.resolved.note(message, at: list[index].time, by: site.policy)
      }
      let initiator = device(list[index].flow, initiator: true)
      let responder = device(list[index].flow, initiator: false)
      if initiator == nil, responder == nil { continue }
      // A device that talks to itself, or both sides of a router, says nothing about anybody.
      if initiator == responder { continue }
      content.domain = content.name.flatMap { PublicSuffixes.registeredDomain(of: $0.text) }
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

  private mutating func overhear(
    _ event: FlowEvent, _ content: SightedContent, _ listening: [Int],
    into findings: inout [Finding]
  ) {
    advance(to: event.time, into: &findings)
    for index in listening {
      if let finding = rules[index].overheard(event, content, at: site) {
        tell(finding, into: &findings)
      }
    }
  }

  /// Whether a rule listens to the messages of a protocol.
  private func isHeard(_ content: borrowing SightedContent) -> Bool {
    guard !listeners.isEmpty, let message = content.message else { return false }
    return listeners[message.name] != nil
  }

  /// Takes back who counts by the evidence of an earlier run, before `restore(_:)`; nothing is told of it.
  public mutating func readmit(_ observed: ObservedDevice) {
    if isJudged(observed) {
      _ = site.hosts.admit(observed)
    } else {
      site.hosts.dismiss(observed)
    }
  }

  /// Takes in what has become clear of a machine.
  mutating func identify(_ identification: Identification, into findings: inout [Finding]) {
    readmit(identification.observed)
    for index in asked.identified {
      if let finding = rules[index].identified(identification, at: site) {
        tell(finding, into: &findings)
      }
    }
  }

  /// The confidence from which on a machine that nobody has declared is judged by its role.
  public static let leastConfidence = 0.8

  /// Whether a machine counts by its evidence: nobody has declared it, and it is clear enough what it is.
  ///
  /// Where there is an inventory, ordinary machines that are not in it are nobody's business; and where the
  /// operator wants them to be watched as strangers, they stay that.
  public func isJudged(_ observed: ObservedDevice) -> Bool {
    let role = observed.inference.role
    // On the sideband both ends send from an address that everybody is meant by.
    guard role != .unknown, observed.inference.confidence >= RuleSet.leastConfidence,
      observed.key.mac.map(Roster.isMachine) ?? true,
      InventoryVerdict(observed, in: site.inventory).declared == nil
    else { return false }
    let isOrdinary = role == .server || role == .host || role == .nic
    return !isOrdinary
      || site.inventory.isEmpty && !observed.addresses.contains(where: site.watch.includes)
  }

  /// Closes what was told earlier and is expected by now, once.
  private mutating func reconsider(at time: Timestamp, into findings: inout [Finding]) {
    isReconsidered = true
    for index in rules.indices {
      for finding in rules[index].reconsider(Reconsideration(at: time), at: site) {
        tell(finding, into: &findings)
      }
    }
  }

  /// Tells the rules that packet time has come so far, and appends what did not happen by then.
  public mutating func advance(to time: Timestamp, into findings: inout [Finding]) {
    if !isReconsidered { reconsider(at: time, into: &findings) }
    var late: [Finding] = []
    for index in asked.clock { late += rules[index].advance(to: time, at: site) }
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
      if let index = site.hosts.index(mac: end.mac, address: end.address, isIP: flow.isIP),
        initiator || site.hosts.device(at: index).confidence != nil
      {
        return index
      }
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

  /// Whether a machine that nobody has declared is judged: as its role is, or because it is watched.
  private func isJudged(_ device: Device) -> Bool {
    device.confidence == nil || watchedRoles.contains(device.role)
      || device.addresses.contains(where: site.watch.includes)
  }

  private mutating func judge(
    _ event: FlowEvent, _ content: SightedContent, _ index: Int, peer: Int?, deviceStarted: Bool,
    into findings: inout [Finding]
  ) {
    // A packet that shows nothing but what sent it is heard by those alone who ask for that.
    let listening =
      event.kind == .packet ? content.message.flatMap { listeners[$0.name]?.speaking } ?? [] : []
    let isHeard = event.kind != .packet || content.name != nil || !listening.isEmpty
    if isHeard { knowledge.note(index, at: event.time) }
    let device = site.device(at: index)
    guard index < isWatched.count ? isWatched[index] : isJudged(device) else { return }
    if event.kind != .packet { sightings += 1 }
    advance(to: event.time, into: &findings)
    let peer = peer.map { site.device(at: $0) }.flatMap { $0.role == .unknown ? nil : $0 }
    let flow = event.flow
    let peerEnd = deviceStarted ? flow.responder : flow.initiator
    let told =
      isHeard
      ? ledger.answer(
        PolicyQuestion(
          event, content, device: device, peerDevice: peer, deviceStarted: deviceStarted),
        at: event, by: site.policy)
      : (expectation: nil, usual: nil)
    var sighting = Sighting(
      event: event, device: device, peer: peer, deviceStarted: deviceStarted,
      scope: flow.isIP && !flow.isNeighborDiscovery
        ? site.policy.scope(of: peerEnd.address) : .local,
      expectation: told.expectation, usual: told.usual,
      content: content)
    if asked.followsSystems {
      if content.marks != nil {
        site.systems.noteDatagram(sighting)
        sighting.system = site.systems.note(sighting)
      } else if event.kind == .packet {
        site.systems.noteResolution(sighting)
      }
    }
    defer { if asked.followsSystems, event.kind == .ended { site.systems.end(sighting) } }
    if content.sample != nil {
      for index in asked.signaled {
        if let finding = rules[index].signaled(sighting, at: site) {
          tell(finding, into: &findings)
        }
      }
    }
    if content.marks != nil {
      for index in asked.marked {
        if let finding = rules[index].marked(sighting, at: site) { tell(finding, into: &findings) }
      }
    }
    guard isHeard else { return }
    for index in listening {
      if let finding = rules[index].spoke(sighting, at: site) { tell(finding, into: &findings) }
    }
    if event.kind == .packet, content.name == nil { return }
    let asking =
      switch event.kind {
      case .opened: asked.opened
      case .resumed: asked.resumed
      case .packet: asked.heard
      case .ended: asked.ended
      }
    for index in asking {
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
