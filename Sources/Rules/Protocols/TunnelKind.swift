import Flows
import Packets

/// What carries packets in packets, or sets that up.
enum TunnelKind {
  /// The tunnel of an IP protocol; `nil` where it is none.
  static func of(_ transport: IPProtocol) -> String? {
    switch transport.rawValue {
    case 4: "IPv4 in IP"
    case 41: "IPv6 in IP"
    case 47: "GRE"
    case 50: "ESP"
    case 51: "AH"
    case 94: "IP in IP (94)"
    case 97: "Ethernet in IP"
    case 98: "encapsulation header (98)"
    case 108: "compressed IP"
    case 115: "L2TP version 3"
    case 137: "MPLS in IP"
    case 143: "Ethernet (143)"
    default: nil
    }
  }

  /// The tunnel that the decoder has found in datagrams, by the name of the content; `nil` where it is none.
  static func of(_ spoken: ProtocolName?) -> String? {
    switch spoken {
    case "vxlan": "VXLAN"
    case "geneve": "GENEVE"
    case "gre": "GRE in UDP"
    case "mpls_in_ip": "MPLS in UDP"
    case "l2tp": "L2TP"
    case "teredo": "Teredo"
    case "ip_in_ip": "IP in UDP"
    default: nil
    }
  }

  /// The tunnel that a datagram belongs to, by its own octets; `nil` where it is none.
  ///
  /// WireGuard by the lengths of its handshake and three zeros; IPsec by the header of IKE on ports 500 and
  /// 4500, and by ESP on port 4500.
  /// - Parameters:
  ///   - octets: The payload as captured.
  ///   - length: Its octets on the wire.
  ///   - ports: Those of both ends.
  /// - Returns: The name of the tunnel.
  static func of(_ octets: [UInt8], length: Int, ports: [UInt16]) -> String? {
    guard octets.count >= 8 else { return nil }
    let isWireGuard = octets[1...3].allSatisfy { $0 == 0 }
    if isWireGuard, octets[0] == 1 && length == 148 || octets[0] == 2 && length == 92 {
      return "WireGuard"
    }
    let isZero = octets[0..<4].allSatisfy { $0 == 0 }
    if ports.contains(4500) {
      if isZero { return isKeyExchange(octets.dropFirst(4), length - 4) ? "IKE" : nil }
      // An index below 256 is reserved (RFC 4303 section 2.1); the shortest packet has a block and a check.
      let isIndex = octets[0..<3].contains { $0 != 0 }
      return isIndex && length >= 36 && length % 4 == 0 ? "ESP in UDP" : nil
    }
    return ports.contains(500) && isKeyExchange(octets[...], length) ? "IKE" : nil
  }

  /// The header of IKE, RFC 7296 section 3.1 and RFC 2408 section 3.1: an initiator's index, version 1.0 or
  /// 2.0, and the length of the message.
  private static func isKeyExchange(_ octets: ArraySlice<UInt8>, _ length: Int) -> Bool {
    let header = Array(octets.prefix(28))
    guard header.count == 28, header[0..<8].contains(where: { $0 != 0 }) else { return false }
    let size = header[24..<28].reduce(0) { $0 << 8 | Int($1) }
    return (header[17] == 0x10 || header[17] == 0x20) && size == length
  }
}
