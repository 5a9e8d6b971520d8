/// What a message lies in, straight below it.
public enum Carrier: Hashable, Sendable {
  /// A frame: behind its EtherType, LLC pair or SNAP identifier.
  case link(LinkProtocol)
  /// IP: behind the IP header and its extension headers.
  case ip(IPProtocol)
  /// A UDP datagram.
  case udp
  /// One direction of a TCP connection, from its beginning.
  case tcp
}
