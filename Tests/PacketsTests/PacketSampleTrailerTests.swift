import Capture
import Packets
import Testing

@Suite struct PacketSampleTrailerTests {
  /// A datagram of four octets in a frame of 60, with what pads it, and a check sequence behind it.
  private func sample(
    padding: [UInt8], checkSequence: [UInt8] = [], tag: [UInt8] = []
  ) -> PacketSample? {
    var frame: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2] + tag + [8, 0]
    frame += [0x45, 0xb8, 0, 32, 0, 7, 0xc0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
    frame += [0x10, 0, 0x20, 0, 0, 12, 0, 0, 1, 2, 3, 4]
    frame += padding + checkSequence
    let records = [
      FrameRecord(
        timestamp: Timestamp(rawValue: 1), offset: 0, capturedLength: UInt32(frame.count),
        wireLength: UInt32(frame.count), linkType: LinkType(rawValue: 1), checkSequenceLength: 0)
    ]
    var decoder = PacketDecoder()
    var batch = PacketBatch(capacity: 1)
    let frames = unsafe FrameBatch(records: records.span, bytes: frame.span.bytes)
    decoder.decode(frames, into: &batch)
    let marks = batch.stackMarks(of: 0, in: frames)
    #expect(marks?.trafficClass == 0xb8 && marks?.hasReservedFlag == true)
    return batch.sample(of: 0, in: frames)
  }

  private static let zeros = [UInt8](repeating: 0, count: 14)
  private static let letters = Array("fourteen bytes".utf8)

  /// Zeros are nothing; other octets are kept, up to the 60th of the frame.
  @Test func padding() {
    #expect(sample(padding: PacketSampleTrailerTests.zeros)?.trailer == [])
    #expect(sample(padding: [])?.trailer == [])
    #expect(
      sample(padding: PacketSampleTrailerTests.letters)?.trailer == PacketSampleTrailerTests.letters
    )
    #expect(
      sample(padding: PacketSampleTrailerTests.zeros, checkSequence: [1, 2, 3, 4])?.trailer == [])
    #expect(
      sample(padding: PacketSampleTrailerTests.letters, checkSequence: [1, 2, 3, 4])?.trailer
        == PacketSampleTrailerTests.letters)
    // Behind a tag the frame may be four octets longer.
    let tagged = sample(
      padding: Array(PacketSampleTrailerTests.letters.prefix(10)), checkSequence: [1, 2, 3, 4],
      tag: [0x81, 0, 0, 5])
    #expect(tagged?.trailer == Array(PacketSampleTrailerTests.letters.prefix(10)))
    #expect(tagged?.payload == [1, 2, 3, 4])
  }
}
