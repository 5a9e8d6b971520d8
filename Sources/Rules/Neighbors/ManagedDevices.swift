import Devices
import Packets

/// Whose identity below IP is judged: devices of the watched roles, and what the evidence shows to be a
/// controller, a switch or a card. Never a router, whose addresses change hands by design.
struct ManagedDevices: Sendable {
  private let roles: Set<DeviceRole>

  init(_ settings: RuleSettings) {
    let watched = settings.watchedRoles
    roles = Set(watched + (watched.contains(.nic) ? [.server, .host] : []))
  }

  /// Whether a device is judged.
  func includes(_ device: Device) -> Bool {
    switch device.role {
    case .router, .unknown: false
    case .bmc, .switch, .nic: device.confidence != nil || roles.contains(device.role)
    case .server, .host: device.confidence == nil && roles.contains(device.role)
    }
  }
}

extension Site {
  /// The device that a hardware address belongs to, declared or known by its evidence.
  func device(mac: MACAddress) -> Device? {
    guard mac != .zero, !mac.isGroup else { return nil }
    return device(at: Finding.Endpoint(address: nil, mac: mac, port: nil))
  }

  /// The declared device that an IP address belongs to.
  func owner(of address: IPAddress) -> Device? {
    inventory.index(forAddress: address).map { inventory.devices[$0] }
  }

  /// Whether two hardware addresses are one machine's: so says the inventory, or where it does not know both
  /// they are neighbors.
  func isOneMachine(_ one: MACAddress, _ other: MACAddress) -> Bool {
    if one == other { return true }
    let devices = inventory.indices(forMAC: one)
    let others = inventory.indices(forMAC: other)
    guard devices.isEmpty || others.isEmpty else {
      return others.contains(where: devices.contains)
    }
    return one.isPortNeighbor(of: other)
  }
}
