public import Packets

/// What a machine is told apart by.
public enum RosterKey: Hashable, Sendable {
  /// A neighbour: the VLAN tags of its frames, and its hardware address.
  case neighbor(vlans: VLANStack, mac: MACAddress)
  /// A machine behind a router, of which only the IP address is known.
  case remote(IPAddress)

  /// Its hardware address; `nil` behind a router.
  public var mac: MACAddress? {
    if case .neighbor(_, let mac) = self { mac } else { nil }
  }

  /// The VLAN tags of its frames.
  public var vlans: VLANStack {
    if case .neighbor(let vlans, _) = self { vlans } else { .none }
  }

  /// Neighbours first, by hardware address and then by VLAN; then the others by IP address.
  static func precedes(_ left: RosterKey, _ right: RosterKey) -> Bool {
    switch (left, right) {
    case (.neighbor(let vlans, let mac), .neighbor(let otherVLANs, let otherMAC)):
      mac == otherMAC ? vlans.rawValue < otherVLANs.rawValue : mac < otherMAC
    case (.neighbor, .remote): true
    case (.remote, .neighbor): false
    case (.remote(let address), .remote(let other)): address < other
    }
  }
}
