public import Capture

/// What the packets of a batch carry, while the frames are still there.
extension PacketBatch {
  /// The payload of a packet with its carrier, for whoever reads messages; `nil` where nothing is
  /// carried that a message could be in (ARP, a piece of a datagram that is not whole yet, no payload).
  @_lifetime(borrow self, copy frames)
  public borrowing func message(of position: Int, in frames: FrameBatch) -> Payload? {
    let packet = packets[position]
    let isWhole = packet.traits.contains(.reassembled)
    guard packet.payloadLength > 0 || isWhole, packet.network != .arp else { return nil }
    let lost = isWhole ? 0 : Int(packet.payloadLength - packet.payloadCaptured)
    guard packet.isIP else {
      guard packet.linkProtocol != .none else { return nil }
      let bytes = payload(of: position, in: frames)
      return Payload(bytes, wireLength: bytes.byteCount + lost, in: .link(packet.linkProtocol))
    }
    // The whole is read where its last piece arrives.
    guard isWhole || !packet.traits.contains(.fragment) else { return nil }
    switch packet.transport {
    case .udp, .tcp:
      guard packet.traits.contains(.hasPorts) else { return nil }
      let bytes = payload(of: position, in: frames)
      return Payload(
        bytes, wireLength: bytes.byteCount + lost, in: packet.transport == .udp ? .udp : .tcp,
        sourcePort: packet.sourcePort, destinationPort: packet.destinationPort)
    default:
      guard packet.transportOffset > 0 || isWhole else { return nil }
      let bytes = transport(of: position, in: frames)
      return Payload(bytes, wireLength: bytes.byteCount + lost, in: .ip(packet.transport))
    }
  }

  /// The message that a packet carries by itself, without what came before it; `nil` where nobody knows
  /// it or there is none.
  public borrowing func readMessage(
    of position: Int, in frames: FrameBatch
  ) -> Message? {
    guard let payload = message(of: position, in: frames) else { return nil }
    return ProtocolCatalog.read(payload)
  }

  /// The fields of a packet's network and transport headers.
  public borrowing func readHeaders(
    of position: Int, in frames: FrameBatch
  ) -> Fields {
    HeaderFields.read(
      packets[position], network: network(of: position, in: frames),
      transport: transport(of: position, in: frames))
  }
}
