import Capture

/// What the fragments of one datagram have in common: RFC 791 section 3.2, RFC 8200 section 4.5.
struct FragmentKey: Hashable, Sendable {
  let source: IPAddress
  let destination: IPAddress
  /// Identification: 16 bits of IPv4, 32 of IPv6.
  let identification: UInt32
  /// Protocol of IPv4; 0 in IPv6, where the first fragment alone decides it.
  let transport: IPProtocol
  /// Whether it is IPv6.
  let isIPv6: Bool
  /// The VLANs: the same addresses may be others' elsewhere.
  let vlans: VLANStack
  /// The tunnel that the fragments lie in: how deep, and its number.
  let depth: UInt8
  let tunnel: UInt64
}

extension FragmentKey: Storable {
  func store(to writer: inout StoredWriter) {
    for word in [
      source.high, source.low, destination.high, destination.low, vlans.rawValue, tunnel,
    ] {
      writer.add(word)
    }
    writer.add(identification)
    writer.add(transport.rawValue)
    writer.add(isIPv6)
    writer.add(depth)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    source = IPAddress(high: try reader.number(), low: try reader.number())
    destination = IPAddress(high: try reader.number(), low: try reader.number())
    vlans = VLANStack(rawValue: try reader.number())
    tunnel = try reader.number()
    identification = try reader.number()
    transport = IPProtocol(rawValue: try reader.number())
    isIPv6 = try reader.flag()
    depth = try reader.number()
  }
}
