/// What every IP packet shows of the system that sent it: the fields that its IP chooses freely, and
/// what TCP and ICMP say that can contradict another packet.
///
/// A plain value of 48 bytes that outlives the packet.
public struct StackMarks: Hashable, Sendable {
  /// TTL or hop limit as it was received.
  public var timeToLive: UInt8 = 0
  /// IPv4 with Don't Fragment.
  public var dontFragment = false
  /// The identification of IPv4; `nil` of IPv6.
  public var identification: UInt16?
  /// Type of service of IPv4, traffic class of IPv6: DSCP in the upper six bits, ECN in the lower two (RFC 2474,
  /// RFC 3168). Not kept over a restart.
  public var trafficClass: UInt8 = 0
  /// IPv4 with the flag that must be zero (RFC 791 section 3.1). Not kept over a restart.
  public var hasReservedFlag = false
  /// The flow label of IPv6; 0 of IPv4.
  public var flowLabel: UInt32 = 0
  /// Flags of TCP; none of anything else.
  public var tcpFlags: TCPFlags = []
  /// Sequence number of TCP.
  public var tcpSequence: UInt32 = 0
  /// Acknowledgment number of TCP.
  public var tcpAcknowledgment: UInt32 = 0
  /// The sender's own timestamp in a TCP segment with data (RFC 7323 section 3); 0 where there is none.
  public var tcpTimestamp: UInt32 = 0
  /// Hashes of the data of a TCP segment, apart from SYN, RST and urgent ones.
  public var data = SegmentDigest()
  /// Names the datagram that an ICMP message calls undeliverable, for lack of somebody at its port (RFC 792,
  /// type 3 code 3): a hash of its addresses and of its UDP header; 0 of any other packet.
  public var quote: UInt32 = 0

  /// The time to live that the sender started with, and how far away it is.
  public var initialTimeToLive: InitialTimeToLive { InitialTimeToLive(of: timeToLive) }

  /// The marks of nothing, to be filled in.
  public init() {}

  /// The marks of an IP packet; `nil` where the network header is not there.
  /// - Parameters:
  ///   - packet: What was decoded of it.
  ///   - bytes: Its bytes from the network header on.
  init?(_ packet: Packet, network bytes: RawSpan) {
    timeToLive = packet.timeToLive
    dontFragment = packet.traits.contains(.dontFragment)
    switch packet.network {
    case .ipv4:
      guard bytes.byteCount >= IPv4Header.shortestLength else { return nil }
      identification = bytes.uint16(at: 4)
      trafficClass = bytes.uint8(at: 1)
      hasReservedFlag = bytes.uint8(at: 6) & 0x80 != 0
    case .ipv6:
      guard bytes.byteCount >= IPv6Header.length else { return nil }
      flowLabel = bytes.uint32(at: 0) & 0xf_ffff
      trafficClass = UInt8(truncatingIfNeeded: bytes.uint16(at: 0) >> 4)
    case .none, .arp: return nil
    }
    guard packet.traits.contains(.hasPorts) else { return }
    if packet.transport == .tcp {
      tcpFlags = packet.tcpFlags
      tcpSequence = packet.tcpSequence
      tcpAcknowledgment = packet.tcpAcknowledgment
      if packet.payloadLength > 0, tcpFlags.isDisjoint(with: [.syn, .rst, .urg]) {
        readData(packet, bytes)
      }
    } else if packet.transport == .icmp, packet.sourcePort == 3, packet.destinationPort == 3 {
      readQuote(packet, bytes)
    }
  }
}
