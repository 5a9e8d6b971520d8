import Capture
import Packets
import Testing

@Suite struct PacketDecoderTests {
  /// Every frame of a batch has its packet, in order, also where the one before was cut.
  @Test func onePacketAFrame() {
    let frame = bytes("\(SampleFrame.ethernet) 08 00 \(SampleFrame.ipv4UDP)")
    var records: [FrameRecord] = []
    for index in 0..<300 {
      records.append(
        FrameRecord(
          timestamp: Timestamp(rawValue: Int64(index)), offset: 0,
          capturedLength: UInt32(index % (frame.count + 1)), wireLength: UInt32(frame.count),
          linkType: .ethernet))
    }
    var decoder = PacketDecoder()
    // Room for fewer than come: the batch grows.
    var batch = PacketBatch(capacity: 8)
    decoder.decode(
      unsafe FrameBatch(records: records.span, bytes: frame.span.bytes), into: &batch)
    #expect(batch.count == 300)
    for index in 0..<300 {
      let packet = batch.packets[index]
      #expect(packet.timestamp.rawValue == Int64(index))
      #expect(packet.capturedLength == UInt32(index % (frame.count + 1)))
      #expect(packet.isIP == (index % (frame.count + 1) >= 34))
    }
    // A shorter batch afterwards shows none of the older packets, nor their fields.
    let one = [
      FrameRecord(
        timestamp: Timestamp(rawValue: 7), offset: 0, capturedLength: 0, wireLength: 0,
        linkType: .ethernet)
    ]
    decoder.decode(unsafe FrameBatch(records: one.span, bytes: frame.span.bytes), into: &batch)
    #expect(batch.count == 1)
    let packet = batch.packets[0]
    #expect(packet.source == .zero)
    #expect(packet.fault == DecodeFault(.ethernet, .truncated))
    decoder.decode(
      unsafe FrameBatch(records: [FrameRecord]().span, bytes: frame.span.bytes), into: &batch)
    #expect(batch.count == 0)
  }

  /// The packet keeps the first of two faults, the counters have both.
  @Test func firstFaultWins() {
    let decoded = Decoded(
      bytes(
        """
        46 00 ff ff 00 00 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02 94 09 00 00
        13 88 00 35 00 07 00 00
        """), linkType: 101)
    #expect(decoded.packet.fault == DecodeFault(.ipv4, .totalLength))
    #expect(
      decoded.kinds == [
        DecodeFault(.ipv4, .totalLength), DecodeFault(.ipv4, .option),
        DecodeFault(.udp, .totalLength),
      ])
  }

  /// A wire length below the captured one, or below the check sequence, is the capture's mistake.
  @Test func lengthsThatContradict() {
    let frame = bytes("\(SampleFrame.ethernet) 88 b5 01 02")
    #expect(Decoded(frame, wireLength: 3).packet.payloadCaptured == 2)
    let tiny = Decoded([1, 2], checkSequenceLength: 4)
    #expect(tiny.packet.payloadLength == 0)
    #expect(tiny.packet.fault == DecodeFault(.ethernet, .truncated))
  }
}
