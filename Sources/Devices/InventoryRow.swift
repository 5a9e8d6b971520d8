import Packets

/// One row of an inventory file, its fields read but not yet compared with other rows.
struct InventoryRow {
  /// Where the row begins in the file.
  var offset: Int
  /// Its hardware addresses, none twice.
  var macs: [MACAddress] = []
  /// Its IP addresses, none twice.
  var addresses: [IPAddress] = []
  /// What the device is.
  var role = DeviceRole.host
  /// What the operator calls it; empty where not given.
  var name = ""
  /// Who made it; empty where not given.
  var vendor = ""
  /// The operator's own words for it.
  var tags: [String] = []
}
