import Capture
import Testing

@Suite struct PcapRecordsTests {
  let frames = Frame.row(600)

  @Test(arguments: ByteOrder.allCases, [UInt32(0xa1b2_c3d4), 0xa1b2_3c4d, 0xa1b2_cd34])
  func everyVariant(order: ByteOrder, magic: UInt32) throws {
    let bytes = PcapBytes(order: order, magic: magic).file(frames)
    for blockByteCount in [1, 100, 4096, 1 << 20] {
      let drained = try drain(bytes, blockByteCount: blockByteCount)
      #expect(drained.frames == frames)
      #expect(drained.error == nil)
      #expect(drained.statistics.frames == 600)
      #expect(drained.statistics.inputBytes == UInt64(bytes.count))
      #expect(drained.statistics.inputSize == UInt64(bytes.count))
      #expect(drained.statistics.truncatedCaptures == 0)
    }
  }

  /// The batches of one large block are as full as they can be.
  @Test func batches() throws {
    let drained = try drain(PcapBytes().file(frames), blockByteCount: 1 << 20)
    #expect(drained.batchCounts == [256, 256, 88])
  }

  @Test func nanosecondsAreKept() throws {
    let frame = Frame(time: 1_700_000_000_123_456_789, bytes: [1, 2, 3])
    let drained = try drain(PcapBytes(magic: 0xa1b2_3c4d).file([frame]))
    #expect(drained.frames == [frame])
  }

  /// The largest values that the fields take; the fraction is past a second and is taken as it is.
  @Test func largestTimes() throws {
    let pcap = PcapBytes()
    let record: [UInt8] = [UInt8](repeating: 0xff, count: 8) + pcap.order.bytes(UInt32(0))
    let drained = try drain(pcap.header + record + pcap.order.bytes(UInt32(9)))
    #expect(drained.frames.map(\.time) == [4_294_967_295_000_000_000 + 4_294_967_295_000])
    #expect(drained.frames.map(\.wireLength) == [9])
  }

  /// A writer that claims fewer bytes on the wire than it captured.
  @Test func wireLengthBelowCaptured() throws {
    let frame = Frame(time: 1_000_000_000, bytes: [1, 2, 3, 4], wireLength: 2)
    let drained = try drain(PcapBytes().file([frame]))
    #expect(drained.frames.map(\.wireLength) == [4])
    #expect(drained.frames.map(\.bytes) == [[1, 2, 3, 4]])
  }

  /// Versions before 2.3 put the wire length first; in 2.3 some did.
  @Test(
    arguments: [
      (2, 2, 9, 4), (2, 0, 9, 4), (543, 0, 9, 4), (2, 3, 9, 4), (2, 3, 4, 9), (2, 4, 4, 9),
    ] as [(UInt16, UInt16, UInt32, UInt32)])
  func lengthOrder(major: UInt16, minor: UInt16, first: UInt32, second: UInt32) throws {
    let pcap = PcapBytes(major: major, minor: minor)
    let frame = Frame(time: 5_000_000_000, bytes: [1, 2, 3, 4], wireLength: 9)
    let drained = try drain(pcap.header + pcap.record(frame, lengths: (first, second)))
    #expect(drained.frames == [frame])
  }

  @Test(arguments: [(1, 4), (2, 5), (3, 0), (543, 1), (0, 0)] as [(UInt16, UInt16)])
  func unknownVersion(major: UInt16, minor: UInt16) {
    let bytes = PcapBytes(major: major, minor: minor).file(frames)
    #expect(
      throws: CaptureError.unreadable(
        "test: is a pcap file of version \(major).\(minor), which is not known; convert it to 2.4")
    ) { try drain(bytes) }
  }

  /// The upper bits of the link type say how long the check sequence is, in units of two bytes.
  @Test(
    arguments: [
      (1, 1, 0), (0x2400_0001, 1, 4), (0x2000_0001, 1, 0), (0x1400_0009, 9, 0),
      (0x2400_0069, 105, 4),
      (0xffff, 65_535, 0),
    ] as [(UInt32, UInt16, UInt8)])
  func linkField(field: UInt32, linkType: UInt16, checkSequenceLength: UInt8) throws {
    let drained = try drain(PcapBytes(linkField: field).file(Frame.row(1)))
    #expect(drained.frames.map(\.linkType) == [linkType])
    #expect(drained.frames.map(\.checkSequenceLength) == [checkSequenceLength])
  }

  @Test func reservedLinkBits() {
    #expect(throws: CaptureError.self) { try drain(PcapBytes(linkField: 0x0001_0001).header) }
  }

  /// A capture of no packets is a capture.
  @Test func headerOnly() throws {
    let drained = try drain(PcapBytes().header)
    #expect(drained.frames.isEmpty)
    #expect(drained.error == nil)
    #expect(drained.statistics.truncatedCaptures == 0)
  }

  /// Cut at every byte: the whole records before the cut come, and the cut is counted.
  @Test func cutAtEveryByte() throws {
    let few = Frame.row(4)
    let pcap = PcapBytes()
    let bytes = pcap.file(few)
    var ends = [pcap.header.count]
    for frame in few { ends.append((ends.last ?? 0) + pcap.record(frame).count) }
    let file = TemporaryFile()
    for count in 0...bytes.count {
      file.replace(Array(bytes.prefix(count)))
      if count < 24 {
        #expect(throws: CaptureError.self) { try file.drain() }
        continue
      }
      let drained = try file.drain()
      let whole = ends.count { $0 <= count } - 1
      #expect(drained.frames == Array(few.prefix(whole)))
      #expect(drained.error == nil)
      #expect(drained.statistics.truncatedCaptures == (ends.contains(count) ? 0 : 1))
    }
  }

  /// A length past libpcap's limit: what came before is delivered, then the error names the offset.
  @Test(arguments: [262_145, 0x8000_0000, 0xffff_ffff] as [UInt32])
  func absurdLength(length: UInt32) throws {
    let pcap = PcapBytes()
    let few = Frame.row(3)
    let good = pcap.file(few)
    let drained = try drain(good + pcap.record(few[0], lengths: (length, length)))
    #expect(drained.frames == few)
    #expect(
      drained.error
        == .failed(
          "test: at byte \(good.count): a record claims \(length) captured bytes, more than the "
            + "262144 allowed"))
  }

  /// The longest frame there may be, through blocks far smaller than it.
  @Test func longestFrame() throws {
    let frame = Frame(time: 1_000_000_000, bytes: [UInt8](repeating: 7, count: 262_144))
    let drained = try drain(PcapBytes().file([frame, frame]), blockByteCount: 1000)
    #expect(drained.frames == [frame, frame])
  }
}
