import Capture
import Packets

/// What the history of a conversation needs of a packet.
///
/// Copied field by field and without a branch: where a span is read on some paths only, the optimizer
/// of Swift 6.3 fails.
struct Segment {
  /// When it was captured.
  let time: Timestamp
  /// The network layer.
  let network: Packet.Network
  /// What IP carries.
  let transport: IPProtocol
  /// Whether ports were read.
  let hasPorts: Bool
  /// Whether the whole TCP header was read in the packet's own frame, apart from options; meaningful of
  /// TCP. Other fragments count, and their place in the stream is not known.
  let hasHeader: Bool
  /// Bytes of IP headers and of the transport's header, as far as they were captured.
  let headerLength: UInt64
  /// Payload bytes by the headers' own lengths.
  let length: Int64
  /// Control bits of TCP.
  let flags: TCPFlags
  /// Sequence number of TCP.
  let sequence: UInt32
  /// Acknowledgment number of TCP.
  let acknowledgment: UInt32
  /// Window of TCP.
  let window: UInt16

  /// What is needed of a packet.
  init(_ packets: Span<Packet>, _ position: Int) {
    time = packets[position].timestamp
    network = packets[position].network
    transport = packets[position].transport
    hasPorts = packets[position].traits.contains(.hasPorts)
    let behind = packets[position].payloadOffset
    let transportLength = behind &- packets[position].transportOffset
    let isReached = packets[position].transportOffset > 0
    hasHeader = transportLength >= UInt32(TCPHeader.shortestLength) && isReached
    headerLength = UInt64(behind &- packets[position].networkOffset)
    length = Int64(packets[position].payloadLength)
    flags = packets[position].tcpFlags
    sequence = packets[position].tcpSequence
    acknowledgment = packets[position].tcpAcknowledgment
    window = packets[position].tcpWindow
  }

  /// Whether it is IP.
  var isIP: Bool {
    switch network {
    case .ipv4, .ipv6: true
    case .none, .arp: false
    }
  }

  /// What it takes of TCP's sequence numbers; what an RST carries is no part of the stream.
  var span: Int64 {
    (flags.contains(.rst) ? 0 : length) + (flags.contains(.syn) ? 1 : 0)
      + (flags.contains(.fin) ? 1 : 0)
  }
}
