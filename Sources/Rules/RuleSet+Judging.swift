import Devices
public import Flows
import Packets

/// Whose conversation an event is, and what every rule says about it.
extension RuleSet {
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
    let list = events.list.span
    let unread = SightedContent()
    // Through spans: to copy each event's content costs more than to find that it concerns nobody.
    let known = contents.span
    var next = 0
    for index in list.indices {
      while next < identifications.count, identifications[next].event <= index {
        advance(to: list[index].time, into: &findings)
        identify(identifications[next], into: &findings)
        next += 1
      }
      if index < known.count {
        judge(list[index], known[index], into: &findings)
      } else {
        judge(list[index], unread, into: &findings)
      }
    }
  }

  /// Judges one event for whoever of the two ends is a device.
  private mutating func judge(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent,
    into findings: inout [Finding]
  ) {
    // Of single packets rules hear only those that show what sent them, ask for a name, or carry a
    // message that a rule listens to.
    if event.kind == .packet {
      guard content.name != nil || content.marks != nil || content.sample != nil || isHeard(content)
      else { return }
      if let message = content.message, let listening = listeners[message.name]?.overhearing,
        !listening.isEmpty
      {
        overhear(event, copy content, listening, into: &findings)
      }
    }
    if let message = content.message, message.name == "dns",
      site.policy.scope(of: event.flow.responder.address) != .outside
    {
      ledger.resolved.note(message, at: event.time, by: site.policy)
    }
    let initiator = device(event.flow, initiator: true)
    let responder = device(event.flow, initiator: false)
    // A device that talks to itself, or both sides of a router, says nothing about anybody.
    if initiator == responder { return }
    let domain = content.name.flatMap { PublicSuffixes.registeredDomain(of: $0.text) }
    if let initiator {
      judge(
        event, content, domain, initiator, peer: responder, deviceStarted: true, into: &findings)
    }
    if let responder {
      judge(
        event, content, domain, responder, peer: initiator, deviceStarted: false, into: &findings)
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
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, _ domain: String?,
    _ index: Int,
    peer: Int?, deviceStarted: Bool, into findings: inout [Finding]
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
      content: copy content)
    sighting.domain = domain
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
