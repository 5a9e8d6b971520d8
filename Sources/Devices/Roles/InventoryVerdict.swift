import Packets

/// How what was observed of a machine fits what the operator declared.
public enum InventoryVerdict: Sendable {
  /// It is declared, and nothing says otherwise.
  case asDeclared(Device)
  /// It is declared as one thing, and its evidence speaks for another.
  case contradicts(Device, shows: DeviceRole)
  /// It is not declared, and its evidence says what it is.
  case undeclared(DeviceRole)
  /// It is not declared, and nobody knows what it is.
  case unknown

  /// One word for output.
  public var word: String {
    switch self {
    case .asDeclared: "as_declared"
    case .contradicts: "contradicts"
    case .undeclared: "undeclared"
    case .unknown: "unknown"
    }
  }

  /// The declared device.
  public var declared: Device? {
    switch self {
    case .asDeclared(let device), .contradicts(let device, _): device
    case .undeclared, .unknown: nil
    }
  }

  /// What its evidence shows, where that is not what was declared.
  public var shown: DeviceRole? {
    switch self {
    case .contradicts(_, let role), .undeclared(let role): role
    case .asDeclared, .unknown: nil
    }
  }

  /// From so many points on, evidence for another sort of machine contradicts what is declared.
  public static let leastPoints = 4.0

  /// What has a role in common with another: a management controller, what forwards, what runs a general
  /// operating system. Within a group the operator's word stands.
  private enum Group { case controller, forwarder, machine, none }

  private static func group(_ role: DeviceRole) -> Group {
    switch role {
    case .bmc: .controller
    case .switch, .router: .forwarder
    case .nic, .server, .host: .machine
    case .unknown: .none
    }
  }

  /// Compares a machine with an inventory: by hardware address, behind routers by IP address.
  ///
  /// Points count as they are, whatever role won: a management controller that shows evidence of a host
  /// beside its own is worth a look. Evidence of a host's services does not speak against a router, nor a
  /// server's against a switch (`RoleInference`).
  public init(_ device: ObservedDevice, in inventory: Inventory) {
    let mac = device.key.mac ?? .zero
    let candidates = device.addresses.isEmpty ? [IPAddress.zero] : device.addresses
    // Whoever has the common address of several at the moment is told by the addresses of none of them.
    let isShared = device.evidence.contains { $0.kind == .reservedAddress }
    let owner =
      isShared ? nil : candidates.lazy.compactMap { inventory.device(mac: mac, ip: $0) }.first
    let index = owner ?? inventory.indices(forMAC: mac).first
    guard let index else {
      let role = device.inference.role
      self = role == .unknown ? .unknown : .undeclared(role)
      return
    }
    let declared = inventory.devices[index]
    let group = InventoryVerdict.group(declared.role)
    let other = device.inference.scores.first {
      InventoryVerdict.group($0.role) != group && $0.points >= InventoryVerdict.leastPoints
    }
    self = other.map { .contradicts(declared, shows: $0.role) } ?? .asDeclared(declared)
  }
}
