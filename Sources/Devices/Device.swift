public import Packets

/// One machine of the inventory.
public struct Device: Hashable, Sendable {
  /// Its place in the inventory, in the order of the file.
  public var index: Int
  /// Its hardware addresses, in the order of the file; may be empty.
  public var macs: [MACAddress]
  /// Its IP addresses, in the order of the file; may be empty.
  public var addresses: [IPAddress]
  /// What it is.
  public var role: DeviceRole
  /// What the operator calls it; empty where not given.
  public var name: String
  /// Who made it: as declared, else by OUI, else empty.
  public var vendor: String
  /// The operator's own words for it.
  public var tags: [String]
  /// How sure its role is, 0 to 1, where its evidence says it and not the operator; else `nil`.
  public var confidence: Double?

  /// A device.
  public init(
    index: Int, macs: [MACAddress], addresses: [IPAddress], role: DeviceRole, name: String = "",
    vendor: String = "", tags: [String] = []
  ) {
    self.index = index
    self.macs = macs
    self.addresses = addresses
    self.role = role
    self.name = name
    self.vendor = vendor
    self.tags = tags
  }

  /// What stays the same when the inventory is edited: its name, else its first MAC, else its first
  /// address.
  public var identity: String {
    if !name.isEmpty { return name }
    return macs.first?.description ?? addresses.first?.description ?? ""
  }
}
