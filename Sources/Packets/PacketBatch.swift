/// Decoded packets of one batch of frames, in memory that is reused from batch to batch.
public struct PacketBatch: ~Copyable {
  /// Room for a batch's packets; the first `count` are valid.
  private(set) var storage: [Packet]
  /// How many packets are valid.
  public private(set) var count = 0

  /// Room for one batch of frames.
  public init(capacity: Int) {
    storage = Array(repeating: Packet(), count: capacity)
  }

  /// The packets, in capture order.
  public var packets: Span<Packet> {
    @_lifetime(borrow self) borrowing get { storage.span.extracting(first: count) }
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
