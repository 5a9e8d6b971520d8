/// What few packets of a batch need beside themselves, in memory that is reused from batch to batch.
struct BatchAside: Sendable {
  /// Encapsulating layers, those of one packet together and outermost first.
  var outers: [OuterLayer] = []
  /// Datagrams that were put together, by ascending packet.
  private(set) var datagrams: [Datagram] = []
  /// The octets of all of them.
  private(set) var octets: [UInt8] = []
  /// All packets and the layers around them that are conversations of their own; empty where no packet
  /// is in a tunnel.
  private(set) var conversing: [Packet] = []
  /// Of each of these: the packet that it is, or lies around, and which outer layer it is.
  private(set) var origins: [(position: UInt16, outer: UInt16?)] = []

  /// Where the bytes of a reassembled packet lie in `octets`.
  struct Datagram: Sendable {
    /// Index of the packet in the batch.
    let packet: Int
    /// From the network header on, where it lies in `octets` too; empty where it is nowhere, and `nil`
    /// where it is in the packet's frame.
    let network: Range<Int>?
    /// From the transport header to the end of the payload; empty where there is no such header.
    let transport: Range<Int>
    /// What the deepest header carries.
    let payload: Range<Int>
  }

  /// Where the network header of a reassembled packet lies.
  enum NetworkPlace {
    /// In the frame.
    case frame
    /// In the datagram, from there on: the packet is in a tunnel that came in fragments.
    case datagram(Int)
    /// In bytes that are not kept.
    case nowhere
  }

  mutating func removeAll() {
    outers.removeAll(keepingCapacity: true)
    datagrams.removeAll(keepingCapacity: true)
    octets.removeAll(keepingCapacity: true)
    conversing.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
  }

  /// Lists the packets with their outer layers in front, where there is any.
  mutating func listConversing(_ packets: Span<Packet>) {
    guard !outers.isEmpty else { return }
    for position in packets.indices {
      let packet = packets[position]
      for outer in Int(packet.outerStart)..<Int(packet.outerStart) + Int(packet.outerCount) {
        var layer = outers[outer].packet
        // What has neither addresses of IP nor stations of its own is part of the inner conversation.
        guard layer.isIP || layer.sourceMAC != packet.sourceMAC else { continue }
        layer.traits.insert(.carrier)
        conversing.append(layer)
        origins.append((UInt16(truncatingIfNeeded: position), UInt16(truncatingIfNeeded: outer)))
      }
      conversing.append(packet)
      origins.append((UInt16(truncatingIfNeeded: position), nil))
    }
  }

  /// Keeps a datagram, in which the header of a transport (if there is one) and a payload start as given;
  /// of one inside another, which is told first, the outer one is dropped.
  mutating func keep(
    _ datagram: [UInt8], ofPacket packet: Int, network: NetworkPlace, transport: Int?,
    payload: Range<Int>
  ) {
    guard datagrams.last?.packet != packet else { return }
    let start = octets.count
    octets += datagram
    let end = start + payload.upperBound
    let header: Range<Int>? =
      switch network {
      case .frame: nil
      case .datagram(let offset): start + min(offset, payload.upperBound)..<end
      case .nowhere: end..<end
      }
    datagrams.append(
      Datagram(
        packet: packet, network: header, transport: start + (transport ?? payload.upperBound)..<end,
        payload: start + payload.lowerBound..<end))
  }

  /// Where the datagram of a packet stands in `datagrams`.
  func place(ofPacket packet: Int) -> Int? {
    var low = 0
    var high = datagrams.count
    while low < high {
      let middle = (low + high) / 2
      if datagrams[middle].packet < packet { low = middle + 1 } else { high = middle }
    }
    return low < datagrams.count && datagrams[low].packet == packet ? low : nil
  }
}
