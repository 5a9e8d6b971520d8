import Capture
import Devices
import Flows
import Packets

@testable import Rules

/// A real flow table and one rule of the folder Names: packets with the messages that they carry in, findings out.
struct NamesBench: ~Copyable {
  private var table: FlowTable
  private var events = FlowEvents()
  private var rules: RuleSet
  private let site: Site
  private let settings: RuleSettings
  private var shelf: [String: StoredEntry] = [:]
  /// What was found so far, in order.
  var findings: [Finding] = []

  static let inventory = """
    mac,ip,role,name,vendor
    02:00:00:00:00:01,10.0.0.1,router,gw,
    02:00:00:00:01:01,10.0.1.1,bmc,bmc-1,Dell
    02:00:00:00:01:02,10.0.1.2,bmc,bmc-2,Dell
    02:00:00:00:02:01,10.0.2.1,switch,sw-1,
    02:00:00:00:03:01,10.0.3.1,nic,srv-1,
    02:00:00:00:04:01,10.0.4.1,server,dns-1,
    02:00:00:00:05:01,10.0.5.1,host,admin,

    """

  init(
    _ rule: String, policy: String = "", watched: [DeviceRole] = [.bmc, .switch, .nic]
  ) throws {
    var generator = FixedGenerator(state: 1)
    table = FlowTable(limits: FlowLimits(), seed: FlowSeed(using: &generator))
    var settings = RuleSettings()
    settings.disabledRules = RuleCatalog.names.filter { $0 != rule }
    settings.watchedRoles = watched
    self.settings = settings
    let inventory = try Inventory(csv: NamesBench.inventory, file: "devices.csv")
    site = Site(
      inventory: inventory,
      policy: policy.isEmpty
        ? .none : try Policy(yaml: policy, file: "policy.yaml", inventory: inventory))
    rules = RuleSet(site: site, settings: settings, isRemembered: true)
  }

  /// A packet and the message in it.
  mutating func add(_ packet: Packet, _ message: Message? = nil) {
    let batch = [packet]
    var position = 0
    while position < batch.count {
      position = table.add(batch.span, from: position, events: &events)
      judge(message)
    }
  }

  /// All conversations end.
  mutating func finish() {
    while table.endAll(events: &events) { judge(nil) }
    judge(nil)
  }

  private mutating func judge(_ message: Message?) {
    let contents = events.list.map { event in
      event.kind == .packet ? SightedContent(message: message) : SightedContent()
    }
    rules.judge(events, contents, into: &findings)
    events.removeAll()
  }

  /// Rules that know nothing take over, and take back what was kept.
  mutating func restart() throws {
    for entry in rules.changes() {
      let name = "\(entry.rule) \(entry.kind) \(entry.key) \(entry.device)"
      shelf[name] = entry.body == nil ? nil : entry
    }
    rules = RuleSet(site: site, settings: settings, isRemembered: true)
    let left = try rules.restore(Array(shelf.values))
    if left != 0 { throw StoredFault(offset: left, expected: "no entries left") }
  }

  /// Severities of what was found.
  var severities: [Int] { findings.map(\.severity.rawValue) }

  /// The beginning of a connection.
  mutating func connect(
    _ client: Machine, _ server: Machine, _ port: UInt16, from source: UInt16, at seconds: Double
  ) {
    add(client.tcp(to: server, port, from: source, at: seconds, sequence: UInt32(source)))
    add(server.tcp(to: client, source, from: port, at: seconds + 0.001, [.syn, .ack]))
  }

  /// Both ends close a connection.
  mutating func close(
    _ client: Machine, _ server: Machine, _ port: UInt16, from source: UInt16, at seconds: Double
  ) {
    add(client.tcp(to: server, port, from: source, at: seconds, [.fin, .ack]))
    add(server.tcp(to: client, source, from: port, at: seconds + 0.001, [.fin, .ack]))
    add(client.tcp(to: server, port, from: source, at: seconds + 0.002, .ack))
  }
}
