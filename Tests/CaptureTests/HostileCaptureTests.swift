import Capture
import Testing

/// Whatever the bytes are, a reader returns or throws; it never traps, hangs or delivers a frame that
/// is not in the file.
@Suite struct HostileCaptureTests {
  /// A capture of each format whose headers hold every field that is read.
  private static let captures: [[UInt8]] = {
    let pcapng = PcapngBytes()
    let frame = Frame(time: 1_700_000_000_000_000_000, bytes: [1, 2, 3, 4, 5])
    let options =
      pcapng.option(9, [9]) + pcapng.option(13, [4])
      + pcapng.option(14, pcapng.order.bytes(Int64(1))) + pcapng.option(0, [])
    return [
      PcapBytes().file([frame, frame]),
      PcapBytes(order: .big, magic: 0xa1b2_cd34).file([frame, frame]),
      pcapng.section() + pcapng.interface(options: options)
        + pcapng.packet(frame, options: pcapng.option(2, [0x80, 0, 0, 0]))
        + pcapng.simplePacket(frame) + pcapng.obsoletePacket(frame) + pcapng.block(5, [1, 2]),
    ]
  }()

  @Test(arguments: captures.indices) func everyValueOfEveryByte(index: Int) {
    let capture = Self.captures[index]
    let file = TemporaryFile()
    var read = 0
    for position in capture.indices {
      var bytes = capture
      for value in 0...255 as ClosedRange<UInt8> {
        bytes[position] = value
        file.replace(bytes)
        guard let drained = try? file.drain() else { continue }
        read += drained.frames.count
        let claimed = drained.frames.reduce(0) { $0 + $1.bytes.count }
        #expect(claimed <= bytes.count)
        #expect(drained.statistics.inputBytes <= UInt64(bytes.count))
      }
    }
    #expect(read > capture.count)
  }

  /// Random bytes behind a good start, always the same ones.
  @Test func randomBlocks() {
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    let file = TemporaryFile()
    for start in Self.captures {
      for _ in 0..<500 {
        let noise = (0..<200).map { _ in next() & (next() < 128 ? 0 : 0xff) }
        file.replace(start + noise)
        guard let drained = try? file.drain() else {
          Issue.record("the good start was refused")
          continue
        }
        #expect(drained.frames.count >= 2)
      }
    }
  }
}
