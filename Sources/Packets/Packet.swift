public import Capture

/// What the sensor remembers of one frame: a plain value that outlives the capture buffer.
///
/// Of a frame with tunnels it is the deepest packet that could be read; `PacketBatch.outers` has those
/// around it. An inner packet without a link layer of its own keeps the addresses and tags of the frame.
///
/// Of a reassembled packet, offsets and payload lengths are those of what its own frame carries, so that
/// nothing counts twice; `PacketBatch` has the whole. A packet in a tunnel that was reassembled came in no
/// other frame: its lengths are its own, and its offsets those in the datagram.
public struct Packet: Sendable {
  /// When the frame was captured.
  public var timestamp = Timestamp(rawValue: 0)
  /// Source hardware address, zero where the link has none.
  public var sourceMAC = MACAddress.zero
  /// Destination hardware address, zero where the link has none.
  public var destinationMAC = MACAddress.zero
  /// Source address of IP, sender protocol address of ARP for IPv4.
  public var source = IPAddress.zero
  /// Destination address of IP, target protocol address of ARP for IPv4.
  public var destination = IPAddress.zero
  /// VLAN tags, outermost first.
  public var vlans = VLANStack.none
  /// What the link layer carries, behind all tags.
  public var linkProtocol = LinkProtocol.none
  /// Bytes that the frame had on the wire.
  public var wireLength: UInt32 = 0
  /// Bytes of the frame that were captured.
  public var capturedLength: UInt32 = 0
  /// Offset in the frame of what the link layer carries: of the network header where there is one.
  public var networkOffset: UInt32 = 0
  /// Offset in the frame of what IP carries, behind all extension headers; 0 where it was
  /// not reached.
  public var transportOffset: UInt32 = 0
  /// Offset in the frame of what the deepest decoded header carries.
  public var payloadOffset: UInt32 = 0
  /// Payload bytes that were captured, without padding and check sequence.
  public var payloadCaptured: UInt32 = 0
  /// Payload bytes on the wire by the headers' own lengths; at least `payloadCaptured`.
  public var payloadLength: UInt32 = 0
  /// Sequence number of TCP, 0 elsewhere.
  public var tcpSequence: UInt32 = 0
  /// Acknowledgment number of TCP, 0 elsewhere; meaningful where the flags have ACK.
  public var tcpAcknowledgment: UInt32 = 0
  /// Window field of TCP, unscaled; 0 elsewhere.
  public var tcpWindow: UInt16 = 0
  /// Fragment offset in bytes, 0 in a whole packet.
  public var fragmentOffset: UInt16 = 0
  /// Source port of TCP, UDP, UDP-Lite or SCTP; the type of ICMP.
  public var sourcePort: UInt16 = 0
  /// Destination port of TCP, UDP, UDP-Lite or SCTP; the code of ICMP.
  public var destinationPort: UInt16 = 0
  /// What else is true of the frame.
  public var traits = Traits(rawValue: 0)
  /// Where those layers start among `PacketBatch.outers`; meaningful where there are any.
  public internal(set) var outerStart: UInt16 = 0
  /// The network layer that was decoded.
  public var network = Network.none
  /// What IP carries behind its extension headers; meaningful where `network` is IP.
  public var transport = IPProtocol(rawValue: 0)
  /// TTL of IPv4, hop limit of IPv6.
  public var timeToLive: UInt8 = 0
  /// Flags of TCP: CWR ECE URG ACK PSH RST SYN FIN, FIN lowest.
  public var tcpFlags = TCPFlags(rawValue: 0)
  /// How many encapsulating layers there are around this packet.
  public internal(set) var outerCount: UInt8 = 0
  /// What stopped or disturbed the decoding first, if anything did.
  public var fault = DecodeFault.none

  /// An empty packet.
  public init() {}

  /// The network layer of a packet.
  public enum Network: UInt8, Sendable {
    /// No network header was decoded.
    case none
    /// IPv4.
    case ipv4
    /// IPv6.
    case ipv6
    /// ARP or RARP; the addresses are IPv4 where ARP says so.
    case arp
  }

  /// Yes/no facts of a packet.
  public struct Traits: OptionSet, Sendable {
    /// One bit a fact.
    public let rawValue: UInt16
    /// Facts from their bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// The link layer has hardware addresses.
    public static var hasMAC: Traits { Traits(rawValue: 1) }
    /// An IP fragment (more to come, or not the first).
    public static var fragment: Traits { Traits(rawValue: 2) }
    /// An IP fragment that is not the first: it has no transport header, but may have the ports of a
    /// first one that was seen before.
    public static var laterFragment: Traits { Traits(rawValue: 4) }
    /// Ports (or ICMP type and code) were read.
    public static var hasPorts: Traits { Traits(rawValue: 8) }
    /// IPv4 Don't Fragment.
    public static var dontFragment: Traits { Traits(rawValue: 16) }
    /// The frame brought the last missing fragment: the packet was read from the whole datagram.
    public static var reassembled: Traits { Traits(rawValue: 32) }
    /// Among `PacketBatch.conversing`: the next packet lies in this one.
    public static var carrier: Traits { Traits(rawValue: 64) }
  }

  /// Whether the packet is IP and its network header was read.
  public var isIP: Bool {
    switch network {
    case .ipv4, .ipv6: true
    case .none, .arp: false
    }
  }
}
