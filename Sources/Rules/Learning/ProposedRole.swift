public import Devices

/// A role whose devices a proposed policy is about.
public struct ProposedRole: Hashable, Sendable {
  /// The role.
  public let role: DeviceRole
  /// Devices of it in the inventory.
  public let known: Int
  /// Those that sent something.
  public let seen: Int
}
