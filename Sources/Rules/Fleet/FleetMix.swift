import Devices

/// What several devices are: of how many makers and roles, and how a sentence names them.
struct FleetMix {
  /// Devices that a line names; the others are counted.
  static let mostNamed = 16

  /// The devices.
  let devices: [Device]
  /// Their roles, in the order of the devices, each once.
  let roles: [DeviceRole]
  /// Their makers as far as they are known, in the order of the devices, each company once.
  let vendors: [String]
  /// Whether the maker of one of them is not known.
  let hasUnknownVendor: Bool

  /// The mix of some devices.
  init(_ devices: [Device]) {
    self.devices = devices
    var roles: [DeviceRole] = []
    var vendors: [String] = []
    var companies: Set<String> = []
    var hasUnknownVendor = false
    for device in devices {
      if !roles.contains(device.role) { roles.append(device.role) }
      let company = VendorName.key(device.vendor)
      if company.isEmpty {
        hasUnknownVendor = true
      } else if companies.insert(company).inserted {
        vendors.append(device.vendor)
      }
    }
    self.roles = roles
    self.vendors = vendors
    self.hasUnknownVendor = hasUnknownVendor
  }

  /// Whether they are two devices at least, and of different makers or roles.
  var isMixed: Bool { devices.count > 1 && (roles.count > 1 || vendors.count > 1) }

  /// Whether one maker explains that they are alike: the maker of each is known, and it is one.
  var isOfOneVendor: Bool { vendors.count == 1 && !hasUnknownVendor }

  /// `bmc-01 (bmc, HPE)`.
  static func name(_ device: Device) -> String {
    "\(device.label) (\(device.role.rawValue)\(device.vendor.isEmpty ? "" : ", \(device.vendor)"))"
  }

  /// `bmc-01 (bmc, HPE), sw-01 (switch, Cisco) and 3 others`.
  static func names(_ devices: some Collection<Device>) -> String {
    let named = devices.prefix(4).map(name)
    let more = devices.count - named.count
    if more > 0 { return named.joined(separator: ", ") + " and \(more) others" }
    guard let last = named.last, named.count > 1 else { return named.first ?? "" }
    return named.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `3 devices of 3 makers and 2 roles`.
  var phrase: String {
    let makers =
      vendors.isEmpty
      ? "unknown makers"
      : "\(vendors.count) \(vendors.count == 1 ? "maker" : "makers")"
        + (hasUnknownVendor ? " and unknown ones" : "")
    return
      "\(devices.count) devices of \(makers), \(roles.count == 1 ? "one role" : "\(roles.count) roles")"
  }

  /// The devices as named values.
  var evidence: [Evidence] {
    [
      Evidence("fleet.devices", .texts(devices.prefix(FleetMix.mostNamed).map(\.label))),
      Evidence("fleet.count", .integer(devices.count)),
      Evidence("fleet.vendors", .texts(vendors)),
      Evidence("fleet.roles", .texts(roles.map(\.rawValue))),
    ]
  }
}

extension Site {
  /// How many devices have one of these roles, by the inventory or by their evidence.
  func count(of roles: Set<DeviceRole>) -> Int {
    let found = (0..<hosts.count).count {
      let host = hosts.device(at: inventory.devices.count + $0)
      return host.confidence != nil && roles.contains(host.role)
    }
    return found + inventory.devices.count { roles.contains($0.role) }
  }
}
