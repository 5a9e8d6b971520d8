import Devices
import Packets

/// Machines that count although no inventory names them: those that are watched by address, from their
/// first conversation on, and those whose evidence says what they are.
///
/// Bounded: at the limit further machines are left out, and counted.
struct WatchedHosts: Sendable {
  private let firstIndex: Int
  private let limit: Int
  private var indices: [IPAddress: Int] = [:]
  private var neighbors: [MACAddress: Int] = [:]
  private var devices: [Device] = []
  /// Machines that were left out for want of room.
  private(set) var refused: UInt64 = 0

  /// Nobody yet; indices go on behind those of the inventory.
  init(behind count: Int, limit: Int) {
    firstIndex = count
    self.limit = limit
  }

  /// How many there are.
  var count: Int { devices.count }

  /// How many of them were identified by evidence.
  var identified: Int { devices.count { $0.confidence != nil } }

  /// The machine of an index behind those of the inventory.
  func device(at index: Int) -> Device { devices[index - firstIndex] }

  /// The index of a machine, if it is one.
  func index(of address: IPAddress) -> Int? { indices[address] }

  /// The index of the machine that is one end of a packet; `nil` where it is none of these.
  ///
  /// By hardware address; what a router or switch may only have passed on, by IP address.
  func index(mac: MACAddress, address: IPAddress, isIP: Bool) -> Int? {
    if let index = neighbors[mac] {
      let device = device(at: index)
      let isForwarder = device.role == .router || device.role == .switch
      if !isForwarder || !isIP || AddressScope.isLocal(address)
        || device.addresses.contains(address)
      {
        return index
      }
    }
    return isIP ? indices[address] : nil
  }

  /// The index of a machine, which is taken in if there is room.
  mutating func admit(_ address: IPAddress) -> Int? {
    if let index = indices[address] { return index }
    guard let index = append(Device(index: 0, macs: [], addresses: [address], role: .unknown))
    else { return nil }
    indices[address] = index
    return index
  }

  /// Takes in a machine whose evidence says what it is, or changes what is known of it.
  mutating func admit(_ observed: ObservedDevice) -> Int? {
    var known = observed.key.mac.flatMap { neighbors[$0] }
    for address in observed.addresses where known == nil { known = indices[address] }
    var device =
      known.map { devices[$0 - firstIndex] }
      ?? Device(index: 0, macs: [], addresses: [], role: .unknown)
    device.role = observed.inference.role
    device.confidence = observed.inference.confidence
    device.vendor = observed.vendor
    if let mac = observed.key.mac, !device.macs.contains(mac) { device.macs.append(mac) }
    for address in observed.addresses where !device.addresses.contains(address) {
      device.addresses.append(address)
    }
    guard let index = known != nil ? known : append(device) else { return nil }
    device.index = index
    devices[index - firstIndex] = device
    for mac in device.macs { neighbors[mac] = index }
    for address in device.addresses where indices[address] == nil { indices[address] = index }
    return index
  }

  private mutating func append(_ device: Device) -> Int? {
    guard devices.count < limit else {
      refused += 1
      return nil
    }
    let index = firstIndex + devices.count
    var device = device
    device.index = index
    devices.append(device)
    return index
  }
}
