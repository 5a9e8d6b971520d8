public import Devices

/// What the operator has told about the network; the same for every rule.
public struct Site: Sendable {
  /// The machines.
  public let inventory: Inventory
  /// What is internal and what is expected.
  public let policy: Policy
  /// Whose conversations count beside those of the inventory's devices.
  public let watch: Watch

  /// A site.
  public init(inventory: Inventory, policy: Policy, watch: Watch = .nobody) {
    self.inventory = inventory
    self.policy = policy
    self.watch = watch
  }
}
