public import Capture

/// What the packets of a batch show of the systems that sent them.
extension PacketBatch {
  /// The marks of an IP packet; `nil` of any other, and of one that came in fragments.
  public borrowing func stackMarks(of index: Int, in frames: FrameBatch) -> StackMarks? {
    let packet = packets[index]
    guard packet.isIP, packet.traits.isDisjoint(with: [.fragment, .reassembled]) else { return nil }
    return StackMarks(packet, network: network(of: index, in: frames))
  }

  /// The signature of a SYN or SYN-ACK; `nil` of any other packet, of one whose headers were not
  /// captured whole, and of one that came in fragments.
  public borrowing func tcpSignature(of index: Int, in frames: FrameBatch) -> TCPSignature? {
    let packet = packets[index]
    guard packet.isIP, packet.transport == .tcp, packet.tcpFlags.contains(.syn),
      packet.traits.contains(.hasPorts), packet.transportOffset > packet.networkOffset,
      packet.traits.isDisjoint(with: [.fragment, .reassembled])
    else { return nil }
    return TCPSignature(
      network(of: index, in: frames),
      transport: Int(packet.transportOffset - packet.networkOffset),
      hasPayload: packet.payloadLength > 0)
  }
}
