public import Devices
public import Flows
import Packets

extension FlowInterest {
  /// Flows are told in which a device of the inventory takes part, or an address that is watched.
  ///
  /// A router's hardware address is on everything that it forwards; who sent that is known by address. What
  /// it sends itself below IP is known by nothing else, so a watched router costs more.
  /// - Parameters:
  ///   - inventory: The machines that the operator declared.
  ///   - isRouterWatched: Whether routers are judged.
  ///   - watch: Whose conversations count beside.
  ///   - infersRoles: Whether what others show of themselves is told: what management controllers, switches
  ///     and routers say by their nature (`StrangerInterest.telling`), and where there is no inventory some
  ///     of everybody's conversations.
  public init(
    in inventory: Inventory, isRouterWatched: Bool, watch: Watch = .nobody,
    infersRoles: Bool = false
  ) {
    guard !watch.isEverybody else {
      self = .everything
      return
    }
    let neighbours = inventory.devices.filter { $0.role != .router || isRouterWatched }
    self.init(
      macs: neighbours.flatMap(\.macs), addresses: inventory.devices.flatMap(\.addresses),
      ranges: watch.ranges, strangers: infersRoles ? .telling : .none,
      isSampled: infersRoles && inventory.isEmpty)
  }
}

extension StrangerInterest {
  /// What machines say that shows what they are and that few others say: remote management (IPMI 2.0, DSP0136,
  /// the vendors' port lists), addresses (RFC 2131, RFC 8415), services they announce, neighbours (RFC 4861), and
  /// what routers say to each other; and wake-on-LAN (port 9), which is about a machine that it is not sent to.
  /// Greetings of SSH, HTTP and TLS are left out, because everybody speaks them.
  static let telling = StrangerInterest(
    includesFrames: true,
    datagramPorts: [
      9, 67, 68, 546, 547, 623, 664, 427, 1900, 3702, 5353, 520, 521, 646, 1985, 2029, 3222, 3784,
    ],
    streamPorts: [
      179, 623, 664, 3900, 5120, 5122, 5123, 7578, 7582, 16992, 16993, 16994, 16995, 17988, 17990,
    ],
    protocols: [2, 46, 58, 88, 89, 103, 112].map { IPProtocol(rawValue: $0) })
}
