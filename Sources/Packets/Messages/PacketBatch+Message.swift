public import Capture

/// What the packets of a batch carry, while the frames are still there.
extension PacketBatch {
  /// The payload of a packet with its carrier, for whoever reads messages; `nil` where nothing is
  /// carried that a message could be in (ARP, a fragment without its beginning, no payload).
  @_lifetime(borrow self, borrow frames)
  public borrowing func message(
    of position: Int, in frames: borrowing FrameBatch
  ) -> Payload? {
    let packet = packets[position]
    guard packet.payloadLength > 0, packet.network != .arp else { return nil }
    let lost = Int(packet.payloadLength - packet.payloadCaptured)
    guard packet.isIP else {
      guard packet.linkProtocol != .none else { return nil }
      let bytes = payload(of: position, in: frames)
      return Payload(
        bytes, wireLength: bytes.byteCount + lost, in: .link(packet.linkProtocol))
    }
    switch packet.transport {
    case .udp, .tcp:
      guard packet.traits.contains(.hasPorts), isBeginning(packet) else { return nil }
      let bytes = payload(of: position, in: frames)
      return Payload(
        bytes, wireLength: bytes.byteCount + lost, in: packet.transport == .udp ? .udp : .tcp,
        sourcePort: packet.sourcePort, destinationPort: packet.destinationPort)
    default:
      guard packet.transportOffset > 0, isBeginning(packet) else { return nil }
      let bytes = transport(of: position, in: frames)
      return Payload(
        bytes, wireLength: bytes.byteCount + lost, in: .ip(packet.transport))
    }
  }

  /// Whether the bytes start with the transport header: not those of a later fragment alone.
  private func isBeginning(_ packet: Packet) -> Bool {
    !packet.traits.contains(.laterFragment)
  }

  /// The message that a packet carries by itself, without what came before it; `nil` where nobody knows
  /// it or there is none.
  public borrowing func readMessage(
    of position: Int, in frames: borrowing FrameBatch
  ) -> Message? {
    guard let payload = message(of: position, in: frames) else { return nil }
    return ProtocolCatalog.read(payload)
  }

  /// The fields of a packet's network and transport headers.
  public borrowing func readHeaders(
    of position: Int, in frames: borrowing FrameBatch
  ) -> Fields {
    HeaderFields.read(
      packets[position],
      in: frames.bytes.extracting(droppingFirst: frames.records[position].offset)
        .extracting(first: Int(frames.records[position].capturedLength)))
  }

  /// The captured payload of a packet.
  @_lifetime(borrow self, borrow frames)
  public borrowing func payload(
    of position: Int, in frames: borrowing FrameBatch
  ) -> RawSpan {
    let packet = packets[position]
    return frames.bytes.extracting(droppingFirst: frames.records[position].offset)
      .extracting(droppingFirst: Int(packet.payloadOffset))
      .extracting(first: Int(packet.payloadCaptured))
  }

  /// What IP carries in a packet, from the transport header on.
  @_lifetime(borrow self, borrow frames)
  public borrowing func transport(
    of position: Int, in frames: borrowing FrameBatch
  ) -> RawSpan {
    let packet = packets[position]
    let end = Int(packet.payloadOffset + packet.payloadCaptured)
    return frames.bytes.extracting(droppingFirst: frames.records[position].offset)
      .extracting(first: end).extracting(droppingFirst: Int(packet.transportOffset))
  }
}
