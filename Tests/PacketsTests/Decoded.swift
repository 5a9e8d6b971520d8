import Capture
import Packets

/// One frame sent through a decoder of its own.
struct Decoded {
  let packet: Packet
  let outers: [OuterLayer]
  let faults: FaultCounters

  /// Decodes `frame` as the captured part of a frame of `wireLength` octets (its own count where nil).
  init(
    _ frame: [UInt8], linkType: UInt16 = 1, wireLength: Int? = nil, checkSequenceLength: UInt8 = 0
  ) {
    let records = [
      FrameRecord(
        timestamp: Timestamp(rawValue: 1_500_000_000), offset: 0,
        capturedLength: UInt32(frame.count), wireLength: UInt32(wireLength ?? frame.count),
        linkType: LinkType(rawValue: linkType), checkSequenceLength: checkSequenceLength)
    ]
    var decoder = PacketDecoder()
    var batch = PacketBatch(capacity: 1)
    decoder.decode(
      unsafe FrameBatch(records: records.span, bytes: frame.span.bytes), into: &batch)
    packet = batch.packets[0]
    let layers = batch.outers(of: 0)
    outers = layers.indices.map { layers[$0] }
    faults = decoder.faults
  }

  /// Where the payload lies in the frame.
  var payload: Range<Int> {
    Int(packet.payloadOffset)..<Int(packet.payloadOffset + packet.payloadCaptured)
  }

  /// All faults that were counted, once each.
  var kinds: [DecodeFault] { faults.entries.map(\.fault) }
}

/// A text as an address; traps in a test that misspells one.
func address(_ text: String) -> IPAddress {
  guard let address = IPAddress(text) else { preconditionFailure("\(text) is no address") }
  return address
}
