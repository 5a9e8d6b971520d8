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
  private let site: (inventory: Inventory, policy: Policy)
  private let watch: Watch
  private let settings: RuleSettings
  private let isRemembered: Bool
  /// What was found so far, in order.
  var findings: [Finding] = []
  /// Names that packets ask for, by the packet's time in nanoseconds.
  var names: [Int64: SightedName] = [:]
  /// What packets show of their senders, by the packet's time in nanoseconds.
  var stacks: [Int64: (marks: StackMarks, signature: TCPSignature?)] = [:]

  /// Octets of packets, by the packet's time in nanoseconds.
  var samples: [Int64: PacketSample] = [:]

  /// What conversations speak from a packet on, by the packet's time in nanoseconds.
  var spoken: [Int64: ProtocolName] = [:]
  /// Whether every packet of IP shows marks, with a time to live of 64.
  var isMarked = false
  private var sessions: [UInt32: Session] = [:]

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

  /// A site with the rules that `only` names; with all where it is empty.
  init(
    only: [String] = [], inventory: String = RuleBench.inventory, policy: String = "",
    settings: RuleSettings = RuleSettings(), limits: FlowLimits = FlowLimits(),
    watch: Watch = .nobody, isRemembered: Bool = false
  ) throws {
    var generator = FixedGenerator(state: 1)
    table = FlowTable(limits: limits, seed: FlowSeed(using: &generator))
    let inventory = try Inventory(csv: inventory, file: "devices.csv")
    let policy =
      policy.isEmpty
      ? .none : try Policy(yaml: policy, file: "policy.yaml", inventory: inventory)
    self.watch = watch
    self.isRemembered = isRemembered
    var settings = settings
    if !only.isEmpty { settings.disabledRules = RuleCatalog.names.filter { !only.contains($0) } }
    self.settings = settings
    self.site = (inventory, policy)
    rules = RuleSet(
      site: Site(inventory: inventory, policy: policy, watch: watch), settings: settings,
      isRemembered: isRemembered)
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
    var contents: [SightedContent] = []
    if isMarked || !spoken.isEmpty {
      for event in events.list { contents.append(content(event)) }
    } else if !names.isEmpty || !stacks.isEmpty || !samples.isEmpty {
      contents = events.list.map { event in
        guard event.kind == .packet else { return SightedContent() }
        let stack = stacks[event.time.rawValue]
        return SightedContent(
          name: names[event.time.rawValue], marks: stack?.marks, signature: stack?.signature,
          sample: samples[event.time.rawValue])
      }
    }
    rules.judge(events, contents, into: &findings)
    events.removeAll()
  }

  private mutating func content(_ event: FlowEvent) -> SightedContent {
    var session = sessions[event.place] ?? Session()
    guard event.kind == .packet else {
      if event.kind == .ended, event.reason != .active { sessions[event.place] = nil }
      return SightedContent(session: session)
    }
    var marks: StackMarks?
    if isMarked, event.flow.isIP {
      marks = StackMarks()
      marks?.timeToLive = 64
    }
    guard let name = spoken[event.time.rawValue] else { return SightedContent(marks: marks) }
    session.spoken = name
    session.recognition = .certain
    session.suggested = ProtocolCatalog.suggested(
      port: event.flow.responder.port, in: event.flow.transport == .tcp ? .tcp : .udp)
    sessions[event.place] = session
    let message = Message(name: name, recognition: .certain, fields: Fields(), fault: .none)
    return SightedContent(session: session, message: message, marks: marks)
  }

  /// Packet time goes on without packets.
  mutating func advance(to seconds: Double) {
    rules.advance(to: Timestamp(rawValue: Int64(seconds * 1e9)), into: &findings)
  }

  /// Rules that know nothing take over; the flows go on.
  mutating func startAnew() throws {
    findings = []
    rules = RuleSet(
      site: Site(inventory: site.inventory, policy: site.policy, watch: watch),
      settings: settings, isRemembered: isRemembered)
  }

  /// What has changed in the memory of the rules.
  mutating func changes() -> [StoredEntry] { rules.changes() }

  /// Takes back what was kept; how many entries were left out.
  mutating func restore(_ entries: [StoredEntry]) throws -> Int { try rules.restore(entries) }

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
