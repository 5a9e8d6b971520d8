import Capture
import Devices
import Flows
import Packets

@testable import Rules

/// A small site, a real flow table and the rules: packets in, findings out.
struct RuleBench: ~Copyable {
  private var table: FlowTable
  private var events = FlowEvents()
  private var rules: RuleSet
  /// What was found so far, in order.
  var findings: [Finding] = []

  /// Machines of the site that tests talk about.
  static let inventory = """
    mac,ip,role,name
    02:00:00:00:00:01,10.0.0.1,router,gw
    02:00:00:00:01:01,10.0.1.1 fe80::101,bmc,bmc-1
    02:00:00:00:01:02,10.0.1.2 fe80::102,bmc,bmc-2
    02:00:00:00:02:01,10.0.2.1,switch,sw-1
    02:00:00:00:03:01,10.0.3.1,nic,srv-1
    02:00:00:00:04:01,10.0.4.1,server,ntp-1
    02:00:00:00:05:01,10.0.5.1,host,admin

    """

  /// With the rules of `only` on, all where it is empty.
  init(
    only: [String] = [], inventory: String = RuleBench.inventory, policy: String = "",
    settings: RuleSettings = RuleSettings(), limits: FlowLimits = FlowLimits()
  ) throws {
    var generator = FixedGenerator(state: 1)
    table = FlowTable(limits: limits, seed: FlowSeed(using: &generator))
    let inventory = try Inventory(csv: inventory, file: "devices.csv")
    let policy =
      policy.isEmpty
      ? .none : try Policy(yaml: policy, file: "policy.yaml", inventory: inventory)
    var settings = settings
    if !only.isEmpty { settings.disabledRules = RuleCatalog.names.filter { !only.contains($0) } }
    rules = RuleSet(site: Site(inventory: inventory, policy: policy), settings: settings)
  }

  mutating func add(_ packets: [Packet]) {
    var next = 0
    while next < packets.count {
      let batch = Array(packets[next..<min(next + 256, packets.count)])
      var position = 0
      while position < batch.count {
        position = table.add(batch.span, from: position, events: &events)
        judge()
      }
      next += batch.count
    }
  }

  mutating func finish() {
    while table.endAll(events: &events) { judge() }
    judge()
  }

  private mutating func judge() {
    rules.judge(events, into: &findings)
    events.removeAll()
  }

  /// A counter of a rule.
  func counter(_ rule: String, _ name: String) -> UInt64? {
    rules.counters.first { $0.rule == rule && $0.name == name }?.value
  }

  /// Events that concerned a watched device.
  var sightings: UInt64 { rules.sightings }

  /// Devices that were seen.
  var devicesSeen: Int { rules.devicesSeen }
}

/// A fixed generator (Knuth's MMIX constants), so that every run tests the same.
struct FixedGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }

  /// Uniform in 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
