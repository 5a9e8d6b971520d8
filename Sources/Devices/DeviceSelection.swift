/// Whom something in the policy is about. All that it says must fit; of a list, one.
public struct DeviceSelection: Hashable, Sendable {
  /// Indices of devices of the inventory; empty for any.
  public var devices: [Int] = []
  /// Roles; empty for any.
  public var roles: [DeviceRole] = []
  /// The operator's own words for devices; empty for any.
  public var tags: [String] = []

  /// Everybody.
  public init() {}

  /// Whether it says nothing.
  public var isEverybody: Bool { devices.isEmpty && roles.isEmpty && tags.isEmpty }

  /// Whether a device is meant.
  public func includes(_ device: Device) -> Bool {
    (devices.isEmpty || devices.contains(device.index))
      && (roles.isEmpty || roles.contains(device.role))
      && (tags.isEmpty || tags.contains(where: device.tags.contains))
  }
}
