public import Capture
import Packets

extension Finding.Endpoint: Storable {
  /// Writes the value.
  public func store(to writer: inout StoredWriter) {
    writer.add(address != nil)
    if let address { writer.add(address) }
    writer.add(mac != nil)
    if let mac { writer.add(mac) }
    writer.add(port != nil)
    if let port { writer.add(port) }
    writer.add(packets)
    writer.add(bytes)
  }

  /// Reads a value back.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    let address = try reader.flag() ? try reader.address() : nil
    let mac = try reader.flag() ? try reader.mac() : nil
    let port: UInt16? = try reader.flag() ? try reader.number() : nil
    self.init(address: address, mac: mac, port: port)
    packets = try reader.number()
    bytes = try reader.number()
  }
}

extension Finding.Conversation: Storable {
  /// Writes the value.
  public func store(to writer: inout StoredWriter) {
    writer.add(transport != nil)
    if let transport { writer.add(transport.rawValue) }
    writer.add(linkProtocol)
    writer.add(vlans.rawValue)
    writer.add(deviceStarted)
    writer.add(direction.rawValue)
    writer.add(communityID ?? "")
    writer.add(spoken?.rawValue ?? "")
  }

  /// Reads a value back.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    let transport = try reader.flag() ? IPProtocol(rawValue: try reader.number()) : nil
    let linkProtocol = try reader.linkProtocol()
    let vlans = VLANStack(rawValue: try reader.number())
    let deviceStarted = try reader.flag()
    guard let direction = Finding.Direction(rawValue: try reader.text()) else {
      throw reader.fault("a direction")
    }
    let communityID = try reader.text()
    let spoken = try reader.text()
    self.init(
      transport: transport, linkProtocol: linkProtocol, vlans: vlans,
      deviceStarted: deviceStarted, direction: direction,
      communityID: communityID.isEmpty ? nil : communityID,
      spoken: spoken.isEmpty ? nil : ProtocolName(rawValue: spoken))
  }
}
