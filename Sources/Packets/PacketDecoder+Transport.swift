/// TCP, UDP, UDP-Lite, SCTP and ICMP; all other protocols stay named by their number.
extension PacketDecoder {
  @inline(__always)
  mutating func decodeTransport(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    packet.transportOffset = UInt32(truncatingIfNeeded: content.offset)
    switch packet.transport {
    case .tcp: try decodeTCP(&content, into: &packet)
    case .udp: try decodeUDP(&content, into: &packet)
    default:
      try decodeOtherTransport(&content, into: &packet)
    }
  }

  @inline(never)
  private mutating func decodeOtherTransport(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    switch packet.transport {
    case .icmp: try decodeICMP(.icmp, &content, into: &packet)
    case .icmpv6: try decodeICMP(.icmpv6, &content, into: &packet)
    case .sctp: try decodeSCTP(&content, into: &packet)
    case .udpLite: try decodeUDPLite(&content, into: &packet)
    default: try decodeTunnel(&content, into: &packet)
    }
  }

  /// The ports stand in front in all four protocols and are used also where the rest is cut.
  @inline(__always)
  private func decodePorts(_ content: borrowing Content, into packet: inout Packet) {
    guard content.bytes.byteCount >= 4 else { return }
    packet.sourcePort = content.bytes.uint16(at: 0)
    packet.destinationPort = content.bytes.uint16(at: 2)
    packet.traits.insert(.hasPorts)
  }

  @inline(__always)
  private mutating func decodeTCP(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    decodePorts(content, into: &packet)
    let header = try TCPHeader(content.bytes, wireLength: content.wireLength)
    packet.tcpFlags = header.flags
    packet.tcpSequence = header.sequenceNumber
    packet.tcpAcknowledgment = header.acknowledgmentNumber
    packet.tcpWindow = header.window
    if header.length > TCPHeader.shortestLength {
      if header.isCut {
        note(DecodeFault(.tcp, .truncated), in: &packet)
      } else if !HeaderOptions(header.options).areSound {
        note(DecodeFault(.tcp, .option), in: &packet)
      }
    }
    content.skip(header.length)
  }

  @inline(__always)
  private mutating func decodeUDP(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    decodePorts(content, into: &packet)
    let header = try UDPHeader(content.bytes)
    let length = header.datagramLength
    if length != 0 {
      // The first fragment has the length of the whole datagram.
      if length < UDPHeader.length
        || length > content.wireLength && !packet.traits.contains(.fragment)
      {
        note(DecodeFault(.udp, .totalLength), in: &packet)
      } else {
        content.limit(to: length)
      }
    }
    content.skip(UDPHeader.length)
    if PacketDecoder.mayBeTunnel(packet.sourcePort, packet.destinationPort) {
      decodeUDPTunnel(&content, into: &packet)
    }
  }

  private mutating func decodeUDPLite(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    decodePorts(content, into: &packet)
    let header = try UDPLiteHeader(content.bytes)
    let coverage = header.coverage
    if coverage != 0 {
      if coverage < UDPLiteHeader.length
        || coverage > content.wireLength && !packet.traits.contains(.fragment)
      {
        note(DecodeFault(.udpLite, .field), in: &packet)
      }
    }
    content.skip(UDPLiteHeader.length)
  }

  private mutating func decodeSCTP(
    _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    decodePorts(content, into: &packet)
    _ = try SCTPHeader(content.bytes)
    content.skip(SCTPHeader.length)
  }

  private mutating func decodeICMP(
    _ layer: DecodeFault.Layer, _ content: inout Content, into packet: inout Packet
  ) throws(DecodeFault) {
    let header = try ICMPHeader(content.bytes, layer)
    packet.sourcePort = UInt16(header.type)
    packet.destinationPort = UInt16(header.code)
    packet.traits.insert(.hasPorts)
    content.skip(ICMPHeader.length)
  }
}
