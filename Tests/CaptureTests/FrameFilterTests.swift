import Capture
import Testing

@testable import Capture

@Suite struct FrameFilterTests {
  /// Ethernet, IPv4, UDP from port 53 to port 1000, and the same with ports 80 and 1000.
  private func frame(sourcePort: UInt8, linkType: UInt16 = 1) -> Frame {
    let address: [UInt8] = [2, 0, 0, 0, 0, 1]
    let ethernet = address + address + [8, 0]
    let ip: [UInt8] = [
      0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, sourcePort, 3, 0xe8, 0,
      8, 0, 0,
    ]
    return Frame(time: 0, bytes: linkType == 1 ? ethernet + ip : ip, linkType: linkType)
  }

  @Test func keepsWhatMatches() throws {
    let frames = (0..<1000).map { frame(sourcePort: $0 % 3 == 0 ? 53 : 80) }
    let drained = try drain(
      PcapBytes().file(frames), blockByteCount: 4096, filter: "udp src port 53")
    #expect(drained.frames == frames.filter { $0.bytes[35] == 53 })
    #expect(drained.statistics.frames == 334)
    #expect(drained.statistics.filtered == 666)
  }

  @Test func nothingMatches() throws {
    let drained = try drain(PcapBytes().file(Frame.row(1000)), filter: "tcp")
    #expect(drained.frames.isEmpty)
    #expect(drained.batchCounts.isEmpty)
    #expect(drained.statistics.filtered == 1000)
  }

  /// The wire length is that of the wire.
  @Test func wireLength() throws {
    var frames = Frame.row(2)
    frames[1].wireLength = 5000
    #expect(
      try drain(PcapBytes().file(frames), filter: "greater 4000").frames == [frames[1]])
  }

  /// One expression for several link types: Ethernet, raw IP by both of its numbers, and Ethernet again.
  @Test func linkTypes() throws {
    let pcapng = PcapngBytes()
    var bytes = pcapng.section()
    let linkTypes: [UInt16] = [1, 101, 12, 1, 228]
    for linkType in linkTypes { bytes += pcapng.interface(linkType: linkType) }
    for (index, linkType) in linkTypes.enumerated() {
      for port in [53, 80] as [UInt8] {
        bytes += pcapng.packet(
          frame(sourcePort: port, linkType: linkType), interface: UInt32(index))
      }
    }
    let drained = try drain(bytes, filter: "src port 53")
    #expect(drained.frames == linkTypes.map { frame(sourcePort: 53, linkType: $0) })
    #expect(drained.statistics.filtered == 5)
  }

  /// Reported before anything is opened.
  @Test func doesNotCompile() {
    #expect(
      throws: CaptureError.invalid(
        "filter \"tcp prot 80\" does not compile for Ethernet (1): can't parse filter expression: "
          + "syntax error")
    ) { _ = try CaptureFile(path: "/nonexistent", filter: "tcp prot 80").statistics }
  }

  /// Ethernet addresses mean nothing on raw IP: the frames before come, then the error.
  @Test func meaningless() throws {
    let pcapng = PcapngBytes()
    let good = frame(sourcePort: 53)
    let bytes =
      pcapng.section() + pcapng.interface() + pcapng.interface(linkType: 101)
      + pcapng.packet(good) + pcapng.packet(frame(sourcePort: 53, linkType: 101), interface: 1)
    let drained = try drain(bytes, blockByteCount: 4096, filter: "ether host 2:0:0:0:0:1")
    #expect(drained.frames == [good])
    guard case .invalid(let text) = drained.error else {
      Issue.record("no error")
      return
    }
    #expect(text.contains("does not compile for raw IP (101): "))
  }

  /// More link types than programs are kept.
  @Test func tooManyLinkTypes() throws {
    let pcapng = PcapngBytes()
    var bytes = pcapng.section()
    for index in 0..<400 as Range<UInt32> {
      bytes += pcapng.interface(linkType: UInt16(index + 300))
      bytes += pcapng.packet(Frame(time: 0, bytes: [1]), interface: index)
    }
    let drained = try drain(bytes, filter: "greater 0")
    #expect(drained.error != nil)
    #expect(drained.frames.count < 400)
  }
}
