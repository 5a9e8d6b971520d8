public import Capture

/// Decoded packets of one batch of frames, in memory that is reused from batch to batch.
///
/// Beside the packets it holds what only few of them have: the layers around the packets of tunnels, and
/// the bytes of reassembled datagrams. What these can take is bounded by the batch's own bytes and by
/// the decoder's memory of fragments.
public struct PacketBatch: ~Copyable {
  /// Room for a batch's packets; the first `count` are valid.
  private(set) var storage: [Packet]
  /// How many packets are valid.
  public private(set) var count = 0
  /// Outer layers and reassembled datagrams.
  var aside = BatchAside()

  /// Room for one batch of frames.
  public init(capacity: Int) {
    storage = Array(repeating: Packet(), count: capacity)
  }

  /// The packets, in capture order.
  public var packets: Span<Packet> {
    @_lifetime(borrow self) borrowing get { storage.span.extracting(first: count) }
  }

  /// The layers around the packets of tunnels; a packet's are `outerCount` from `outerStart` on,
  /// outermost first.
  public var outers: Span<OuterLayer> {
    @_lifetime(borrow self) borrowing get { aside.outers.span }
  }

  /// The layers around one packet, outermost first; none where it is in no tunnel.
  @_lifetime(borrow self)
  public borrowing func outers(of index: Int) -> Span<OuterLayer> {
    let packet = packets[index]
    let start = packet.outerCount == 0 ? 0 : Int(packet.outerStart)
    return outers.extracting(start..<start + Int(packet.outerCount))
  }

  /// The packets as conversations count them: each one, and in front of it the layers around it that have
  /// addresses of their own. The same as `packets` where none is in a tunnel.
  public var conversing: Span<Packet> {
    @_lifetime(borrow self) borrowing get {
      aside.conversing.isEmpty ? packets : aside.conversing.span
    }
  }

  /// Which packet one of `conversing` is, or lies around.
  public func position(ofConversing index: Int) -> Int {
    aside.origins.isEmpty ? index : Int(aside.origins[index].position)
  }

  /// How one of `conversing` carries another packet; `nil` where it carries none.
  public func encapsulation(ofConversing index: Int) -> Encapsulation? {
    guard !aside.origins.isEmpty, let outer = aside.origins[index].outer else { return nil }
    return aside.outers[Int(outer)].encapsulation
  }

  mutating func listConversing() {
    // Taken out meanwhile, so that it may be written while the packets are read.
    var aside = BatchAside()
    swap(&aside, &self.aside)
    aside.listConversing(packets)
    swap(&aside, &self.aside)
  }

  /// The captured payload of a packet: in its frame of `frames`, from which the batch was decoded, or
  /// of the whole datagram where it was reassembled.
  @_lifetime(borrow self, copy frames)
  public borrowing func payload(of index: Int, in frames: FrameBatch) -> RawSpan {
    let packet = packets[index]
    if packet.traits.contains(.reassembled), let place = aside.place(ofPacket: index) {
      return aside.octets.octets.extracting(aside.datagrams[place].payload)
    }
    let start = frames.records[index].offset + Int(packet.payloadOffset)
    return frames.bytes.extracting(start..<start + Int(packet.payloadCaptured))
  }

  /// The captured bytes of a packet from its transport header to the end of its payload, likewise;
  /// none where there is no such header.
  @_lifetime(borrow self, copy frames)
  public borrowing func transport(of index: Int, in frames: FrameBatch) -> RawSpan {
    let packet = packets[index]
    if packet.traits.contains(.reassembled), let place = aside.place(ofPacket: index) {
      return aside.octets.octets.extracting(aside.datagrams[place].transport)
    }
    let end = Int(packet.payloadOffset + packet.payloadCaptured)
    let start = packet.transportOffset == 0 ? end : Int(packet.transportOffset)
    let frame = frames.records[index].offset
    return frames.bytes.extracting(frame + start..<frame + end)
  }

  /// The captured bytes of a packet from its network header to the end of its payload, likewise; none
  /// where they are not there.
  @_lifetime(borrow self, copy frames)
  borrowing func network(of index: Int, in frames: FrameBatch) -> RawSpan {
    let packet = packets[index]
    if packet.traits.contains(.reassembled), let place = aside.place(ofPacket: index),
      let header = aside.datagrams[place].network
    {
      return aside.octets.octets.extracting(header)
    }
    let end = Int(packet.payloadOffset + packet.payloadCaptured)
    let frame = frames.records[index].offset
    return frames.bytes.extracting(frame + min(Int(packet.networkOffset), end)..<frame + end)
  }

  /// The first `count` packets to be written over; the room grows where a batch is larger than planned.
  @_lifetime(&self)
  mutating func slots(_ count: Int) -> MutableSpan<Packet> {
    if count > storage.count {
      storage.append(contentsOf: repeatElement(Packet(), count: count - storage.count))
    }
    self.count = count
    return storage.mutableSpan
  }
}
