public import Packets

/// What the headers alone show, of protocols whose messages nobody reads.
extension RoleStatement {
  /// The statements of a packet's headers.
  public static func ofHeaders(_ packet: Packet) -> [RoleStatement] {
    guard packet.isIP else {
      // Intermediate systems; end systems' hellos go to other addresses (ISO/IEC 10589 section 8.4.8).
      let isIntermediate = [0x0180_c200_0014, 0x0180_c200_0015, 0x0900_2b00_0005].contains(
        packet.destinationMAC.rawValue)
      return packet.linkProtocol == LinkProtocol(.llc, 0xfefe) && isIntermediate
        ? [RoleStatement(.routing, "is_is")] : []
    }
    switch packet.transport {
    case .tcp:
      guard packet.traits.contains(.hasPorts), packet.tcpFlags.contains(.syn),
        packet.tcpFlags.contains(.ack), RoleSignatures.servicePorts.contains(packet.sourcePort)
      else { return [] }
      return [RoleStatement(.service, "tcp/\(packet.sourcePort)")]
    case .udp:
      // Hellos to all routers of the link, RFC 5036 section 2.4.1.
      return packet.traits.contains(.hasPorts) && packet.destinationPort == 646
        ? [RoleStatement(.routing, "ldp")] : []
    case IPProtocol(rawValue: 46): return [RoleStatement(.routing, "rsvp")]
    default: return []
    }
  }
}
