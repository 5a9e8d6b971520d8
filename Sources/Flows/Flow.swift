public import Capture
public import Packets

/// One conversation: what its packets were, in both directions.
///
/// 128 bytes, two cache lines: the key and the times, then the counters.
public struct Flow: Sendable {
  /// What makes the packets one conversation.
  public internal(set) var key = FlowKey()
  /// The first packet (of this half hour, in a conversation that the active time-out has split).
  public internal(set) var first = Timestamp(rawValue: 0)
  /// The last packet.
  public internal(set) var last = Timestamp(rawValue: 0)
  /// Packets a side. A flow is split before one of them could overflow.
  var packets: InlineArray<2, UInt32> = [0, 0]
  /// Frame bytes a side, as on the wire.
  var frameBytes: InlineArray<2, UInt64> = [0, 0]
  /// Payload bytes a side, by the headers' own lengths.
  var payloadBytes: InlineArray<2, UInt64> = [0, 0]
  /// The upper half of the key's hash: where the index looks.
  var tag: UInt32 = 0
  /// Until the first payload: the initial sequence number of the SYN. From then on: when the last
  /// payload came, in 2^20 ns (1.05 ms) since the table's epoch, wrapping after 52 days.
  var mark: UInt32 = 0
  /// The lower four octets of each side's MAC.
  var macLow: InlineArray<2, UInt32> = [0, 0]
  /// The upper two octets of each side's MAC.
  var macHigh: InlineArray<2, UInt16> = [0, 0]
  /// Union of the TCP flags that each side sent.
  var flags: InlineArray<2, UInt8> = [0, 0]
  /// What is known of the conversation.
  public internal(set) var traits = FlowTraits(rawValue: 0)
  /// TTL or hop limit of the packet that opened it.
  public internal(set) var timeToLive: UInt8 = 0

  init() {}

  /// The side that started the conversation, 0 or 1.
  @inline(__always)
  var initiatorSide: Int { Int(traits.rawValue & FlowTraits.initiatorIsSide1.rawValue) }

  /// Whether the flow is of IP packets.
  public var isIP: Bool { key.family != .link }
  /// The IP protocol; `nil` where the flow is not IP.
  public var transport: IPProtocol? {
    isIP ? IPProtocol(rawValue: UInt8(truncatingIfNeeded: key.ends >> 8)) : nil
  }
  /// What the link layer carries.
  public var linkProtocol: LinkProtocol {
    switch key.family {
    case .ipv4: LinkProtocol(.ipv4)
    case .ipv6: LinkProtocol(.ipv6)
    case .link: LinkProtocol(rawValue: key.low0)
    }
  }
  /// VLAN tags, outermost first.
  public var vlans: VLANStack { VLANStack(rawValue: key.vlans) }

  /// Whether this is an ICMP message about somebody else's packet.
  public var isICMPError: Bool {
    guard let transport, transport == .icmp || transport == .icmpv6 else { return false }
    return ICMPPair.isError(UInt64(transport.rawValue), UInt64(initiator.port))
  }

  /// Whether it is about neighbors on the link: solicitations, advertisements and redirects of ICMPv6, which no
  /// router sends on (RFC 4861 section 6.1).
  public var isNeighborDiscovery: Bool {
    transport == .icmpv6 && (133...137).contains(initiator.port)
  }

  /// The end that started the conversation.
  public var initiator: End { end(initiatorSide) }
  /// The other end.
  public var responder: End { end(1 - initiatorSide) }

  /// One end of a conversation.
  public struct End: Sendable {
    /// IP address; `::` where the flow is not IP.
    public var address: IPAddress
    /// Port; the ICMP type (initiator) or code or answering type (responder); 0 where there is none.
    public var port: UInt16
    /// MAC as the opening packet had it: a router's where the end is behind one; zero where unknown.
    public var mac: MACAddress
    /// Packets sent.
    public var packets: UInt64
    /// Frame bytes sent.
    public var bytes: UInt64
    /// Payload bytes sent.
    public var payloadBytes: UInt64
    /// TCP flags sent.
    public var tcpFlags: TCPFlags
  }

  /// The MAC of a side.
  func mac(_ side: Int) -> MACAddress {
    MACAddress(rawValue: UInt64(macHigh[side]) << 32 | UInt64(macLow[side]))
  }

  private func end(_ side: Int) -> End {
    let high = side == 0 ? key.high0 : key.high1
    let low = side == 0 ? key.low0 : key.low1
    return End(
      address: isIP ? IPAddress(high: high, low: low) : .zero,
      port: UInt16(truncatingIfNeeded: key.ends >> (side == 0 ? 48 : 32)),
      mac: mac(side),
      packets: UInt64(packets[side]), bytes: frameBytes[side], payloadBytes: payloadBytes[side],
      tcpFlags: TCPFlags(rawValue: flags[side]))
  }
}
