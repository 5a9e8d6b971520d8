public import Capture

/// Turns frames into packets: reads every header up to the transport, copies what is worth keeping.
///
/// Nothing on the wire stops it: a header that cannot be read ends its own packet, with a fault, and
/// what was read before stays. Which header follows which is decided in this type alone, in
/// `decodeLink`, `decodeNetwork` and `decodeTransport`.
public struct PacketDecoder: Sendable {
  /// How often each fault was seen since the start.
  public private(set) var faults = FaultCounters()

  /// A decoder that has seen nothing.
  public init() {}

  /// Whether frames of a link type can be decoded. Others become packets with lengths and time only.
  public static func supports(_ linkType: LinkType) -> Bool {
    LinkLayer(rawValue: linkType.rawValue) != nil
  }

  /// Decodes all frames: the packets replace those of `packets`, one a frame, in the same order.
  public mutating func decode(_ frames: borrowing FrameBatch, into packets: inout PacketBatch) {
    let count = frames.count
    let records = frames.records
    let bytes = frames.bytes
    var slots = packets.slots(count)
    for index in 0..<count {
      decode(records[index], bytes, into: &slots[index])
    }
  }

  @inline(__always)
  private mutating func decode(
    _ record: FrameRecord, _ bytes: RawSpan, into packet: inout Packet
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
    packet.payloadOffset = UInt32(truncatingIfNeeded: content.offset)
    packet.payloadCaptured = UInt32(truncatingIfNeeded: content.bytes.byteCount)
    packet.payloadLength = UInt32(truncatingIfNeeded: content.wireLength)
  }

  /// Counts a fault; the packet keeps its first.
  @inline(never)
  mutating func note(_ fault: DecodeFault, in packet: inout Packet) {
    faults.count(fault)
    if packet.fault == .none { packet.fault = fault }
  }
}
