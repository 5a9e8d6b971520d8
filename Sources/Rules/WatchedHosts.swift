import Devices
import Packets

/// Machines that are watched although no inventory names them, each from its first conversation on.
///
/// Bounded: at the limit further machines are not watched, and counted.
struct WatchedHosts: Sendable {
  private let firstIndex: Int
  private let limit: Int
  private var indices: [IPAddress: Int] = [:]
  private var devices: [Device] = []
  /// Machines that were not watched for want of room.
  private(set) var refused: UInt64 = 0

  /// Nobody yet; indices go on behind those of the inventory.
  init(behind count: Int, limit: Int) {
    firstIndex = count
    self.limit = limit
  }

  /// How many there are.
  var count: Int { devices.count }

  /// The machine of an index behind those of the inventory.
  func device(at index: Int) -> Device { devices[index - firstIndex] }

  /// The index of a machine, if it is one.
  func index(of address: IPAddress) -> Int? { indices[address] }

  /// The index of a machine, which is taken in if there is room.
  mutating func admit(_ address: IPAddress) -> Int? {
    if let index = indices[address] { return index }
    guard devices.count < limit else {
      refused += 1
      return nil
    }
    let index = firstIndex + devices.count
    devices.append(Device(index: index, macs: [], addresses: [address], role: .unknown))
    indices[address] = index
    return index
  }
}
