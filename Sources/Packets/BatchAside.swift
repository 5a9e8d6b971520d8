/// What few packets of a batch need beside themselves, in memory that is reused from batch to batch.
struct BatchAside: Sendable {
  /// Encapsulating layers, those of one packet together and outermost first.
  var outers: [OuterLayer] = []
  /// Datagrams that were put together, by ascending packet.
  private(set) var datagrams: [Datagram] = []
  /// The octets of all of them.
  private(set) var octets: [UInt8] = []

  /// Where the bytes of a reassembled packet lie in `octets`.
  struct Datagram: Sendable {
    /// Index of the packet in the batch.
    let packet: Int
    /// From the transport header to the end of the payload; empty where there is no such header.
    let transport: Range<Int>
    /// What the deepest header carries.
    let payload: Range<Int>
  }

  mutating func removeAll() {
    outers.removeAll(keepingCapacity: true)
    datagrams.removeAll(keepingCapacity: true)
    octets.removeAll(keepingCapacity: true)
  }

  /// Keeps a datagram, in which the header of a transport (if there is one) and a payload start as given;
  /// of one inside another, which is told first, the outer one is dropped.
  mutating func keep(
    _ datagram: [UInt8], ofPacket packet: Int, transport: Int?, payload: Range<Int>
  ) {
    guard datagrams.last?.packet != packet else { return }
    let start = octets.count
    octets += datagram
    let end = start + payload.upperBound
    datagrams.append(
      Datagram(
        packet: packet, transport: start + (transport ?? payload.upperBound)..<end,
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
