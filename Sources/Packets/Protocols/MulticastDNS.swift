/// Multicast DNS, RFC 6762: DNS messages to 224.0.0.251 or ff02::fb, port 5353.
///
/// A message is that of DNS (section 18) but for the first bit of the class: in a question it asks for a
/// unicast response, in a record it flushes the cache. As the bytes cannot say whether they are DNS or
/// this, only those of its port are, unless the other port is that of DNS.
enum MulticastDNS: Dissector {
  static let name: ProtocolName = "mdns"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [port]

  private static let port: UInt16 = 5353

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    guard payload.uses(port: port), !payload.uses(port: 53) else { return .notMine }
    return DNSMessage.recognize(payload.bytes, wireLength: payload.wireLength, as: .multicast)
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    try DNSMessage.read(payload.bytes, as: .multicast, into: &fields)
  }
}
