public import Devices

/// What the operator has told about the network; the same for every rule.
public struct Site: Sendable {
  /// The machines.
  public let inventory: Inventory
  /// What is internal and what is expected.
  public let policy: Policy

  /// A site.
  public init(inventory: Inventory, policy: Policy) {
    self.inventory = inventory
    self.policy = policy
  }
}
