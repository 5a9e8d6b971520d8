import CPcap
import Capture
import Testing

/// What libpcap reads of the same file is the measure.
@Suite struct LibpcapOracleTests {
  /// The packets of a file as libpcap gives them, in nanoseconds.
  private func libpcap(_ path: String) -> (frames: [Frame], error: String) {
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard
      let handle = unsafe pcap_open_offline_with_tstamp_precision(
        path, UInt32(PCAP_TSTAMP_PRECISION_NANO), &words)
    else { return ([], "refused") }
    defer { unsafe pcap_close(handle) }
    var frames: [Frame] = []
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var bytes: UnsafePointer<UInt8>?
    while unsafe pcap_next_ex(handle, &header, &bytes) == 1,
      let packet = unsafe header?.pointee, let start = unsafe bytes
    {
      let captured = unsafe UnsafeBufferPointer(start: start, count: Int(packet.caplen))
      frames.append(
        Frame(
          time: Int64(packet.ts.tv_sec) * 1_000_000_000 + Int64(packet.ts.tv_usec),
          bytes: unsafe Array(captured), wireLength: packet.len,
          linkType: UInt16(unsafe pcap_datalink(handle))))
    }
    return (frames, unsafe String(cString: pcap_geterr(handle)))
  }

  private func agrees(_ bytes: [UInt8]) throws {
    let file = TemporaryFile(bytes)
    let expected = libpcap(file.path)
    let drained = try file.drain()
    #expect(expected.frames.count > 0)
    #expect(drained.frames == expected.frames)
    #expect((drained.error == nil) == expected.error.isEmpty)
  }

  @Test(arguments: ByteOrder.allCases, [UInt32(0xa1b2_c3d4), 0xa1b2_3c4d, 0xa1b2_cd34])
  func pcap(order: ByteOrder, magic: UInt32) throws {
    var frames = Frame.row(300)
    frames[7].wireLength = 9000
    try agrees(PcapBytes(order: order, magic: magic).file(frames))
  }

  @Test(arguments: [(2, 2), (2, 3), (543, 0)] as [(UInt16, UInt16)])
  func oldVersions(major: UInt16, minor: UInt16) throws {
    let pcap = PcapBytes(major: major, minor: minor)
    let frame = Frame(time: 7_000_000_000, bytes: [1, 2, 3, 4], wireLength: 9)
    try agrees(pcap.header + pcap.record(frame, lengths: (9, 4)))
  }

  @Test(arguments: ByteOrder.allCases) func pcapng(order: ByteOrder) throws {
    let pcapng = PcapngBytes(order: order)
    let frames = Frame.row(100)
    try agrees(
      pcapng.section() + pcapng.interface() + frames.flatMap { pcapng.packet($0) }
        + pcapng.block(5, [1, 2, 3, 4]) + frames.flatMap { pcapng.obsoletePacket($0) }
        + pcapng.simplePacket(Frame(time: 0, bytes: [1, 2, 3, 4, 5])).prefix(0))
  }

  /// Units of time stamps with an offset. Below 2^-34 seconds libpcap 1.10 itself runs over 64 bits.
  @Test(arguments: [0, 1, 3, 6, 9, 10, 12, 18, 0x80, 0x81, 0x8a, 0x9e, 0xa0, 0xa2] as [UInt8])
  func resolutions(option: UInt8) throws {
    let pcapng = PcapngBytes()
    let options =
      pcapng.option(9, [option]) + pcapng.option(14, pcapng.order.bytes(Int64(86_400)))
    let perSecond =
      option & 0x80 == 0
      ? (0..<option).reduce(UInt64(1)) { value, _ in value * 10 } : 1 << UInt64(option & 0x7f)
    var bytes = pcapng.section() + pcapng.interface(options: options)
    for extra in [0, perSecond / 3, perSecond / 2, perSecond - 1] {
      bytes += pcapng.packet(Frame(time: 0, bytes: [1]), units: perSecond * 5 + extra)
    }
    try agrees(bytes)
  }

  /// Cut inside a record libpcap reports an error, and gives the same packets before it.
  @Test func cut() throws {
    let bytes = PcapBytes().file(Frame.row(5))
    let file = TemporaryFile(Array(bytes.dropLast(3)))
    let expected = libpcap(file.path)
    #expect(expected.error.contains("truncated"))
    #expect(try file.drain().frames == expected.frames)
  }

  /// Both refuse the same lengths.
  @Test(arguments: [262_144, 262_145] as [UInt32]) func longest(length: UInt32) throws {
    let pcap = PcapBytes()
    let frame = Frame(time: 0, bytes: [UInt8](repeating: 1, count: Int(length)))
    let file = TemporaryFile(pcap.file([frame]))
    let expected = libpcap(file.path)
    let drained = try file.drain()
    #expect(drained.frames == expected.frames)
    #expect((drained.error == nil) == expected.error.isEmpty)
    #expect((drained.error == nil) == (length == 262_144))
  }
}
