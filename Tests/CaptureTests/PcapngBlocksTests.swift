import Capture
import Testing

@Suite struct PcapngBlocksTests {
  let frames = Frame.row(300)

  @Test(arguments: ByteOrder.allCases) func enhancedPackets(order: ByteOrder) throws {
    let bytes = PcapngBytes(order: order).file(frames)
    for blockByteCount in [1, 100, 4096, 1 << 20] {
      let drained = try drain(bytes, blockByteCount: blockByteCount)
      #expect(drained.frames == frames)
      #expect(drained.error == nil)
      #expect(drained.statistics.inputBytes == UInt64(bytes.count))
      #expect(drained.statistics.truncatedCaptures == 0)
    }
  }

  @Test(arguments: ByteOrder.allCases) func obsoletePackets(order: ByteOrder) throws {
    let pcapng = PcapngBytes(order: order)
    let bytes =
      pcapng.section() + pcapng.interface() + frames.flatMap { pcapng.obsoletePacket($0) }
    #expect(try drain(bytes).frames == frames)
  }

  /// A simple packet has no time: it is given that of the packet before, 0 where there is none. The
  /// snapshot length of the first interface cuts it.
  @Test func simplePackets() throws {
    let pcapng = PcapngBytes()
    let long = Frame(time: 0, bytes: [UInt8](0..<40), wireLength: 100)
    let bytes =
      pcapng.section() + pcapng.interface(snapshotLength: 32) + pcapng.simplePacket(long)
      + pcapng.packet(Frame(time: 3_000_000_000, bytes: [9])) + pcapng.simplePacket(long)
    let cut = Array(long.bytes.prefix(32))
    #expect(
      try drain(bytes).frames == [
        Frame(time: 0, bytes: cut, wireLength: 100), Frame(time: 3_000_000_000, bytes: [9]),
        Frame(time: 3_000_000_000, bytes: cut, wireLength: 100),
      ])
  }

  /// Without a snapshot length, the padding of a simple packet is told from it by its wire length.
  @Test func simplePacketPadding() throws {
    let pcapng = PcapngBytes()
    let frame = Frame(time: 0, bytes: [1, 2, 3, 4, 5])
    let bytes = pcapng.section() + pcapng.interface() + pcapng.simplePacket(frame)
    #expect(try drain(bytes).frames == [frame])
  }

  /// Sections of both byte orders, and interfaces of different link types; each section forgets the
  /// interfaces before it.
  @Test func sectionsAndInterfaces() throws {
    let little = PcapngBytes(order: .little)
    let big = PcapngBytes(order: .big)
    let frame = frames[0]
    let bytes =
      little.section() + little.interface() + little.interface(linkType: 113)
      + little.packet(frame, interface: 1) + little.packet(frame) + big.section(minor: 2)
      + big.interface(linkType: 101) + big.packet(frame)
    #expect(try drain(bytes).frames.map(\.linkType) == [113, 1, 101])
    let end = bytes.count
    let drained = try drain(bytes + big.packet(frame, interface: 1))
    #expect(drained.frames.count == 3)
    #expect(
      drained.error
        == .failed(
          "test: at byte \(end): a packet is of interface 1, but the section describes 1"))
  }

  /// Time stamp units and offsets: 10^-6 by default, 10^-9, 10^-3, 2^-10, and an offset of an hour.
  @Test func timeStamps() throws {
    let pcapng = PcapngBytes()
    let hour = pcapng.option(14, pcapng.order.bytes(Int64(3600)))
    let interfaces: [[UInt8]] = [
      [], pcapng.option(9, [9]), pcapng.option(9, [3]), pcapng.option(9, [0x8a]),
      pcapng.option(9, [6]) + hour + pcapng.option(0, []),
    ]
    let units: [UInt64] = [1_500_000, 1_500_000_001, 1500, 1536, 1_500_000]
    var bytes = pcapng.section()
    for options in interfaces { bytes += pcapng.interface(options: options) }
    for (index, value) in units.enumerated() {
      bytes += pcapng.packet(frames[0], units: value, interface: UInt32(index))
    }
    #expect(
      try drain(bytes).frames.map(\.time) == [
        1_500_000_000, 1_500_000_001, 1_500_000_000, 1_500_000_000, 3601_500_000_000,
      ])
  }

  /// By the interface's option if_fcslen, in bytes or bits, or by the packet's own flags.
  @Test func checkSequences() throws {
    let pcapng = PcapngBytes()
    let flags = pcapng.option(1, Array("note".utf8)) + pcapng.option(2, [0x80, 0, 0, 0])
    let none = pcapng.option(2, [0, 0, 0, 0])
    let frame = frames[2]
    var bytes = pcapng.section() + pcapng.interface()
    for length in [4, 32, 2] as [UInt8] {
      bytes += pcapng.interface(options: pcapng.option(13, [length]))
    }
    for index in 0..<4 as Range<UInt32> { bytes += pcapng.packet(frame, interface: index) }
    bytes += pcapng.packet(frame, options: flags + pcapng.option(0, []))
    bytes += pcapng.packet(frame, interface: 1, options: none)
    let drained = try drain(bytes)
    #expect(drained.frames.map(\.checkSequenceLength) == [0, 4, 4, 0, 4, 4])
  }

  /// Name resolution, statistics, custom and unknown blocks, one of them far larger than the buffer.
  @Test func otherBlocksAreSkipped() throws {
    let pcapng = PcapngBytes()
    var bytes = pcapng.section(options: pcapng.option(1, Array("a comment".utf8)))
    bytes += pcapng.interface()
    for kind in [4, 5, 0xbad, 0x8000_0001, 10] as [UInt32] {
      bytes += pcapng.block(kind, [UInt8](repeating: 0xaa, count: 40))
      bytes += pcapng.packet(frames[0])
    }
    bytes += pcapng.block(0xbad, [UInt8](repeating: 0xaa, count: 100_000))
    bytes += pcapng.packet(frames[1])
    let drained = try drain(bytes)
    #expect(drained.frames == [Frame](repeating: frames[0], count: 5) + [frames[1]])
    #expect(drained.error == nil)
  }

  /// Lengths that are no multiple of four: the next block starts at one nevertheless.
  @Test func unroundedLength() throws {
    let pcapng = PcapngBytes()
    var block = pcapng.block(0xbad, [1, 2, 3, 4, 5])
    block.replaceSubrange(4..<8, with: pcapng.order.bytes(UInt32(17)))
    for trailer in [17, 20] as [UInt32] {
      block.replaceSubrange((block.count - 4)..., with: pcapng.order.bytes(trailer))
      let bytes = pcapng.section() + pcapng.interface() + block + pcapng.packet(frames[0])
      #expect(try drain(bytes).frames == [frames[0]])
    }
  }

  /// What cannot be read on, each after one good packet: the packet comes, then the error with its place.
  @Test(
    arguments: [
      ("trailer", 0, "a block has the length 36 at its start and 32 at its end"),
      ("skipped", 12, "the block that ends here has the length 16 at its start and 20 at its end"),
      ("short", 0, "a block of type 3023 has the length 8"),
      ("huge", 0, "a block of type 6 has the length 4294967292"),
      ("frame", 0, "a block of 48 bytes claims 17 captured bytes"),
      ("order", 0, "a section has no byte-order magic but 0"),
      ("version", 0, "a section has the unknown version 2.0"),
      ("option", 0, "option 2 of 9 bytes runs past the end of its block"),
    ] as [(String, Int, String)]) func broken(which: String, offset: Int, text: String) throws
  {
    let pcapng = PcapngBytes()
    var block: [UInt8]
    switch which {
    case "trailer":
      block = pcapng.packet(Frame(time: 0, bytes: [1]))
      block[block.count - 4] = 32
    case "skipped":
      block = pcapng.block(0xbad, [0, 0, 0, 0])
      block[12] = 20
    case "short":
      block = pcapng.block(0xbcf, [])
      block[4] = 8
    case "huge":
      block = pcapng.packet(Frame(time: 0, bytes: [1]))
      block.replaceSubrange(4..<8, with: [0xfc, 0xff, 0xff, 0xff])
    case "frame":
      block = pcapng.packet(Frame(time: 0, bytes: [UInt8](repeating: 0, count: 16)))
      block[20] = 17
    case "order":
      block = pcapng.section()
      block.replaceSubrange(8..<12, with: [0, 0, 0, 0])
    case "version": block = pcapng.section(major: 2)
    default: block = pcapng.interface(options: pcapng.order.bytes(UInt16(2)) + [9, 0, 1, 1, 1, 1])
    }
    let good = pcapng.file([frames[0]])
    let drained = try drain(good + block + pcapng.packet(frames[1]))
    #expect(drained.frames == [frames[0]])
    #expect(drained.error?.message == "test: at byte \(good.count + offset): \(text)")
  }

  @Test func unknownVersionAtTheStart() throws {
    let drained = try drain(PcapngBytes().section(major: 2))
    #expect(drained.error == .unreadable("test: at byte 0: a section has the unknown version 2.0"))
  }

  /// One interface more than are kept.
  @Test func tooManyInterfaces() throws {
    let pcapng = PcapngBytes()
    let one = pcapng.interface()
    var bytes = pcapng.section()
    for _ in 0...65_536 { bytes += one }
    let drained = try drain(bytes, blockByteCount: 1 << 20)
    #expect(
      drained.error
        == .failed(
          "test: at byte \(bytes.count - one.count): a section describes more than 65536 interfaces"
        ))
  }

  /// Cut at every byte: the whole packets before the cut come, and the cut is counted.
  @Test func cutAtEveryByte() throws {
    let pcapng = PcapngBytes()
    let few = Frame.row(2)
    let blocks = [
      pcapng.section(options: pcapng.option(1, [1, 2, 3])), pcapng.interface(),
      pcapng.packet(few[0]), pcapng.block(5, [1, 2, 3, 4, 5]), pcapng.packet(few[1]),
    ]
    var ends = [0]
    for block in blocks { ends.append((ends.last ?? 0) + block.count) }
    let bytes = blocks.flatMap { $0 }
    let file = TemporaryFile()
    for count in 0...bytes.count {
      file.replace(Array(bytes.prefix(count)))
      if count < 12 {
        #expect(throws: CaptureError.self) { try file.drain() }
        continue
      }
      let drained = try file.drain()
      let whole = (count >= ends[3] ? 1 : 0) + (count >= ends[5] ? 1 : 0)
      #expect(drained.frames == Array(few.prefix(whole)))
      #expect(drained.error == nil)
      #expect(drained.statistics.truncatedCaptures == (ends.contains(count) ? 0 : 1))
    }
  }
}
