public import Devices
import Packets

/// What is known about the network: what the operator has told, and what no rule knows by itself. The same for
/// every rule.
public struct Site: Sendable {
  /// The machines.
  public let inventory: Inventory
  /// What is internal and what is expected.
  public let policy: Policy
  /// Whose conversations count beside those of the inventory's devices.
  public let watch: Watch
  /// Machines that count by the watch, or by their evidence.
  var hosts: WatchedHosts
  /// The systems behind the addresses of devices, where a rule wants them followed.
  var systems = SystemsLedger(isRemembered: false)
  /// Registered domains in which the inventory's own machines have their names.
  private let ownDomains: Set<String>

  /// Machines outside the inventory that are watched at once.
  static let mostHosts = 65_536

  /// A site.
  public init(inventory: Inventory, policy: Policy, watch: Watch = .nobody) {
    self.inventory = inventory
    self.policy = policy
    self.watch = watch
    hosts = WatchedHosts(behind: inventory.devices.count, limit: Site.mostHosts)
    ownDomains = Set(
      inventory.devices.compactMap { PublicSuffixes.registeredDomain(of: $0.name) })
  }

  /// A device of the inventory, or a machine that is watched, by its index.
  func device(at index: Int) -> Device {
    index < inventory.devices.count ? inventory.devices[index] : hosts.device(at: index)
  }

  /// The device that has an end of a conversation, where the inventory or its evidence says what it is.
  func device(at end: Finding.Endpoint) -> Device? {
    let mac = end.mac ?? .zero
    let address = end.address ?? .zero
    let index =
      inventory.device(mac: mac, ip: address)
      ?? hosts.index(mac: mac, address: address, isIP: end.address != nil)
    return index.map(device(at:)).flatMap { $0.role == .unknown ? nil : $0 }
  }

  /// Whether somebody asking for a name by the clock needs no explanation: the name is one of the
  /// network's own, one that stands for an address, or one that the policy lists.
  func isExpected(_ name: String) -> Bool {
    if SpecialUseDomains.isInternal(name) || policy.lists(name) { return true }
    return PublicSuffixes.registeredDomain(of: name).map(ownDomains.contains) ?? true
  }
}
