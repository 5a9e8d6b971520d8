/// What a proposed policy was read from.
public struct PolicySource: Sendable {
  /// How much: packets, or records of logs.
  public var count: UInt64
  /// What is counted: `packets` or `records`.
  public var unit: String
  /// The file of the inventory; `nil` where the roles were inferred from the same packets.
  public var inventory: String?
  /// The file of the policy that holds already.
  public var policy: String?

  /// A source.
  public init(count: UInt64, unit: String, inventory: String?, policy: String?) {
    self.count = count
    self.unit = unit
    self.inventory = inventory
    self.policy = policy
  }
}
