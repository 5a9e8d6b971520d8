import Capture
import Devices
import Flows
import Packets

/// A machine shows that it is something else than the inventory says, or a management controller, switch or
/// router is there that the inventory does not have.
///
/// State: a small record a machine and role, of 8192 at most. Severity: medium; low for a switch or router
/// that the inventory does not have.
struct RoleMismatch: Rule {
  static let identity = RuleIdentity(
    name: "identity.role-mismatch",
    title: "Machine is not what the inventory says",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1036", name: "Masquerading"),
    ], severities: [.low, .medium],
    explanation: """
      Sees: what a machine answers, announces and speaks (RMCP and IPMI, DHCP classes, certificates, \
      banners, LLDP, CDP, spanning tree, routing protocols; `undertick devices` shows all of it) has \
      points enough for another sort of machine than the inventory declares: a management controller, \
      something that forwards (switch, router), or a general machine (nic, server, host). Or a management \
      controller shows itself that the inventory does not have at all, with a confidence of 0.9 and more, \
      or a switch or router with 0.8. Or a management controller has an interface by a maker of small \
      computers.
      Why: who watches by an inventory watches only what it names. A controller nobody knows of, and a \
      server that suddenly speaks as a switch, are how added hardware looks.
      Risk: 47, and 2 for each point of evidence past four, at most 60; 21 for switches and routers that \
      the inventory does not have.
      Benign causes: an inventory that is out of date, a controller that shares its host's hardware \
      address (give both a row), Intel AMT, a server that bridges or routes for its virtual machines. \
      Not told: anything where there is no inventory.
      By hand:
        undertick devices FILE --devices devices.csv
        tcpdump -nvr FILE 'ether src MAC and (udp port 623 or udp port 67 or ether proto \
        0x88cc)'
      To silence: Correct the inventory: the role that the machine has, or a row for the machine \
      that is missing. What it does in its new role is judged from then on, and another \
      contradiction is still told.
      """)

  static let hooks: RuleHooks = .identified

  /// Records that are kept; past them nothing further is told.
  static let mostRecords = 8192
  /// How sure it must be that a machine is a controller that the inventory does not have.
  static let leastConfidence = 0.9

  /// What was told: of which machine, and what it is against the inventory.
  private struct Record: Hashable {
    var key: RosterKey
    var shown: DeviceRole
    var isDeclared: Bool
  }

  private let isRemembered: Bool
  private var told: Set<Record> = []
  private var changed: Set<Record> = []
  private var untold: UInt64 = 0

  init(settings: RuleSettings) { isRemembered = settings.isRemembered }

  mutating func identified(
    _ identification: borrowing Identification, at site: borrowing Site
  ) -> Finding? {
    guard !site.inventory.isEmpty else { return nil }
    let observed = identification.observed
    switch InventoryVerdict(observed, in: site.inventory) {
    case .contradicts(let device, let shown):
      return tell(observed, device, shows: shown, isDeclared: true)
    case .asDeclared(let device):
      guard device.role == .bmc, device.isSmallComputer else { return nil }
      return tell(observed, device, shows: .host, isDeclared: true)
    case .undeclared(let role):
      let least = role == .bmc ? RoleMismatch.leastConfidence : RuleSet.leastConfidence
      guard role == .bmc || role == .switch || role == .router,
        observed.inference.confidence >= least, observed.key.mac.map(Roster.isMachine) ?? true,
        // The common address of several routers is on no inventory's row.
        !observed.evidence.contains(where: { $0.kind == .reservedAddress })
      else { return nil }
      return tell(observed, RoleMismatch.device(observed), shows: role, isDeclared: false)
    case .unknown: return nil
    }
  }

  var counters: [(name: String, value: UInt64)] {
    [("machines", UInt64(told.count)), ("untold", untold)]
  }

  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { record in
      var body = StoredWriter()
      body.add(record.shown.rawValue)
      body.add(record.isDeclared)
      return Remembered(
        .finding, key: record.key.stored + Array(record.shown.rawValue.utf8), device: nil,
        label: "\(record.key.label) is \(record.shown.rawValue)",
        body: record.key.stored + body.octets)
    }
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .finding {
      guard let octets = entry.body else { continue }
      var body = StoredReader(octets)
      let key = try body.value(RosterKey.self)
      guard let shown = DeviceRole(rawValue: try body.text()) else { throw body.fault("a role") }
      told.insert(Record(key: key, shown: shown, isDeclared: try body.flag()))
      try body.end()
    }
  }

  private static func device(_ observed: ObservedDevice) -> Device {
    var device = Device(
      index: -1, macs: observed.key.mac.map { [$0] } ?? [], addresses: observed.addresses,
      role: observed.inference.role, vendor: observed.vendor)
    device.confidence = observed.inference.confidence
    return device
  }

  private mutating func tell(
    _ observed: ObservedDevice, _ device: Device, shows shown: DeviceRole, isDeclared: Bool
  ) -> Finding? {
    let record = Record(key: observed.key, shown: shown, isDeclared: isDeclared)
    guard !told.contains(record) else { return nil }
    guard told.count < RoleMismatch.mostRecords else {
      untold += 1
      return nil
    }
    told.insert(record)
    if isRemembered { changed.insert(record) }
    return finding(observed, device, shows: shown, isDeclared: isDeclared)
  }

  private func finding(
    _ observed: ObservedDevice, _ device: Device, shows shown: DeviceRole, isDeclared: Bool
  ) -> Finding {
    let pieces = observed.evidence(for: shown)
    let points =
      observed.inference.scores.first { $0.role == shown }?.points
      ?? Double(pieces.reduce(0) { max($0, $1.weight) })
    let isMinor = !isDeclared && shown != .bmc
    let risk = isMinor ? 21 : 47 + min(13, max(0, 2 * (points - InventoryVerdict.leastPoints)))
    let proof =
      pieces.first.map { "\($0.meaning) (\($0.kind.rawValue): \($0.value))" }
      ?? "its interface is by \(device.vendor)"
    let address = observed.addresses.first
    var end = Finding.Endpoint(address: address, mac: observed.key.mac, port: nil)
    end.packets = observed.packets
    let reason =
      isDeclared
      ? "\(device.label) is declared as \(device.role.rawValue) and shows itself as "
        + "\(shown.rawValue): \(proof)."
      : "\(observed.key.label) is not in the inventory and shows itself as \(shown.rawValue): \(proof)."
    return Finding(
      rule: Self.identity,
      id: FindingID.make(
        Self.identity.name, isDeclared ? device.findingName : device.identity, shown.rawValue),
      severity: isMinor ? .low : .medium, riskScore: risk, time: observed.last,
      start: observed.first, end: observed.last, reason: reason, device: device, deviceEnd: end,
      peerEnd: Finding.Endpoint(address: nil, mac: nil, port: nil), peer: nil,
      conversation: Finding.Conversation(
        transport: nil, linkProtocol: .none, vlans: observed.key.vlans, deviceStarted: true,
        direction: .unknown, communityID: nil),
      evidence: [
        Evidence("role.declared", .text(isDeclared ? device.role.rawValue : "none")),
        Evidence("role.shown", .text(shown.rawValue)),
        Evidence("role.points", .decimal(points, places: 2)),
        Evidence("role.inferred", .text(observed.inference.role.rawValue)),
        Evidence("role.confidence", .decimal(observed.inference.confidence, places: 2)),
        Evidence(
          "role.evidence",
          .texts(
            pieces.prefix(6).map {
              "\($0.kind.rawValue) \($0.value): \($0.meaning), \($0.weight) points, \($0.count) times"
            })),
      ])
  }
}

extension RosterKey {
  /// The hardware address, or of a machine behind a router its IP address.
  var label: String {
    switch self {
    case .neighbor(_, let mac): mac.description
    case .remote(let address): address.description
    }
  }
}
