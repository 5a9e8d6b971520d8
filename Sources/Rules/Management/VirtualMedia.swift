import Capture
import Devices
import Flows
import Packets

/// A controller's screen or virtual drive is opened by somebody who does not manage it.
///
/// State: what `AnsweredConversations` holds, who has managed devices so far (`ManagerHistory`), the latest starts
/// of machines (`BootLog`), and a story a peer; all bounded. Severity and risk: see `explanation`.
struct VirtualMedia: Rule {
  static let identity = RuleIdentity(
    name: "bmc.virtual-media",
    title: "Virtual media or console of a controller opened by a stranger",
    version: "1", category: "Persistence",
    techniques: [
      Technique(id: "T1542", name: "Pre-OS Boot"),
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1021", name: "Remote Services"),
    ],
    severities: [.medium, .high],
    deed: "had virtual media or its console opened",
    explanation: """
      Sees: a connection that carries payload both ways to a controller's port for virtual media (TCP 623, 5120 to \
      5127, 17988), for screen and media (3900, 5900) or for the screen (2068, 5901, 7578, 7582, 17990) from a peer \
      that may not: by the policy, where it has a group admins of which the peer is no member and no entry that \
      expects it; where it has none, for a peer that opened no such port of any controller within a day after the \
      first such connection that the sensor saw; for another controller or a switch; for an outside address. Behind \
      that, 1 MiB and more from the peer to the controller on a port with media, and more than from the controller where \
      the port has the screen, too, as a loader's disk image needs; and a machine \
      whose hardware address is fewer than 8 from the controller's and that starts meanwhile (it asks by DHCP or BOOTP \
      for an address, having none). One line a peer, another when it grows worse, then updates at 4, 16, 64, ... \
      connections.
      Why: who gives a server a disk and its screen installs what he likes below its operating system, and no program \
      on the server sees from where.
      Risk: 47 for a connection; 73 from another controller, a switch or an outside address, and for 1 MiB and more; \
      89 for these where the machine starts meanwhile. 2 more for each update, 8 at most.
      Benign causes: a new station of the administrators, an installation service; name it in the group admins. \
      Not told: media that the controller itself fetches (HTTP, NFS, SMB: policy.role and policy.first-contact); \
      screens and media inside HTTPS on 443; whoever came within the first day, where the policy has no group; \
      machines whose own hardware address is not near the controller's are not recognized when they start.
      By hand: tcpdump -nr FILE 'dst host CONTROLLER and (tcp dst portrange 5120-5127 or tcp dst port 623 or 17988 or 5900)'
      To silence: the group admins of the policy with the station in it; or an entry under expected with the peer, \
      tcp, the port, direction in and its reason.
      """)

  static let hooks: RuleHooks = [.life, .marked, .overheard]
  static let languages: Set<ProtocolName> = ["dhcp"]

  /// Payload to a controller from which on it is taken for an image.
  static let imageSize: UInt64 = 1 << 20

  private var conversations: AnsweredConversations
  private var managers: ManagerHistory
  private var boots: BootLog
  private var stories: DeviceNotes<GradedStory>

  init(settings: RuleSettings) {
    conversations = AnsweredConversations(settings: settings)
    managers = ManagerHistory(isRemembered: settings.isRemembered)
    boots = BootLog(isRemembered: settings.isRemembered)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let isOfInterest = isOfInterest(sighting, at: site)
    return tell(
      conversations.opened(sighting, isUnexplained: isOfInterest) != nil, sighting, at: site)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    tell(conversations.marked(sighting) != nil, sighting, at: site)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let isOfInterest = isOfInterest(sighting, at: site)
    let isClear = conversations.resumed(sighting, isUnexplained: isOfInterest) != nil
    return tell(isClear, sighting, at: site) ?? transfer(isOfInterest, sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let isOfInterest = isOfInterest(sighting, at: site)
    let isClear = conversations.ended(sighting, isUnexplained: isOfInterest) != nil
    return tell(isClear, sighting, at: site) ?? transfer(isOfInterest, sighting, at: site)
  }

  mutating func overheard(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, at site: borrowing Site
  ) -> Finding? {
    guard let fields = content.message?.fields, fields["operation"]?.number == 1,
      case .mac(let hardware)? = fields["client_hardware_address"],
      event.flow.initiator.address == IPAddress(v4: 0)
    else { return nil }
    boots.note(hardware, at: event.time)
    return nil
  }

  mutating func changes() -> [Remembered] {
    conversations.changes() + managers.changes() + boots.changes() + stories.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try conversations.restore(entries)
    try managers.restore(entries)
    try boots.restore(entries)
    try stories.restore(entries)
  }

  var counters: [(name: String, value: UInt64)] { [("managers", UInt64(managers.count))] }

  /// What a port of a controller is for.
  private enum Port {
    case media
    case screenAndMedia
    case screen

    init?(_ port: UInt16) {
      switch port {
      case 623, 5120...5127, 17988: self = .media
      case 3900, 5900: self = .screenAndMedia
      case 2068, 5901, 7578, 7582, 17990: self = .screen
      default: return nil
      }
    }

    var words: String {
      switch self {
      case .media: "virtual media"
      case .screenAndMedia: "screen and virtual media"
      case .screen: "screen"
      }
    }
  }

  /// Whether somebody who is not known to manage the controller opens one of the ports.
  private func isOfInterest(_ sighting: borrowing Sighting, at site: borrowing Site) -> Bool {
    guard sighting.device.role == .bmc, sighting.isManaged, sighting.event.flow.transport == .tcp,
      Port(sighting.event.flow.responder.port) != nil
    else { return false }
    return !ManagerStanding(sighting, groups: ManagerStanding.people, at: site).isTrusted
  }

  /// It has become clear that the controller serves the peer.
  private mutating func tell(
    _ isClear: Bool, _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    guard isClear, Answer(sighting.event.flow).isExchanged,
      let port = Port(sighting.event.flow.responder.port)
    else { return nil }
    let standing = ManagerStanding(sighting, groups: ManagerStanding.people, at: site)
    let peer = sighting.peerEnd.address
    let time = sighting.event.time
    let isNew = managers.isNew(peer, at: time)
    let severity: Severity
    switch standing {
    case .expected, .member: return nil
    case .outside, .controller: severity = .high
    case .stranger: severity = .medium
    case .undefined:
      guard isNew else { return nil }
      severity = .medium
    }
    let device = sighting.device
    let isFirst = stories[device.index, "\(peer)"] == nil
    let spread = isFirst ? managers.countDevice(of: peer, at: time) : (devices: 1, isQuiet: false)
    let image = image(sighting)
    let due = stories.tell(
      "\(peer)", of: device.index, grade: image?.grade ?? UInt8(severity.rawValue), at: time,
      isQuiet: spread.isQuiet)
    guard let due else { return nil }
    if let image { return finding(due, image, standing, port, sighting, at: site) }
    return finding(
      due, severity, Double(severity.rawValue), standing, "opened the \(port.words) of",
      ManagementText.soFar(due.count, "connections"), boot: nil, sighting, at: site)
  }

  /// How much the peer has sent, after the connection was told.
  private mutating func transfer(
    _ isOfInterest: Bool, _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    guard isOfInterest, let port = Port(sighting.event.flow.responder.port),
      let image = image(sighting)
    else { return nil }
    let device = sighting.device.index
    let name = "\(sighting.peerEnd.address)"
    // Of those who are known by history nothing was told.
    guard stories[device, name] != nil,
      let due = stories.tell(
        name, of: device, grade: image.grade, at: sighting.event.time, isAnother: false)
    else { return nil }
    let standing = ManagerStanding(sighting, groups: ManagerStanding.people, at: site)
    return finding(due, image, standing, port, sighting, at: site)
  }

  /// So much payload to a controller that it is taken for a disk's image.
  private struct Image {
    let mebibytes: UInt64
    /// The machine beside the controller that started meanwhile.
    let boot: (mac: MACAddress, time: Timestamp)?
    var grade: UInt8 { UInt8(Severity.high.rawValue) + (boot == nil ? 1 : 2) }
  }

  private func image(_ sighting: borrowing Sighting) -> Image? {
    let flow = sighting.event.flow
    guard flow.initiator.payloadBytes >= VirtualMedia.imageSize,
      let port = Port(flow.responder.port), port != .screen,
      port == .media || flow.initiator.payloadBytes > flow.responder.payloadBytes
    else { return nil }
    let macs = sighting.device.macs
    let boot = boots.latest(since: flow.first) { mac in
      macs.contains { $0 != mac && $0.isPortNeighbor(of: mac) }
    }
    return Image(mebibytes: flow.initiator.payloadBytes >> 20, boot: boot)
  }

  private func finding(
    _ due: Story.Due, _ image: Image, _ standing: ManagerStanding, _ port: Port,
    _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding {
    let start = image.boot.map {
      "; \($0.mac), whose hardware address is next to it, started meanwhile"
    }
    return finding(
      due, .high, image.boot == nil ? 73 : 89, standing,
      "sent \(image.mebibytes) MiB and more to the \(port.words) of", start ?? "",
      boot: image.boot, sighting, at: site)
  }

  private func finding(
    _ due: Story.Due, _ severity: Severity, _ risk: Double, _ standing: ManagerStanding,
    _ deed: String, _ more: String, boot: (mac: MACAddress, time: Timestamp)?,
    _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding {
    let device = sighting.device
    let flow = sighting.event.flow
    let why =
      standing == .undefined
      ? ", which opened no such port of any controller in the first day of such connections"
      : standing.clause(groups: ManagerStanding.people, at: site)
    var evidence = [
      Evidence("media.port", .integer(Int(flow.responder.port))),
      Evidence("media.octets_to_controller", .integer(Int(clamping: flow.initiator.payloadBytes))),
      Evidence(
        "media.octets_from_controller", .integer(Int(clamping: flow.responder.payloadBytes))),
      Evidence("media.connections", .integer(due.count)),
    ]
    if let boot {
      evidence.append(Evidence("media.started_machine", .text("\(boot.mac)")))
      evidence.append(Evidence("media.machine_started", .moment(boot.time.rawValue)))
    }
    evidence.append(Evidence("manager.standing", .text(standing.rawValue)))
    var finding = Finding(
      Self.identity, channel: "\(sighting.peerEnd.address)", severity: severity,
      riskScore: min(99, risk + min(8, 2 * Double(due.update))), since: due.first,
      reason:
        "\(ManagementText.peer(sighting))\(why)\(why.isEmpty ? "" : ",") \(deed) \(device.label) "
        + "(\(device.role.rawValue)) on tcp/\(flow.responder.port)\(more).",
      sighting, evidence: evidence)
    finding.update = due.update
    return finding
  }
}
