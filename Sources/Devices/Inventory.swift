public import Packets

/// The machines that the operator declared, and whose an address is.
public struct Inventory: Sendable {
  /// The devices, in the order in which the file names them first.
  public private(set) var devices: [Device]
  /// Whether there is no device.
  public let isEmpty: Bool

  /// The devices of one hardware address that does not tell them apart.
  private struct Sharing: Sendable {
    /// Where they begin in `members`.
    var start: Int
    /// How many they are.
    var count: Int
    /// The one among them that is a router, or -1.
    var router: Int32
  }

  /// Device index of a hardware address, or -2 minus the index in `sharings`.
  private let hardware: AddressTable
  /// Device index of an IP address.
  private let network: AddressTable
  private let sharings: [Sharing]
  /// Device indices, ascending within each sharing.
  private let members: [Int32]
  private let names: [String: Int]
  /// The lines of the file where the devices are named first.
  private let lines: [Int]

  /// No devices: every look-up answers `nil` at once.
  public static let empty = Inventory(devices: [])

  /// An inventory of devices that are consistent: `index` is the place, names are unique, no IP
  /// address has two devices.
  init(devices: [Device], lines: [Int] = []) {
    self.devices = devices
    self.lines = lines
    isEmpty = devices.isEmpty
    var hardware = AddressTable(capacity: devices.reduce(0) { $0 + $1.macs.count })
    var network = AddressTable(capacity: devices.reduce(0) { $0 + $1.addresses.count })
    var names: [String: Int] = [:]
    var owners: [MACAddress: [Int32]] = [:]
    for device in devices {
      if !device.name.isEmpty { names[device.name] = device.index }
      for address in device.addresses {
        network.insert(high: address.high, low: address.low, value: Int32(device.index))
      }
      for mac in device.macs { owners[mac, default: []].append(Int32(device.index)) }
    }
    var sharings: [Sharing] = []
    var members: [Int32] = []
    // By device, not by dictionary order, so that the layout is the same in each run.
    for device in devices {
      for mac in device.macs {
        guard let owners = owners[mac], owners.first == Int32(device.index) else { continue }
        let router = owners.first { devices[Int($0)].role == .router } ?? -1
        var value = owners[0]
        if router >= 0 || owners.count > 1 {
          value = -2 - Int32(sharings.count)
          sharings.append(Sharing(start: members.count, count: owners.count, router: router))
          members += owners
        }
        hardware.insert(high: 0, low: mac.rawValue, value: value)
      }
    }
    self.hardware = hardware
    self.network = network
    self.sharings = sharings
    self.members = members
    self.names = names
  }

  /// The index of the device that is one end of a packet, or `nil` where it is none of the inventory.
  ///
  /// - `mac` of no device, or zero: the device of `ip`.
  /// - `mac` of one device that is not a router: that device, whatever `ip` is.
  /// - `mac` of several devices, none a router: the one among them that has `ip`, else the first.
  /// - `mac` of a router: the device of `ip`, because a router puts its own hardware address on what
  ///   it forwards. The router itself where `ip` is its own, is `.zero` (no IP), or is never
  ///   forwarded (`AddressScope.isLocal`); `nil` for any other unknown `ip`, which is behind it.
  public func device(mac: MACAddress, ip: IPAddress) -> Int? {
    guard !isEmpty else { return nil }
    let owner = hardware.value(high: 0, low: mac.rawValue)
    guard owner < 0 else { return Int(owner) }
    // `::` and the addresses of no device are not in the table.
    let holder = network.value(high: ip.high, low: ip.low)
    guard owner != AddressTable.absent else { return holder < 0 ? nil : Int(holder) }
    let sharing = sharings[Int(-2 - owner)]
    if sharing.router >= 0 {
      if holder >= 0 { return Int(holder) }
      return AddressScope.isLocal(ip) ? Int(sharing.router) : nil
    }
    return Int(contains(holder, sharing) ? holder : members[sharing.start])
  }

  /// The index of the device with a name, letter for letter.
  public func index(forName name: String) -> Int? { names[name] }

  /// The line of the file where a device is named first, counted from 1; `nil` where there is no file.
  func line(of device: Int) -> Int? { device < lines.count ? lines[device] : nil }

  /// The index of the device with an IP address.
  public func index(forAddress address: IPAddress) -> Int? {
    let holder = network.value(high: address.high, low: address.low)
    return holder < 0 ? nil : Int(holder)
  }

  /// The indices of the devices with a hardware address, ascending; empty for an unknown one.
  public func indices(forMAC mac: MACAddress) -> [Int] {
    let owner = hardware.value(high: 0, low: mac.rawValue)
    guard owner < 0 else { return [Int(owner)] }
    guard owner != AddressTable.absent else { return [] }
    let sharing = sharings[Int(-2 - owner)]
    return members[sharing.start..<sharing.start + sharing.count].map { Int($0) }
  }

  /// The hardware addresses of devices whose vendor is not known, in the order of the devices.
  public var macsWithoutVendor: [MACAddress] {
    devices.flatMap { $0.vendor.isEmpty ? $0.macs : [] }
  }

  /// Gives devices without a vendor that of their first hardware address that has one.
  public mutating func fillVendors(from table: OUITable) {
    for index in devices.indices where devices[index].vendor.isEmpty {
      devices[index].vendor = devices[index].macs.lazy.compactMap(table.vendor(of:)).first ?? ""
    }
  }

  private func contains(_ device: Int32, _ sharing: Sharing) -> Bool {
    var low = sharing.start
    var high = sharing.start + sharing.count
    while low < high {
      let middle = (low + high) / 2
      if members[middle] < device { low = middle + 1 } else { high = middle }
    }
    return low < sharing.start + sharing.count && members[low] == device
  }
}
