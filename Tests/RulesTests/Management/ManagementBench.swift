import Capture
import Devices
import Flows
import Packets

@testable import Rules

/// A real flow table and one rule: datagrams and segments with the messages that they carry in, findings out.
struct ManagementBench: ~Copyable {
  private var table: FlowTable
  private var events = FlowEvents()
  private var rules: RuleSet
  private let site: Site
  private let settings: RuleSettings
  /// What was kept so far, of each rule, kind and key the latest, as a state file has it.
  private var shelf: [String: StoredEntry] = [:]
  /// What was found so far, in order.
  var findings: [Finding] = []
  /// When the next packet comes, in seconds.
  var now = 1000.0
  /// The port that the next conversation comes from.
  private var port: UInt16 = 50_000

  /// A site with one rule.
  init(
    _ rule: String, policy: String = "", inventory: String = RuleBench.inventory
  ) throws {
    var generator = FixedGenerator(state: 1)
    table = FlowTable(limits: FlowLimits(), seed: FlowSeed(using: &generator))
    var settings = RuleSettings()
    settings.disabledRules = RuleCatalog.names.filter { $0 != rule }
    self.settings = settings
    let inventory = try Inventory(csv: inventory, file: "devices.csv")
    site = Site(
      inventory: inventory,
      policy: policy.isEmpty
        ? .none : try Policy(yaml: policy, file: "policy.yaml", inventory: inventory))
    rules = RuleSet(site: site, settings: settings, isRemembered: true)
  }

  /// Severities of what was found.
  var severities: [Int] { findings.map(\.severity.rawValue) }

  /// Another port for the next conversation.
  mutating func turn() -> UInt16 {
    port += 1
    return port
  }

  /// A packet, the message in it, and its octets.
  mutating func add(_ packet: Packet, _ message: Message? = nil, octets: [UInt8]? = nil) {
    let batch = [packet]
    var position = 0
    while position < batch.count {
      position = table.add(batch.span, from: position, events: &events)
      let contents = events.list.map { event in
        guard event.kind == .packet else { return SightedContent() }
        var marks = StackMarks()
        marks.timeToLive = 64
        return SightedContent(
          message: message, marks: marks,
          sample: octets.map { PacketSample(transport: .tcp, octets: $0, payloadStart: 0) })
      }
      rules.judge(events, contents, into: &findings)
      events.removeAll()
    }
    now = Double(packet.timestamp.rawValue) / 1e9 + 0.01
  }

  /// All conversations end.
  mutating func finish() {
    while table.endAll(events: &events) { judge() }
    judge()
  }

  private mutating func judge() {
    rules.judge(events, into: &findings)
    events.removeAll()
  }

  /// A manager's datagram to a machine on port 623.
  mutating func ask(
    _ manager: Machine, _ machine: Machine, from source: UInt16,
    speaking name: ProtocolName = "ipmi",
    fault: DecodeFault.Kind = .none, _ fields: Fields
  ) {
    add(
      manager.udp(to: machine, 623, from: source, at: now),
      Message(name: name, recognition: .certain, fields: fields, fault: fault))
  }

  /// A machine's datagram to a manager.
  mutating func answer(
    _ machine: Machine, _ manager: Machine, to source: UInt16, speaking name: ProtocolName = "ipmi",
    _ fields: Fields
  ) {
    add(
      machine.udp(to: manager, source, from: 623, at: now),
      Message(name: name, recognition: .certain, fields: fields))
  }

  /// Rules that know nothing take over, and take back what was kept.
  mutating func restart() throws {
    for entry in rules.changes() {
      let name = "\(entry.rule) \(entry.kind) \(entry.key)"
      shelf[name] = entry.body == nil ? nil : entry
    }
    rules = RuleSet(site: site, settings: settings, isRemembered: true)
    let left = try rules.restore(Array(shelf.values))
    if left != 0 { throw StoredFault(offset: left, expected: "no entries left") }
  }

  // The opening of a session, IPMI 2.0 section 13.17 to 13.23.

  /// Asks for a session and is answered.
  mutating func open(
    _ manager: Machine, _ machine: Machine, from source: UInt16, suite: UInt8 = 1, status: UInt8 = 0
  ) {
    ask(manager, machine, from: source, .plus(0x10) { $0.add("authentication_algorithm", suite) })
    answer(
      machine, manager, to: source,
      .plus(0x11) {
        $0.add("status_code", status)
        if status == 0 { $0.add("authentication_algorithm", suite) }
      })
  }

  /// Names a user and is answered, with a code where the status is 0.
  mutating func name(
    _ user: String, _ manager: Machine, _ machine: Machine, from source: UInt16, status: UInt8 = 0
  ) {
    ask(manager, machine, from: source, .plus(0x12) { $0.add("user_name", user) })
    answer(
      machine, manager, to: source,
      .plus(0x13) {
        $0.add("status_code", status)
        if status == 0 { $0.add("key_exchange_authentication_code_present", true) }
      })
  }

  /// Goes on with the login, and is let in.
  mutating func logIn(_ manager: Machine, _ machine: Machine, from source: UInt16) {
    ask(manager, machine, from: source, .plus(0x14) { $0.add("status_code", 0 as UInt8) })
    answer(machine, manager, to: source, .plus(0x15) { $0.add("status_code", 0 as UInt8) })
  }

  /// A whole session of its own.
  mutating func session(_ user: String, _ manager: Machine, _ machine: Machine) {
    let source = turn()
    open(manager, machine, from: source)
    name(user, manager, machine, from: source)
    logIn(manager, machine, from: source)
  }
}

extension Fields {
  /// A message of IPMI 2.0.
  static func plus(_ payload: UInt8, _ more: (inout Fields) -> Void = { _ in }) -> Fields {
    var fields = Fields()
    fields.add("authentication_type", 6 as UInt8)
    fields.add("payload_type", payload)
    fields.add("encrypted", false)
    more(&fields)
    return fields
  }

  /// A command or, with a completion code, its response.
  static func command(
    _ function: UInt8, _ command: UInt8, type: UInt8 = 0, code: UInt8? = nil, sequence: UInt8 = 1,
    session: UInt32 = 7, isAuthenticated: Bool? = nil, _ more: (inout Fields) -> Void = { _ in }
  ) -> Fields {
    var fields = Fields()
    fields.add("authentication_type", type)
    if type == 6 {
      fields.add("payload_type", 0 as UInt8)
      fields.add("encrypted", false)
    }
    fields.add("authenticated", isAuthenticated ?? (type != 0))
    fields.add("session_id", session)
    fields.add("requester_sequence_number", sequence)
    fields.add("network_function", code == nil ? function : function | 1)
    fields.add("command", command)
    if let code { fields.add("completion_code", code) }
    more(&fields)
    return fields
  }
}
