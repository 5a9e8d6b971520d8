import Packets

/// A peer as a proposed policy tells it from others.
enum LearnedPeer: Hashable, Sendable {
  /// A device of the inventory that has a name.
  case device(Int)
  /// A DNS name that conversations asked for.
  case name(String)
  /// An address.
  case address(IPAddress)
}

extension LearnedPeer: Comparable {
  /// Devices in the order of the inventory, then names, then addresses.
  static func < (left: LearnedPeer, right: LearnedPeer) -> Bool {
    switch (left, right) {
    case (.device(let left), .device(let right)): left < right
    case (.name(let left), .name(let right)): left < right
    case (.address(let left), .address(let right)): left < right
    case (.device, _), (.name, .address): true
    case (.address, _), (.name, .device): false
    }
  }
}
