public import Packets

/// An address as it is on the wire: the same tags, the same hardware address, the same IP address.
public struct StackKey: Hashable, Sendable {
  /// VLAN tags.
  public let vlans: VLANStack
  /// The hardware address that the packets have.
  public let mac: MACAddress
  /// The IP address.
  public let address: IPAddress

  /// An address.
  public init(vlans: VLANStack, mac: MACAddress, address: IPAddress) {
    self.vlans = vlans
    self.mac = mac
    self.address = address
  }
}
