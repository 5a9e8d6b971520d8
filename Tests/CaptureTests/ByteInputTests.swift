import Capture
import Testing

/// Captures through gzip and zstd.
@Suite struct ByteInputTests {
  let frames = Frame.row(2000)
  let plain = PcapBytes().file(Frame.row(2000))

  enum Compression: CaseIterable {
    case gzip
    case zstd

    func compress(_ bytes: [UInt8]) -> [UInt8] {
      self == .gzip ? Compressed.gzip(bytes) : Compressed.zstd(bytes)
    }
  }

  /// `printf 'snoop' | gzip -n` by gzip 1.12: known bytes that this module did not make.
  @Test func knownGzip() {
    let bytes: [UInt8] = [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x2b, 0xce, 0xcb, 0xcf, 0x2f,
      0x00, 0x00, 0x7b, 0x67, 0x42, 0x52, 0x05, 0x00, 0x00, 0x00,
    ]
    #expect(
      throws: CaptureError.unreadable(
        "test: is not a capture once decompressed: it starts with the text \"snoop\"; give pcap or "
          + "pcapng, plain or compressed by gzip or zstd")
    ) { try drain(bytes) }
  }

  @Test(arguments: Compression.allCases, [24, 1000, 1 << 20])
  func oneFrame(compression: Compression, blockByteCount: Int) throws {
    let compressed = compression.compress(plain)
    let drained = try drain(compressed, blockByteCount: blockByteCount)
    #expect(drained.frames == frames)
    #expect(drained.error == nil)
    #expect(drained.statistics.inputBytes == UInt64(compressed.count))
    #expect(drained.statistics.inputSize == UInt64(compressed.count))
    #expect(drained.statistics.truncatedCaptures == 0)
  }

  /// Members and frames that end inside a record, one of them empty.
  @Test(arguments: Compression.allCases) func manyFrames(compression: Compression) throws {
    var compressed: [UInt8] = []
    for start in stride(from: 0, to: plain.count, by: 10_007) {
      compressed += compression.compress(Array(plain[start..<min(start + 10_007, plain.count)]))
      compressed += compression.compress([])
    }
    let drained = try drain(compressed)
    #expect(drained.frames == frames)
    #expect(drained.error == nil)
    #expect(drained.statistics.truncatedCaptures == 0)
  }

  @Test func skippableFrames() throws {
    let note = Compressed.skippable([UInt8](repeating: 1, count: 300_000))
    let half = plain.count / 2
    let compressed =
      note + Compressed.zstd(Array(plain.prefix(half))) + note
      + Compressed.zstd(Array(plain.dropFirst(half))) + note
    let drained = try drain(compressed)
    #expect(drained.frames == frames)
    #expect(drained.error == nil)
    #expect(drained.statistics.truncatedCaptures == 0)
  }

  /// Cut anywhere, as a killed writer leaves it: a prefix of the packets, and the cut is counted.
  @Test(arguments: Compression.allCases) func cut(compression: Compression) throws {
    let compressed = compression.compress(PcapBytes().file(Array(frames.prefix(200))))
    let file = TemporaryFile()
    var seen: Set<Int> = []
    for count in stride(from: 40, to: compressed.count, by: 37) {
      file.replace(Array(compressed.prefix(count)))
      // A header that did not come out yet is no capture.
      guard let drained = try? file.drain() else { continue }
      #expect(drained.frames == Array(frames.prefix(drained.frames.count)))
      #expect(drained.error == nil)
      #expect(drained.statistics.truncatedCaptures == 1)
      seen.insert(drained.frames.count)
    }
    #expect(compression == .zstd || seen.count > 2)
  }

  /// Broken in the header of the second member or frame: what was decompressed comes first, then the
  /// error.
  @Test(arguments: Compression.allCases) func broken(compression: Compression) throws {
    let half = Array(frames.prefix(1000))
    let start = PcapBytes().file(half)
    var bad = compression.compress(Array(plain.dropFirst(start.count)))
    bad[3] = 0xff
    let drained = try drain(compression.compress(start) + bad)
    #expect(drained.frames == half)
    #expect(
      drained.error?.message.hasPrefix(
        "test: after byte \(start.count) of the decompressed data: broken \(compression) data: ")
        == true)
  }

  /// A checksum that does not fit is known at the end only: all comes first.
  @Test func wrongChecksum() throws {
    var compressed = Compressed.gzip(plain)
    compressed[compressed.count - 8] ^= 1
    let drained = try drain(compressed)
    #expect(drained.frames == frames)
    #expect(drained.error?.message.hasSuffix("broken gzip data: incorrect data check") == true)
  }

  /// Zero bytes after a member are padding, other bytes are not.
  @Test func afterGzip() throws {
    let compressed = Compressed.gzip(plain)
    let padded = try drain(compressed + [UInt8](repeating: 0, count: 5000))
    #expect(padded.frames == frames)
    #expect(padded.error == nil)
    let followed = try drain(compressed + [1, 2, 3])
    #expect(followed.frames == frames)
    #expect(
      followed.error?.message.hasSuffix("bytes that are not gzip follow the gzip data") == true)
  }

  /// Compressed twice: only the outer wrapper is taken off.
  @Test func twice() {
    #expect(throws: CaptureError.self) { try drain(Compressed.gzip(Compressed.gzip(plain))) }
  }

  /// Every value of every byte of the compressed headers returns or throws.
  @Test(arguments: Compression.allCases) func hostile(compression: Compression) {
    let compressed = compression.compress(PcapBytes().file(Array(frames.prefix(3))))
    let file = TemporaryFile()
    var read = 0
    for position in 0..<min(compressed.count, 40) {
      var bytes = compressed
      for value in 0...255 as ClosedRange<UInt8> {
        bytes[position] = value
        file.replace(bytes)
        if let drained = try? file.drain() { read += drained.frames.count }
      }
    }
    #expect(read > 0)
  }
}
