public import Capture

/// The octets of an IP packet from its transport header on: a copy that outlives the packet.
///
/// Taken of few packets, near the beginning of a conversation or after a pause, and of every SYN, because what wakes a
/// hidden listener is there.
public struct PacketSample: Hashable, Sendable {
  /// What IP carries.
  public let transport: IPProtocol
  /// The transport header and what is behind it, as captured; `most` at most.
  public let octets: [UInt8]
  /// Where in `octets` the payload starts: behind the checksum of UDP, the options of TCP, the first eight octets
  /// of ICMP and twelve of SCTP, at the front of anything else; the end where the header was cut.
  public let payloadStart: Int
  /// Octets on the wire, by the headers' own lengths; at least as many as in `octets`, and just as many where the
  /// transport header was cut.
  public let wireLength: Int
  /// What the frame carries behind the IP packet, up to its 60th octet, which is where padding ends (IEEE 802.3
  /// section 3.2.8, without the check sequence); none where all of it is zero, as it should be.
  public let trailer: [UInt8]

  /// Octets of one sample at most: the largest datagram that Ethernet carries in one frame fits.
  public static let most = 1_536
  /// Octets of the shortest frame, without its check sequence.
  static let shortestFrame = 60

  /// A sample of what was seen.
  public init(
    transport: IPProtocol, octets: [UInt8], payloadStart: Int, wireLength: Int? = nil,
    trailer: [UInt8] = []
  ) {
    self.transport = transport
    self.octets = octets
    self.payloadStart = min(payloadStart, octets.count)
    self.wireLength = max(wireLength ?? 0, octets.count)
    self.trailer = trailer
  }

  /// What the transport header carries.
  public var payload: ArraySlice<UInt8> { octets[payloadStart...] }
}

extension PacketBatch {
  /// The octets of an IP packet from its transport header on; of a reassembled one those of the whole. `nil`
  /// of any other packet, and of a piece of a datagram.
  public borrowing func sample(of position: Int, in frames: FrameBatch) -> PacketSample? {
    let packet = packets[position]
    let isWhole = packet.traits.contains(.reassembled)
    guard packet.isIP, isWhole || !packet.traits.contains(.fragment),
      isWhole || packet.transportOffset > 0
    else { return nil }
    let bytes = transport(of: position, in: frames)
    guard bytes.byteCount > 0 else { return nil }
    let lost = isWhole ? 0 : Int(packet.payloadLength - packet.payloadCaptured)
    let header =
      switch packet.transport {
      case .tcp: bytes.byteCount > 12 ? Int(bytes.uint8(at: 12) >> 4) * 4 : bytes.byteCount
      case .udp, .udpLite, .icmp, .icmpv6: 8
      case .sctp: 12
      default: 0
      }
    return PacketSample(
      transport: packet.transport,
      octets: bytes.extracting(first: min(bytes.byteCount, PacketSample.most)).copied(),
      payloadStart: header, wireLength: bytes.byteCount + lost,
      trailer: isWhole ? [] : trailer(of: packet, at: position, in: frames))
  }

  /// The octets behind an IP packet that lies in an Ethernet frame itself, up to the frame's 60th.
  private borrowing func trailer(
    of packet: Packet, at position: Int, in frames: FrameBatch
  ) -> [UInt8] {
    let start = Int(packet.payloadOffset) + Int(packet.payloadLength)
    let record = frames.records[position]
    let end = min(Int(record.capturedLength), PacketSample.shortestFrame)
    guard start < end, packet.outerCount == 0, packet.traits.contains(.hasMAC) else { return [] }
    let bytes = frames.bytes.extracting(record.offset + start..<record.offset + end)
    for place in 0..<bytes.byteCount where bytes.uint8(at: place) != 0 { return bytes.copied() }
    return []
  }
}
