public import Capture
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

/// A key as it is kept over a restart.
extension StackKey: Storable {
  /// Writes the key.
  public func store(to writer: inout StoredWriter) {
    for word in [vlans.rawValue, mac.rawValue, address.high, address.low] { writer.add(word) }
  }

  /// Reads a key back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    vlans = VLANStack(rawValue: try reader.number())
    mac = MACAddress(rawValue: try reader.number())
    address = IPAddress(high: try reader.number(), low: try reader.number())
  }
}
