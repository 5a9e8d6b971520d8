/// What the first fragment of a datagram tells the later ones.
struct FragmentPorts: Sendable {
  /// The transport behind all extension headers.
  let transport: IPProtocol
  let sourcePort: UInt16
  let destinationPort: UInt16
}
