public import Capture

/// What the history of a conversation says at its end, in the words of Zeek's conn.log.
///
/// Counts from the first packet to the last, whatever the active time-out split in between.
public struct Connection: Sendable {
  /// The first packet.
  public let start: Timestamp
  /// The last packet; of TCP the last one that came before both sides had closed.
  public let last: Timestamp
  /// What was sent by whoever started.
  public let originator: Side
  /// What was sent by the other end.
  public let responder: Side
  /// Payload bytes of TCP that were acknowledged and never seen, on both sides together.
  public let missedBytes: UInt64
  /// How it began and ended.
  public let state: ConnectionState
  /// What happened, a letter an event, in order; upper case for the originator.
  public let history: [UInt8]
  /// Tells flows of one key apart that began at the same moment: how many of them came before, and in
  /// the upper half how often the clock had been set back.
  public let sequel: UInt32

  /// What one end sent.
  public struct Side: Sendable {
    /// Packets.
    public let packets: UInt64
    /// Bytes of IP packets, headers included, by IP's own length; 0 where the flow is not IP.
    public let ipBytes: UInt64
    /// Payload bytes, of TCP each byte of the stream once; of ICMP without the eight octets of its header.
    public let payloadBytes: UInt64
  }

  /// Between the first and the last packet in nanoseconds; negative where time ran backwards.
  public var duration: Int64 { last.nanoseconds(since: start) }
}
