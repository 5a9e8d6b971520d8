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
