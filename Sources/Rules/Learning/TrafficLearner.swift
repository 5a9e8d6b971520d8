import Capture
import Devices
import Flows
import Packets

/// Counts what the rules would judge: who talks to whom, for what and how often, where no policy entry
/// expects it. Hears what every rule hears, and finds nothing.
///
/// State: one entry a device, service and peer, of a device at most `share`; one a device and kind of frame;
/// one a domain that DNS was asked for. What found no room is counted.
struct TrafficLearner: Rule {
  /// Entries of all devices together; 500 bytes each.
  static let limit = 262_144
  /// Entries of one device.
  static let share = 8_192
  /// Kinds of frames, and domains.
  static let kinds = 8_192
  /// VLANs of one device.
  static let vlansApart = 64

  static let identity = RuleIdentity(
    name: "learn", title: "What is there", version: "1", category: "", techniques: [],
    explanation: "Counts what the rules would judge; in no catalogue, and never tells anything.")

  static let hooks: RuleHooks = [.life, .heard]

  /// Roles whose devices are heard of.
  let watchedRoles: [DeviceRole]
  private let knownTypes: Set<EtherType>
  private(set) var conversations: [LearnedConversations.Key: LearnedConversations] = [:]
  private(set) var frames: [FramesKey: LearnedFrames] = [:]
  private(set) var questions: [String: LearnedQuestions] = [:]
  /// Conversations of each device in each VLAN; the innermost tag counts, 0 is none.
  private(set) var vlans: [Int: [UInt16: Int]] = [:]
  /// Devices that took part in anything.
  private(set) var devices: Set<Int> = []
  /// Conversations that found no room.
  private(set) var refused: UInt64 = 0
  private var entries: [Int: Int] = [:]
  private var transfers = TransferRequests(isRemembered: false)

  /// A device and what its frames carry.
  struct FramesKey: Hashable, Sendable {
    var device: Int
    var type: LinkProtocol
  }

  init(settings: RuleSettings) {
    watchedRoles = settings.watchedRoles
    knownTypes = Set(settings.knownEtherTypes)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.event.flow.isIP else {
      noteFrames(sighting)
      return nil
    }
    transfers.note(sighting)
    guard sighting.isRealOpening, let key = key(sighting, at: site) else { return nil }
    open(key, sighting)
    return nil
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.event.flow.isIP else {
      noteFrames(sighting)
      return nil
    }
    guard let key = key(sighting, at: site) else { return nil }
    // A connection that was there before the capture shows itself by its first payload.
    let flow = sighting.event.flow
    let isFirstPayload =
      flow.traits.isDisjoint(with: .continued) && flow.traits.contains(.midstream)
      && flow.initiator.payloadBytes + flow.responder.payloadBytes
        == UInt64(sighting.event.payloadLength)
    if conversations[key] == nil || isFirstPayload {
      open(key, sighting)
    } else {
      conversations[key]?.resume(sighting)
    }
    return nil
  }

  mutating func heard(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let name = sighting.content.name else { return nil }
    guard name.kind == .question else {
      if let key = key(sighting, at: site) { conversations[key]?.hear(name) }
      return nil
    }
    // To ask is everybody's job; what is asked for is judged by its domain.
    guard Self.isJudged(sighting.device), sighting.deviceStarted, sighting.fromDevice,
      !site.isExpected(name.text),
      let domain = PublicSuffixes.registeredDomain(of: name.text),
      questions[domain] != nil || questions.count < Self.kinds
    else { return nil }
    let time = sighting.event.time
    questions[domain, default: LearnedQuestions(domain: domain, at: time)]
      .note(name.text, by: sighting.device.index, at: time)
    return nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.event.reason != .active else { return nil }
    noteVLAN(sighting)
    guard sighting.event.flow.isIP, let key = key(sighting, at: site) else { return nil }
    let traits = sighting.event.flow.traits
    if conversations[key] == nil {
      // Whose beginning was no event of its own, or was expected as long as its content was not known.
      guard traits.isDisjoint(with: .midstream) || traits.contains(.payloadSeen) else { return nil }
      open(key, sighting)
    }
    let isReply = isReply(sighting, at: site)
    conversations[key]?.end(sighting, isReply: isReply)
    // What others try in vain says nothing of the device, and a scan of it would fill the room.
    if let known = conversations[key], !key.service.isOutgoing,
      known.unanswered >= known.conversations
    {
      conversations[key] = nil
      entries[key.device, default: 1] -= 1
    }
    return nil
  }

  /// Whether a device's IP traffic is its own; that of a card is that of its server's operating system.
  private static func isJudged(_ device: Device) -> Bool {
    switch device.role {
    case .bmc, .switch, .router: true
    case .nic, .server, .host, .unknown: false
    }
  }

  /// What the conversation counts under; `nil` where no rule would judge it, or the policy expects it.
  private func key(
    _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> LearnedConversations.Key? {
    guard Self.isJudged(sighting.device), sighting.expectation == nil,
      var service = LearnedService(sighting)
    else { return nil }
    if transfers.answerer(sighting) == .device {
      let question = TransferRequests.question(sighting)
      guard site.policy.usualService(question) == nil, site.policy.expectation(question) == nil
      else { return nil }
      service = .fileTransfer
    }
    return LearnedConversations.Key(
      device: sighting.device.index, service: service, peer: sighting.peerEnd.address)
  }

  /// Whether it is an answer whose question was not seen: turned round, the role or the policy knows it.
  private func isReply(_ sighting: borrowing Sighting, at site: borrowing Site) -> Bool {
    let flow = sighting.event.flow
    return sighting.deviceStarted && flow.initiator.port != flow.responder.port
      && sighting.isKnownTurnedRound(at: site)
  }

  private mutating func open(_ key: LearnedConversations.Key, _ sighting: borrowing Sighting) {
    if conversations[key] == nil {
      guard conversations.count < Self.limit, entries[key.device, default: 0] < Self.share else {
        refused += 1
        return
      }
      entries[key.device, default: 0] += 1
      conversations[key] = LearnedConversations(key, sighting)
    }
    conversations[key]?.open(sighting)
  }

  private mutating func noteFrames(_ sighting: borrowing Sighting) {
    let type = sighting.event.flow.linkProtocol
    guard sighting.fromDevice, sighting.expectation == nil,
      KnownLinkProtocols.isUnknown(type, etherTypes: knownTypes)
    else { return }
    let key = FramesKey(device: sighting.device.index, type: type)
    guard frames[key] != nil || frames.count < Self.kinds else {
      refused += 1
      return
    }
    let time = sighting.event.time
    frames[key, default: LearnedFrames(device: key.device, type: type, at: time)]
      .note(to: sighting.peerEnd.mac, at: time)
  }

  /// Only what the device itself has put on the wire is in a VLAN of its own.
  private mutating func noteVLAN(_ sighting: borrowing Sighting) {
    let device = sighting.device
    guard sighting.deviceEnd.packets > 0 else { return }
    devices.insert(device.index)
    let stack = sighting.event.flow.vlans
    // What never leaves a link (LLDP, spanning tree) has no tag by right.
    let flow = sighting.event.flow
    guard device.macs.contains(sighting.deviceEnd.mac), stack.depth <= VLANStack.kept,
      flow.isIP || flow.linkProtocol == LinkProtocol(.arp) || !sighting.peerEnd.mac.isGroup
    else { return }
    let own = stack.identifiers.last ?? 0
    var known = vlans[device.index, default: [:]]
    guard known[own] != nil || known.count < Self.vlansApart else { return }
    known[own, default: 0] += 1
    vlans[device.index] = known
  }
}
