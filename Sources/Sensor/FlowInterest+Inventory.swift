public import Devices
public import Flows

extension FlowInterest {
  /// Flows are told in which a device of the inventory takes part.
  ///
  /// A router's hardware address is on everything that it forwards; who sent that is known by address. What
  /// it sends itself below IP is known by nothing else, so a watched router costs more.
  public init(in inventory: Inventory, isRouterWatched: Bool) {
    let neighbours = inventory.devices.filter { $0.role != .router || isRouterWatched }
    self.init(
      macs: neighbours.flatMap(\.macs), addresses: inventory.devices.flatMap(\.addresses))
  }
}
