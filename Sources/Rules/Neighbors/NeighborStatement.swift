import Flows
import Packets

/// What a frame of LLDP, CDP or spanning tree says of its sender.
struct NeighborStatement: Sendable {
  /// Which protocol.
  let kind: Kind
  /// Names the sender among others: protocol, subtype and value of the chassis identifier (IEEE 802.1AB-2016
  /// section 8.5.2), CDP's device identifier, the bridge identifier (IEEE 802.1Q-2018 section 14.2.5).
  let identifier: String
  /// The identifier without protocol and subtype.
  let value: String
  /// The same, where it is a hardware address.
  let hardware: MACAddress?
  /// The port.
  let port: String
  /// System name; of CDP it is the identifier itself.
  let name: String?
  /// System description; of CDP software version and platform.
  let description: String?
  /// What the port can do by autonegotiation (IEEE 802.3-2018 section 79.3.1).
  let abilities: String?
  /// What it does now: its operational MAU type.
  let operation: String?
  /// How long it holds, in seconds.
  let timeToLive: UInt32
  /// What the sender says it is, that bridges or routes: its words; empty where it says none.
  let forwarding: [String]
  /// Of spanning tree: whether the sender says that it is the root.
  let isRoot: Bool
  /// Of spanning tree: the bridge priority.
  let priority: UInt64

  enum Kind: String, Sendable {
    case lldp = "LLDP"
    case cdp = "CDP"
    case tree = "spanning tree"

    /// What the protocol calls what names its speakers.
    var identifierName: String {
      switch self {
      case .lldp: "LLDP chassis"
      case .cdp: "CDP device"
      case .tree: "bridge"
      }
    }
  }

  /// Protocols that are understood.
  static let languages: Set<ProtocolName> = ["lldp", "cdp", "stp", "pvst_plus"]

  /// Seconds after which a bridge is forgotten: the standard's max age.
  private static let maxAge: UInt32 = 20

  /// `nil` for other messages, and where it names nobody.
  init?(_ utterance: borrowing Utterance) {
    switch utterance.message.name {
    case "lldp": self.init(discovery: utterance)
    case "cdp": self.init(cisco: utterance)
    case "stp", "pvst_plus": self.init(tree: utterance)
    default: return nil
    }
  }

  /// Identifiers are cut at this many characters.
  private static let longest = 96

  private static func cut(_ text: String) -> String { String(text.prefix(longest)) }

  private init?(discovery utterance: borrowing Utterance) {
    guard let chassis = utterance.text("chassis_id"), let port = utterance.text("port_id"),
      let time = utterance.number("time_to_live_seconds")
    else { return nil }
    kind = .lldp
    let subtype = utterance.number("chassis_id_subtype") ?? 0
    value = Self.cut(chassis)
    identifier = "lldp \(subtype) \(value)"
    hardware = utterance.mac("chassis_id")
    self.port = Self.cut(port)
    name = utterance.text("system_name").map(Self.cut)
    description = utterance.text("system_description").map { String($0.prefix(255)) }
    let status = utterance.message.fields["ieee_802_3"]?.fields?["mac_phy_configuration_status"]?
      .fields
    abilities = status.map(Self.abilities)
    operation = status?["operational_mau_type"]?.plain
    timeToLive = UInt32(clamping: time)
    let able = Self.words("system_capabilities_names", utterance)
    let enabled = Self.words("enabled_capabilities_names", utterance)
    // A machine for programs, with a bridge for what runs on it, says that it is a station as well.
    let isStation = able.contains("station_only") || enabled.contains("station_only")
    forwarding =
      isStation ? [] : enabled.filter { ["mac_bridge", "router", "c_vlan", "s_vlan"].contains($0) }
    isRoot = false
    priority = 0
  }

  private init?(cisco utterance: borrowing Utterance) {
    guard let device = utterance.text("device_id") else { return nil }
    kind = .cdp
    value = Self.cut(device)
    identifier = "cdp \(value)"
    hardware = nil
    port = Self.cut(utterance.text("port_id") ?? "")
    name = nil
    let texts = ["platform", "software_version"].compactMap { utterance.text($0) }
    description = texts.isEmpty ? nil : String(texts.joined(separator: " ").prefix(255))
    abilities = nil
    operation = nil
    timeToLive = UInt32(clamping: utterance.number("time_to_live_seconds") ?? 180)
    let words = Self.words("capabilities_names", utterance)
    forwarding =
      words.contains("host")
      ? [] : words.filter { ["router", "transparent_bridge", "switch"].contains($0) }
    isRoot = false
    priority = 0
  }

  private init?(tree utterance: borrowing Utterance) {
    guard let bridge = utterance.message.fields["bridge_identifier"]?.fields,
      let address = bridge["address"]?.hardwareAddress, address != .zero
    else { return nil }
    kind = .tree
    // One bridge has an identifier a VLAN; the address stays the same.
    value = "\(address)"
    identifier = "bridge \(value)"
    hardware = address
    port = utterance.text("port_identifier") ?? ""
    name = nil
    description = nil
    abilities = nil
    operation = nil
    timeToLive = Self.maxAge
    forwarding = []
    let root = utterance.message.fields["root_identifier"]?.fields
    isRoot = root?["address"]?.hardwareAddress == address
    priority = bridge["priority"]?.number ?? 0
  }

  private static func abilities(_ status: Fields) -> String {
    let isSupported = status["autonegotiation_supported"] == .flag(true)
    let isEnabled = status["autonegotiation_enabled"] == .flag(true)
    let bits = status["pmd_autonegotiation_advertised_capability"]?.number ?? 0
    return "\(isSupported ? "" : "not ")supported, \(isEnabled ? "on" : "off"), "
      + "0x\(String(bits, radix: 16))"
  }

  private static func words(_ name: String, _ utterance: borrowing Utterance) -> [String] {
    (utterance.message.fields[name]?.values ?? []).compactMap(\.text)
  }

  /// Whether the sender says it is a hypervisor or a general system, which bridges for what runs on it.
  var isVirtualizing: Bool {
    let text = (description ?? "").lowercased()
    if text.contains("cumulus") || text.contains("sonic") { return false }
    return ["vmware", "hyper-v", "windows", "open vswitch", "linux", "freebsd"]
      .contains { text.contains($0) }
  }

  /// What the sender says it does, in a sentence.
  var forwardingText: String {
    let routes = forwarding.contains("router")
    let bridges = forwarding.contains { $0 != "router" }
    return bridges ? (routes ? "bridges and routes" : "bridges") : "routes"
  }

  /// Whether the identifier is a name that machines have before somebody gives them one.
  var isNameless: Bool {
    guard hardware == nil else { return false }
    let host = value.lowercased().split(separator: ".").first.map(String.init) ?? ""
    return [
      "", "switch", "router", "localhost", "localdomain", "host", "server", "linux", "ubuntu",
      "debian", "bmc", "openbmc", "system", "none", "(none)", "unknown", "default",
    ].contains(host)
  }
}
