public import Capture
public import Devices
import Flows
import Packets

/// The rules at work: finds whose conversation an event is, and asks every rule about it.
public struct RuleSet: Sendable {
  /// What the operator has told.
  public internal(set) var site: Site
  let isWatched: [Bool]
  let watchedRoles: Set<DeviceRole>
  let infersRoles: Bool
  private let disabled: Set<String>
  var rules: [any Rule]
  /// Which rules hear of the messages of a protocol: whoever sent them, and of devices.
  let listeners: [ProtocolName: (overhearing: [Int], speaking: [Int])]
  /// Which rules are asked about what.
  var asked: AskedRules
  /// Events that concerned a watched device, single packets apart.
  public internal(set) var sightings: UInt64 = 0
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

  func tell(_ finding: Finding, into findings: inout [Finding]) {
    if !disabled.contains(finding.rule.name) { findings.append(finding) }
  }
}
