import Capture
import Packets

/// Who started a conversation, by its first packet, and whether its beginning was missed.
///
/// TCP says so itself (SYN, SYN-ACK; a lone RST is an answer). Elsewhere the first sender is the one who
/// started. Only where the beginning may have been missed do ports and ICMP types decide: TCP without
/// SYN, and everything in the first minute of a capture. A device that could choose its source port or
/// its ICMP type to look like an answerer would else choose so.
struct FlowStart {
  /// Whether the sender of the packet started the conversation.
  let senderStarted: Bool
  /// Whether its beginning was not seen.
  let isMidstream: Bool

  /// Judges a packet that opens a flow.
  /// - Parameters:
  ///   - packets: The batch.
  ///   - position: The packet's place in it.
  ///   - warmUntil: Until then, in nanoseconds, the capture may have missed the beginning of anything.
  init(_ packets: Span<Packet>, _ position: Int, warmUntil: Int64) {
    let source = packets[position].sourcePort
    let destination = packets[position].destinationPort
    let transport = packets[position].transport
    guard packets[position].traits.contains(.hasPorts) else {
      self.init(senderStarted: true, isMidstream: false)
      return
    }
    switch transport {
    case .tcp:
      let flags = packets[position].tcpFlags
      if flags.contains(.syn) {
        self.init(senderStarted: !flags.contains(.ack), isMidstream: false)
      } else if flags.contains(.rst) {
        self.init(senderStarted: false, isMidstream: true)
      } else {
        self.init(
          senderStarted: !FlowStart.looksLikeAnswer(source, destination), isMidstream: true)
      }
    case .icmp, .icmpv6:
      let isWarming = packets[position].timestamp.rawValue < warmUntil
      let isAnswer = ICMPPair.isAnswer(UInt64(transport.rawValue), UInt64(source))
      self.init(senderStarted: !(isWarming && isAnswer), isMidstream: false)
    default:
      let isWarming = packets[position].timestamp.rawValue < warmUntil
      self.init(
        senderStarted: !(isWarming && FlowStart.looksLikeAnswer(source, destination)),
        isMidstream: false)
    }
  }

  private init(senderStarted: Bool, isMidstream: Bool) {
    self.senderStarted = senderStarted
    self.isMidstream = isMidstream
  }

  /// Whether the source port is a service's and the destination port a client's: the one below 1024,
  /// or below the ephemeral range of Linux (32768), where only one of them is.
  private static func looksLikeAnswer(_ source: UInt16, _ destination: UInt16) -> Bool {
    if (source < 1024) != (destination < 1024) { return source < 1024 }
    return source < 32768 && destination >= 32768
  }
}
