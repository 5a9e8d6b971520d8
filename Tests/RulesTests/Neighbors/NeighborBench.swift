import Capture
import Devices
import Flows
import Packets

@testable import Rules

/// A real flow table and one rule: packets with the messages that they carry in, findings out.
struct NeighborBench: ~Copyable {
  private var table: FlowTable
  private var events = FlowEvents()
  private var rules: RuleSet
  private let rule: String
  private let site: Site
  private let settings: RuleSettings
  /// What was kept so far, of each rule, kind and key the latest, as a state file has it.
  private var shelf: [String: StoredEntry] = [:]
  /// What was found so far, in order.
  var findings: [Finding] = []

  /// 02:00:00:00:09:09, in no inventory.
  static let stranger = Machine.stranger.mac

  /// A site with one rule.
  init(
    _ rule: String, inventory: String = RuleBench.inventory, settings: RuleSettings = RuleSettings()
  ) throws {
    var generator = FixedGenerator(state: 1)
    table = FlowTable(limits: FlowLimits(), seed: FlowSeed(using: &generator))
    self.rule = rule
    var settings = settings
    settings.disabledRules = RuleCatalog.names.filter { $0 != rule }
    self.settings = settings
    site = Site(
      inventory: try Inventory(csv: inventory, file: "devices.csv"), policy: .none)
    rules = RuleSet(site: site, settings: settings, isRemembered: true)
  }

  /// A packet and the message in it.
  mutating func add(_ packet: Packet, _ message: Message? = nil) {
    let batch = [packet]
    var position = 0
    while position < batch.count {
      position = table.add(batch.span, from: position, events: &events)
      let contents = events.list.map { event in
        event.kind == .packet ? SightedContent(message: message) : SightedContent()
      }
      rules.judge(events, contents, into: &findings)
      events.removeAll()
    }
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

  /// What is kept.
  mutating func kept() -> [StoredEntry] { rules.changes() }

  /// Takes back what was kept.
  mutating func restore(_ entries: [StoredEntry]) throws -> Int { try rules.restore(entries) }

  /// Severities of what was found.
  var severities: [Int] { findings.map(\.severity.rawValue) }

  /// A counter of the rule.
  func counter(_ name: String) -> UInt64? {
    rules.counters.first { $0.rule == rule && $0.name == name }?.value
  }

  // Packets.

  /// ARP: a request or reply of a machine to everybody or to one.
  mutating func arp(
    _ sender: UInt64, _ address: IPAddress, for target: IPAddress, at seconds: Double,
    operation: UInt8 = 2, to peer: UInt64 = 0xffff_ffff_ffff, vlan: UInt16 = 0
  ) {
    var packet = Machine(sender, 0).frame(0x0806, to: peer, at: seconds)
    packet.network = .arp
    if vlan != 0 { packet.vlans = VLANStack.none.adding(vlan) }
    var fields = Fields()
    fields.add("operation", operation)
    fields.add("sender_hardware_address", MACAddress(rawValue: sender))
    fields.add("target_hardware_address", MACAddress.zero)
    fields.add("sender_protocol_address", address)
    fields.add("target_protocol_address", target)
    add(packet, Message(name: "arp", recognition: .certain, fields: fields))
  }

  /// A neighbor advertisement to all nodes, RFC 4861 section 4.4.
  mutating func advertise(
    _ sender: UInt64, _ address: IPAddress, at seconds: Double, overrides: Bool = true,
    isAsked: Bool = false
  ) {
    let all = Machine(0x3333_0000_0001, IPAddress(high: 0xff02 << 48, low: 1))
    var packet = Machine(sender, address).icmp(to: all, type: 136, at: seconds)
    packet.timeToLive = 255
    var option = Fields()
    option.add("type", 2 as UInt8)
    option.add("link_layer_address", MACAddress(rawValue: sender))
    var fields = Fields()
    fields.add("type", 136 as UInt8)
    fields.add("solicited", isAsked)
    fields.add("override", overrides)
    fields.add("target_address", address)
    fields.add("options", [.group(option)])
    add(packet, Message(name: "icmpv6", recognition: .certain, fields: fields))
  }

  /// LLDP.
  mutating func lldp(
    _ sender: UInt64, chassis: FieldValue, port: String = "1", at seconds: Double,
    timeToLive: UInt16 = 120, _ more: (inout Fields) -> Void = { _ in }
  ) {
    var fields = Fields()
    fields.add("chassis_id_subtype", (chassis.hardwareAddress == nil ? 7 : 4) as UInt8)
    fields.add("chassis_id", chassis)
    fields.add("port_id", port)
    fields.add("time_to_live_seconds", timeToLive)
    more(&fields)
    add(
      Machine(sender, 0).frame(0x88cc, to: 0x0180_c200_000e, at: seconds),
      Message(name: "lldp", recognition: .certain, fields: fields))
  }

  /// CDP.
  mutating func cdp(
    _ sender: UInt64, _ device: String, at seconds: Double, platform: String, port: String = "1",
    capabilities: [String] = ["switch"]
  ) {
    var fields = Fields()
    fields.add("time_to_live_seconds", 180 as UInt8)
    fields.add("device_id", device)
    fields.add("port_id", port)
    fields.add("platform", platform)
    fields.add("capabilities_names", capabilities.map { .text($0) })
    add(
      Machine(sender, 0).frame(
        LinkProtocol(.snap, 0x00_000c_2000), to: 0x0100_0ccc_cccc, at: seconds),
      Message(name: "cdp", recognition: .certain, fields: fields))
  }

  /// Spanning tree.
  mutating func tree(
    _ sender: UInt64, bridge: UInt64, root: UInt64, at seconds: Double, priority: UInt16 = 0x8000,
    port: UInt16 = 0x8001
  ) {
    func identifier(_ address: UInt64) -> Fields {
      var group = Fields()
      group.add("priority", priority)
      group.add("address", MACAddress(rawValue: address))
      return group
    }
    var fields = Fields()
    fields.add("root_identifier", identifier(root))
    fields.add("bridge_identifier", identifier(bridge))
    fields.add("port_identifier", port)
    add(
      Machine(sender, 0).frame(LinkProtocol(.llc, 0x4242), to: 0x0180_c200_0000, at: seconds),
      Message(name: "stp", recognition: .certain, fields: fields))
  }

  /// A DHCP message of a client: discover (1), request (3) or inform (8); `own` extends a lease.
  mutating func dhcp(
    _ sender: UInt64, _ type: UInt8, requests: [UInt64], vendor: String = "", name: String = "",
    own: IPAddress? = nil, at seconds: Double, _ more: (inout Fields) -> Void = { _ in }
  ) {
    let everybody = Machine(0xffff_ffff_ffff, 0xffff_ffff)
    var fields = Fields()
    fields.add("operation", 1 as UInt8)
    fields.add("client_address", own ?? IPAddress(v4: 0))
    fields.add("client_hardware_address", MACAddress(rawValue: sender))
    fields.add("message_type", type)
    if !requests.isEmpty { fields.add("parameter_request_list", requests.map { .number($0) }) }
    if !vendor.isEmpty { fields.add("vendor_class_identifier", vendor) }
    if !name.isEmpty { fields.add("host_name", name) }
    more(&fields)
    add(
      Machine(sender, 0).udp(to: everybody, 67, from: 68, at: seconds, payload: 300),
      Message(name: "dhcp", recognition: .certain, fields: fields))
  }

  /// A server gives an address to a hardware address.
  mutating func lease(_ address: IPAddress, to client: UInt64, at seconds: Double) {
    let everybody = Machine(0xffff_ffff_ffff, 0xffff_ffff)
    var fields = Fields()
    fields.add("operation", 2 as UInt8)
    fields.add("your_address", address)
    fields.add("client_hardware_address", MACAddress(rawValue: client))
    fields.add("message_type", 5 as UInt8)
    add(
      Machine.server.udp(to: everybody, 68, from: 67, at: seconds, payload: 300),
      Message(name: "dhcp", recognition: .certain, fields: fields))
  }

  /// VRRP: a router tells that it has a virtual address.
  mutating func vrrp(_ router: Machine, _ address: IPAddress, at seconds: Double) {
    let routers = Machine(0x0100_5e00_0012, 0xe000_0012)
    var fields = Fields()
    fields.add("addresses", [.address(address)])
    add(
      router.sends(IPProtocol(rawValue: 112), to: routers, at: seconds),
      Message(name: "vrrp", recognition: .certain, fields: fields))
  }
}
