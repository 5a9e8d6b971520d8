import Capture
import Packets

extension FlowTable {
  /// Who started a conversation, by its first packet, and whether its beginning was missed.
  ///
  /// TCP says so itself (SYN, SYN-ACK; a lone RST is an answer), and ICMP by its types. Elsewhere the
  /// first sender is the one who started. Only where the beginning may have been missed do the ports
  /// decide: TCP without SYN, and everything in the first minute of a capture. A device that could
  /// choose its source port to look like an answerer would else choose so.
  func start(of packet: borrowing Packet) -> (senderStarted: Bool, isMidstream: Bool) {
    guard packet.traits.contains(.hasPorts) else { return (true, false) }
    let transport = packet.transport
    switch transport {
    case .tcp:
      let flags = packet.tcpFlags
      if flags.contains(.syn) { return (!flags.contains(.ack), false) }
      if flags.contains(.rst) { return (false, true) }
      return (!looksLikeAnswer(packet), true)
    case .icmp, .icmpv6:
      let number = UInt64(transport.rawValue)
      return (!ICMPPair.isAnswer(number, UInt64(packet.sourcePort)), false)
    default:
      guard packet.timestamp.rawValue < warmUntil else { return (true, false) }
      return (!looksLikeAnswer(packet), false)
    }
  }

  /// Whether the source port is a service's and the destination port a client's: the one below 1024,
  /// or below the ephemeral range of RFC 6335 and Linux (32768), where only one of them is.
  private func looksLikeAnswer(_ packet: borrowing Packet) -> Bool {
    let source = packet.sourcePort
    let destination = packet.destinationPort
    if (source < 1024) != (destination < 1024) { return source < 1024 }
    return source < 32768 && destination >= 32768
  }
}
