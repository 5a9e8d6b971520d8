import Capture
import Packets

extension FlowTable {
  /// Who started a conversation, by its first packet, and whether its beginning was missed.
  ///
  /// TCP says so itself (SYN, SYN-ACK; a lone RST is an answer). Elsewhere the first sender is the one
  /// who started. Only where the beginning may have been missed do ports and ICMP types decide: TCP
  /// without SYN, and everything in the first minute of a capture. A device that could choose its
  /// source port or its ICMP type to look like an answerer would else choose so.
  func start(
    of packets: Span<Packet>, _ position: Int
  ) -> (senderStarted: Bool, isMidstream: Bool) {
    guard packets[position].traits.contains(.hasPorts) else { return (true, false) }
    let transport = packets[position].transport
    switch transport {
    case .tcp:
      let flags = packets[position].tcpFlags
      if flags.contains(.syn) { return (!flags.contains(.ack), false) }
      if flags.contains(.rst) { return (false, true) }
      return (
        !looksLikeAnswer(packets[position].sourcePort, packets[position].destinationPort), true
      )
    case .icmp, .icmpv6:
      guard packets[position].timestamp.rawValue < warmUntil else { return (true, false) }
      let number = UInt64(transport.rawValue)
      return (!ICMPPair.isAnswer(number, UInt64(packets[position].sourcePort)), false)
    default:
      guard packets[position].timestamp.rawValue < warmUntil else { return (true, false) }
      return (
        !looksLikeAnswer(packets[position].sourcePort, packets[position].destinationPort), false
      )
    }
  }

  /// Whether the source port is a service's and the destination port a client's: the one below 1024,
  /// or below the ephemeral range of RFC 6335 and Linux (32768), where only one of them is.
  private func looksLikeAnswer(_ source: UInt16, _ destination: UInt16) -> Bool {
    if (source < 1024) != (destination < 1024) { return source < 1024 }
    return source < 32768 && destination >= 32768
  }
}
