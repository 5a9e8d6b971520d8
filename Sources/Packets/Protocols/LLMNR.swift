/// Link-Local Multicast Name Resolution, RFC 4795: DNS messages to 224.0.0.252 or ff02::1:3, port 5355.
///
/// Opcode is 0, one question stands in each message, and two flags have other meanings than in DNS
/// (section 2.1.1). As few of its bytes tell it from DNS, only those of its port are, unless the other
/// port is that of DNS.
enum LLMNR: Dissector {
  static let name: ProtocolName = "llmnr"
  static let carriers: [Carrier] = [.udp]
  static let ports: [UInt16] = [port]

  private static let port: UInt16 = 5355

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    // Exactly one question, and in a query no records (section 2.1.1).
    guard payload.uses(port: port), !payload.uses(port: 53),
      bytes.byteCount >= DNSMessage.headerLength,
      bytes.uint16(at: 4) == 1,
      bytes.uint16(at: 2) & 0x8000 != 0 || bytes.uint32(at: 6) == 0
    else { return .notMine }
    return DNSMessage.recognize(bytes, wireLength: payload.wireLength, as: .linkLocal)
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    try DNSMessage.read(payload.bytes, as: .linkLocal, into: &fields)
  }
}
