import Capture
import Devices
import Flows
import Packets

/// What machines tell the other end of their cable about themselves contradicts what they are.
///
/// State: of each chassis identifier the blocks that claim it, of each LLDP agent its latest message, of each
/// hardware address its latest four shutdowns; 8192 of each at most, of one device 64. Severity: see Risk.
struct NeighborIdentity: Rule {
  static let identity = RuleIdentity(
    name: "identity.lldp",
    title: "Neighbor announcement contradicts the device",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1557", name: "Adversary-in-the-Middle"),
    ], severities: [.low, .medium, .high],
    explanation: """
      Sees: in LLDP, CDP and spanning tree (1) a chassis, device or bridge identifier that one block of \
      hardware addresses (one maker, 128 addresses) has claimed in four messages at least, for as long as they \
      hold, claimed by another block; (2) a device that is declared a controller, card, server or host and says that it bridges or \
      routes, or sends spanning tree; (3) a system description, or what a port can do by autonegotiation, \
      that changes although the agent neither ended (time to live 0) nor was silent for twice its time \
      to live; (4) more than three such ends a minute.
      Why: an implant or a rogue switch must introduce itself to its neighbor, or copy somebody else's \
      introduction; spanning tree lets its sender have the traffic pass through it.
      Risk: (1) 73 where both go on side by side, 47 where the first is silent, 21 where name and \
      description agree, only the port is another and no other role was declared, for identifiers that many machines have, and for \
      bridge identifiers; (2) 47, and 73 where the device has been the root of the spanning tree for 20 \
      seconds; (3) 47, and 21 where only digits or the operational MAU type have changed; (4) 47.
      Benign causes: a further member of a stack, a switch that was replaced under its name, a server that \
      bridges, an upgrade that does not stop the agent, an agent that is started over and over. Not told: \
      what shares an identifier from the beginning (stacks, switches in pairs), firmware of cards beside \
      the system's own agent, machines that say they are stations, VMware, Hyper-V, Linux and other systems \
      that bridge for what runs on them, unless the device is a controller.
      By hand:
        tcpdump -envr FILE 'ether proto 0x88cc or ether dst 01:00:0c:cc:cc:cc or stp'
        tshark -r FILE -Y 'lldp || cdp || stp' -T fields -e eth.src -e lldp.chassis.id -e \
        lldp.port.id -e cdp.deviceid -e stp.bridge.hw -e stp.root.hw
      To silence: Of a machine that bridges or routes by right, give the inventory the role that \
      it has (switch, router). Of a stack, give all hardware addresses to one device (rows with \
      one name). Another chassis, and a role that still does not fit, are told on. A line that is \
      understood is silenced where lines are read, by its event.id, which is the same in every \
      run: all else of the device is still told.
      """)

  static let hooks: RuleHooks = .overheard

  static let languages = NeighborStatement.languages

  /// Shutdowns count within this, in nanoseconds: a minute.
  static let shutdownWindow: Int64 = 60_000_000_000
  /// A bridge that hears no better root for this long, in nanoseconds, is the root: the standard's max age.
  static let maxAge: Int64 = 20_000_000_000

  private let managed: ManagedDevices
  private var chassis: DeviceNotes<ChassisClaims>
  /// Under which device an identifier is noted.
  private var owners: [String: Int] = [:]
  private var speakers: DeviceNotes<NeighborSpeaker>
  private var shutdowns: DeviceNotes<MomentRow>
  /// When a device that should not has first claimed to be the root.
  private var roots: DeviceNotes<RootClaim>
  private var stories: DeviceNotes<Story>

  init(settings: RuleSettings) {
    managed = ManagedDevices(settings)
    let isRemembered = settings.isRemembered
    chassis = DeviceNotes("chassis", isRemembered: isRemembered)
    speakers = DeviceNotes("agent", isRemembered: isRemembered)
    shutdowns = DeviceNotes("shutdowns", isRemembered: isRemembered)
    roots = DeviceNotes("root", isRemembered: isRemembered)
    stories = DeviceNotes(isRemembered: isRemembered)
  }

  mutating func overheard(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, at site: borrowing Site
  ) -> Finding? {
    guard let utterance = Utterance(event, content) else { return nil }
    guard let statement = NeighborStatement(utterance) else { return nil }
    let mac = utterance.sender.mac
    let sender = site.device(mac: mac).flatMap { managed.includes($0) ? $0 : nil }
    // One line a message; what was not looked at shows again in the next one.
    if let finding = noteChassis(statement, mac, sender, utterance, site) { return finding }
    guard let sender else { return nil }
    if let finding = noteRoot(statement, mac, sender, utterance) { return finding }
    if let finding = noteBridging(statement, mac, sender, utterance) { return finding }
    if let finding = noteShutdown(statement, mac, sender, utterance) { return finding }
    return noteChange(statement, mac, sender, utterance)
  }

  var counters: [(name: String, value: UInt64)] {
    [("identifiers", UInt64(chassis.count)), ("agents", UInt64(speakers.count))]
  }

  mutating func changes() -> [Remembered] {
    chassis.changes() + speakers.changes() + shutdowns.changes() + roots.changes()
      + stories.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for (device, name, _) in try chassis.restore(entries) { owners[name] = device }
    try speakers.restore(entries)
    try shutdowns.restore(entries)
    try roots.restore(entries)
    try stories.restore(entries)
  }

  private mutating func noteShutdown(
    _ statement: NeighborStatement, _ mac: MACAddress, _ device: Device, _ utterance: Utterance
  ) -> Finding? {
    guard statement.kind == .lldp, statement.timeToLive == 0 else { return nil }
    var row = shutdowns[device.index, "\(mac)"] ?? MomentRow()
    let isStorm = row.note(utterance.time, within: NeighborIdentity.shutdownWindow)
    shutdowns[device.index, "\(mac)"] = row
    guard isStorm, let first = row.first else { return nil }
    let seconds = NumberText.duration(Double(utterance.time.nanoseconds(since: first)) / 1e9)
    return finding(
      "shutdowns \(mac)", .medium, since: first, device, utterance,
      "\(mac) of \(device.label) (\(device.role.rawValue)) ended its LLDP \(row.count) times within "
        + "\(seconds).",
      [Evidence("neighbor.shutdowns", .integer(row.count))])
  }

  private mutating func noteBridging(
    _ statement: NeighborStatement, _ mac: MACAddress, _ device: Device, _ utterance: Utterance
  ) -> Finding? {
    guard device.confidence == nil, device.role != .switch, statement.timeToLive > 0 else {
      return nil
    }
    let isTree = statement.kind == .tree
    guard isTree || !statement.forwarding.isEmpty,
      device.role == .bmc || !statement.isVirtualizing
    else { return nil }
    let what =
      isTree
      ? "sends spanning tree"
      : "says in \(statement.kind.rawValue) that it \(statement.forwardingText)"
    return finding(
      "\(statement.kind.rawValue) of \(mac)", .medium, since: utterance.time, device, utterance,
      "\(device.label), declared as \(device.role.rawValue), \(what) at \(mac).",
      statement.evidence
        + [Evidence("neighbor.capabilities", .texts(statement.forwarding))])
  }

  private mutating func noteRoot(
    _ statement: NeighborStatement, _ mac: MACAddress, _ device: Device, _ utterance: Utterance
  ) -> Finding? {
    guard statement.kind == .tree, device.confidence == nil, device.role != .switch else {
      return nil
    }
    guard statement.isRoot else {
      roots[device.index, "\(mac)"] = nil
      return nil
    }
    var claim = roots[device.index, "\(mac)"] ?? RootClaim(first: utterance.time)
    claim.count &+= 1
    roots[device.index, "\(mac)"] = claim
    let age = utterance.time.nanoseconds(since: claim.first)
    guard age >= NeighborIdentity.maxAge, claim.count >= 3 else { return nil }
    let seconds = NumberText.duration(Double(age) / 1e9)
    return finding(
      "root \(mac)", .high, since: claim.first, device, utterance,
      "\(device.label), declared as \(device.role.rawValue), has claimed for \(seconds) that it is "
        + "the root of the spanning tree, with priority \(statement.priority), at \(mac).",
      statement.evidence
        + [
          Evidence("neighbor.root_priority", .integer(Int(clamping: statement.priority))),
          Evidence("neighbor.root_claims", .integer(Int(claim.count))),
        ])
  }

  private mutating func noteChange(
    _ statement: NeighborStatement, _ mac: MACAddress, _ device: Device, _ utterance: Utterance
  ) -> Finding? {
    guard statement.kind == .lldp else { return nil }
    // A system's agent and its card's firmware say different things under one hardware address.
    let name = "\(mac) \(statement.identifier) \(statement.port)"
    guard var speaker = speakers[device.index, name] else {
      if statement.timeToLive > 0 {
        speakers[device.index, name] = NeighborSpeaker(statement, at: utterance.time)
      }
      return nil
    }
    let change = speaker.note(statement, at: utterance.time)
    speakers[device.index, name] = speaker
    guard let change else { return nil }
    let (what, before, after, isLow) =
      switch change {
      case .description(let before, let after):
        (
          "its system description", before, after,
          NeighborText.withoutDigits(before) == NeighborText.withoutDigits(after)
        )
      case .abilities(let before, let after):
        ("what its port can do by autonegotiation", before, after, false)
      case .operation(let before, let after):
        ("its operational MAU type", before, after, true)
      }
    return finding(
      "\(what) at \(mac) port \(statement.port)", isLow ? .low : .medium, since: utterance.time,
      device, utterance,
      "\(device.label) (\(device.role.rawValue)) changed \(what) from "
        + "\(NeighborText.quoted(before)) to \(NeighborText.quoted(after)) at \(mac), and its LLDP "
        + "never paused.",
      statement.evidence + [
        Evidence("neighbor.before", .text(before)), Evidence("neighbor.after", .text(after)),
      ])
  }

  private mutating func noteChassis(
    _ statement: NeighborStatement, _ mac: MACAddress, _ sender: Device?, _ utterance: Utterance,
    _ site: borrowing Site
  ) -> Finding? {
    let name = statement.identifier
    guard statement.timeToLive > 0, mac != .zero, let holder = owners[name] ?? sender?.index else {
      return nil
    }
    var claims = chassis[holder, name] ?? ChassisClaims()
    let here = copy site
    let intrusion = claims.note(statement, by: mac, at: utterance.time) {
      $0.isInSwitchBlock(of: $1) || here.isOneMachine($0, $1)
    }
    chassis[holder, name] = claims
    if chassis[holder, name] != nil { owners[name] = holder }
    guard let intrusion else { return nil }
    // Who is known by what it says alone is not the one whose identifier it is.
    let declared = sender.flatMap { $0.confidence == nil ? $0 : nil }
    let device = declared ?? site.device(at: holder)
    let owner = intrusion.owner.mac
    let claimant = intrusion.claimant
    // What is declared as something else is no further member of a stack.
    let isForeign = declared.map { $0.role != .switch && $0.index != holder } ?? false
    let isOther = claimant.differs || isForeign
    let silence = Double(utterance.time.nanoseconds(since: intrusion.owner.last)) / 1e9
    let state =
      claimant.isBeside
      ? "and both go on" : "the first one silent for \(NumberText.duration(silence))"
    let alike =
      claimant.isSamePort
      ? "under the same port"
      : claimant.differs ? "under another name or description" : "at another port"
    return finding(
      "\(name) of \(mac)", claimant.severity(statement, isOther: isOther),
      since: claimant.first, device, utterance,
      "\(statement.kind.identifierName) \(NeighborText.quoted(statement.value)), until now that of "
        + "\(owner)\(NeighborText.parenthesis(owner, site)), is claimed by "
        + "\(mac)\(NeighborText.parenthesis(mac, site)) \(alike), \(state).",
      statement.evidence + [
        Evidence("neighbor.owner", .text("\(owner)")),
        Evidence("neighbor.owner_last", .moment(intrusion.owner.last.rawValue)),
        Evidence("neighbor.owner_claims", .integer(Int(intrusion.owner.count))),
        Evidence("neighbor.claims", .integer(Int(claimant.count))),
        Evidence("neighbor.side_by_side", .flag(claimant.isBeside)),
        Evidence("neighbor.same_port", .flag(claimant.isSamePort)),
        Evidence("neighbor.differs", .flag(claimant.differs)),
      ], isWorse: intrusion.isWorse)
  }

  private mutating func finding(
    _ channel: String, _ severity: Severity, since start: Timestamp, _ device: Device,
    _ utterance: Utterance, _ reason: String, _ evidence: [Evidence], isWorse: Bool = false
  ) -> Finding? {
    guard
      let due = stories.tell(
        channel, of: device.index, at: utterance.time, since: start, severity: severity,
        isWorse: isWorse)
    else { return nil }
    let times = due.count == 1 ? "" : " Seen \(due.count) times so far."
    var finding = Finding(
      Self.identity, channel: channel, severity: severity, riskScore: Double(severity.rawValue),
      since: due.first, reason: reason + times, utterance.sighting(of: device),
      evidence: evidence + [Evidence("neighbor.told", .integer(due.count))])
    finding.update = due.update
    return finding
  }
}
