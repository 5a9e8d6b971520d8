public import Devices
public import Flows

extension FlowInterest {
  /// Flows are told in which a device of the inventory takes part, or an address that is watched.
  ///
  /// A router's hardware address is on everything that it forwards; who sent that is known by address. What
  /// it sends itself below IP is known by nothing else, so a watched router costs more.
  public init(in inventory: Inventory, isRouterWatched: Bool, watch: Watch = .nobody) {
    guard !watch.isEverybody else {
      self = .everything
      return
    }
    let neighbours = inventory.devices.filter { $0.role != .router || isRouterWatched }
    self.init(
      macs: neighbours.flatMap(\.macs), addresses: inventory.devices.flatMap(\.addresses),
      ranges: watch.ranges)
  }
}
