public import Capture

/// Turns frames into packets: reads every header up to the transport, copies what is worth keeping.
///
/// Nothing on the wire stops it: a header that cannot be read ends its own packet, with a fault, and
/// what was read before stays. Which header follows which is decided in this type alone, in
/// `decodeLink`, `decodeNetwork`, `decodeTransport` and, for tunnels, `decodeInward`.
///
/// It remembers fragments between batches, in memory of a fixed bound; what it says of a frame depends on
/// the frames before, never on how they came in batches.
public struct PacketDecoder: Sendable {
  /// How often each fault was seen since the start.
  public private(set) var faults = FaultCounters()
  /// What became of fragmented datagrams since the start.
  public var fragments: FragmentCounters { fragmentTable.counters }
  /// Datagrams that wait for more fragments.
  var fragmentTable: FragmentTable
  /// What the headers read last announced; nothing between two frames.
  var inner = Inner.nothing
  /// Of `Inner.Kind.datagram`: its octets.
  var whole: [UInt8] = []
  /// Of `Inner.Kind.firstFragment`: the slot of its datagram.
  var slotOfFirst = 0
  /// How many layers were around the datagram that is being read; more than there can be where none is.
  var wholeSince = UInt8.max
  /// What goes beside the packets of the batch that is being decoded.
  var aside = BatchAside()

  /// A decoder that has seen nothing.
  public init() { self.init(fragmentLimits: FragmentLimits()) }

  init(fragmentLimits: FragmentLimits) { fragmentTable = FragmentTable(limits: fragmentLimits) }

  /// Whether frames of a link type can be decoded. Others become packets with lengths and time only.
  public static func supports(_ linkType: LinkType) -> Bool {
    LinkLayer(rawValue: linkType.rawValue) != nil
  }

  /// Decodes all frames: the packets replace those of `packets`, one a frame, in the same order.
  public mutating func decode(_ frames: borrowing FrameBatch, into packets: inout PacketBatch) {
    let count = frames.count
    let records = frames.records
    let bytes = frames.bytes
    packets.aside.removeAll()
    // The packets are borrowed until the last is written; what lies beside them is lent for as long.
    swap(&aside, &packets.aside)
    decode(records, bytes, into: packets.slots(count))
    swap(&aside, &packets.aside)
    packets.listConversing()
  }

  private mutating func decode(
    _ records: Span<FrameRecord>, _ bytes: RawSpan, into slots: consuming MutableSpan<Packet>
  ) {
    for index in 0..<records.count {
      decode(records[index], bytes, into: &slots[index], at: index)
    }
  }

  @inline(__always)
  private mutating func decode(
    _ record: FrameRecord, _ bytes: RawSpan, into packet: inout Packet, at index: Int
  ) {
    packet = Packet()
    packet.timestamp = record.timestamp
    packet.wireLength = record.wireLength
    packet.capturedLength = record.capturedLength
    let onWire = max(Int(record.wireLength), Int(record.capturedLength))
    let length = max(onWire - Int(record.checkSequenceLength), 0)
    let captured = min(Int(record.capturedLength), length)
    let frame = bytes.extracting(droppingFirst: record.offset).extracting(first: captured)
    var content = Content(frame, wireLength: length)
    do throws(DecodeFault) {
      if let type = try decodeLink(record.linkType.rawValue, &content, into: &packet),
        try decodeNetwork(type, &content, into: &packet)
      {
        try decodeTransport(&content, into: &packet)
      }
    } catch {
      note(error, in: &packet)
    }
    packet.setPayload(content)
    if inner.kind != .nothing { decodeInward(&content, into: &packet, at: index) }
  }

  /// Counts a fault; the packet keeps its first.
  @inline(never)
  mutating func note(_ fault: DecodeFault, in packet: inout Packet) {
    faults.count(fault)
    if packet.fault == .none { packet.fault = fault }
  }
}

extension Packet {
  /// What is left of the content is the payload.
  @inline(__always)
  mutating func setPayload(_ content: borrowing Content) {
    payloadOffset = UInt32(truncatingIfNeeded: content.offset)
    payloadCaptured = UInt32(truncatingIfNeeded: content.bytes.byteCount)
    payloadLength = UInt32(truncatingIfNeeded: content.wireLength)
  }
}
