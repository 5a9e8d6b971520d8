import Capture

/// What the first fragment of a datagram tells the later ones.
struct FragmentPorts: Sendable {
  /// The transport behind all extension headers.
  let transport: IPProtocol
  let sourcePort: UInt16
  let destinationPort: UInt16
}

extension FragmentPorts: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(transport.rawValue)
    writer.add(sourcePort)
    writer.add(destinationPort)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    transport = IPProtocol(rawValue: try reader.number())
    sourcePort = try reader.number()
    destinationPort = try reader.number()
  }
}
