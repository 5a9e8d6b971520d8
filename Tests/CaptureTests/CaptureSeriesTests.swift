import Capture
import Testing

@Suite struct CaptureSeriesTests {
  private let pcap = PcapBytes(magic: 0xa1b2_3c4d)

  /// Frames at the given nanoseconds; the first byte says of which file they are.
  private func frames(_ file: UInt8, _ times: [Int64]) -> [Frame] {
    times.map { Frame(time: $0, bytes: [file]) }
  }

  private func drain(_ paths: [String], filter: String? = nil) throws -> Drained {
    var series = try CaptureSeries(paths: paths, filter: filter)
    return Drained(&series)
  }

  /// Files that follow one another, given in the wrong order, one of them without packets.
  @Test func ordersFiles() throws {
    var folder = TemporaryFolder()
    let files = (0..<5).map { frames(UInt8($0), Array(($0 * 1000)..<($0 * 1000 + 700))) }
    var paths = [4, 1, 3, 0, 2].map { folder.add("\($0)", pcap.file(files[$0])) }
    paths.insert(folder.add("none", pcap.header), at: 2)
    let drained = try drain(paths)
    #expect(drained.frames == files.flatMap { $0 })
    #expect(drained.error == nil)
    let bytes = files.reduce(0) { $0 + pcap.file($1).count } + 24
    #expect(drained.statistics.inputBytes == UInt64(bytes))
    #expect(drained.statistics.inputSize == UInt64(bytes))
    #expect(drained.statistics.frames == 3500)
    // The captures do not overlap: no batch was cut where another might begin.
    #expect(drained.batchCounts.count == 15)
  }

  /// Overlapping files of different formats come packet by packet; equal times in the order given.
  @Test func merges() throws {
    var folder = TemporaryFolder()
    let first = frames(1, [10_000, 20_000, 30_000, 40_000])
    let second = frames(2, [15_000, 20_000, 20_000, 45_000])
    let third = frames(3, [20_000, 100_000])
    let paths = [
      folder.add("c", pcap.file(first)), folder.add("b", PcapngBytes().file(second)),
      folder.add("a", Compressed.zstd(pcap.file(third))),
    ]
    let drained = try drain(paths)
    #expect(
      drained.frames.map(\.time) == [
        10_000, 15_000, 20_000, 20_000, 20_000, 20_000, 30_000, 40_000, 45_000, 100_000,
      ])
    #expect(drained.frames.map { $0.bytes[0] } == [1, 2, 1, 2, 2, 3, 1, 1, 2, 3])
  }

  /// Long files that alternate: as a stable sort of all their packets.
  @Test func mergesAsSorted() throws {
    var folder = TemporaryFolder()
    var all: [Frame] = []
    var paths: [String] = []
    for file in 0..<7 {
      let row = frames(UInt8(file), (0..<900).map { Int64($0 * (file + 3) / 2 * 10 + file % 2) })
      all += row
      paths.append(folder.add("\(file)", pcap.file(row)))
    }
    let expected = all.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    #expect(try drain(paths).frames == expected.map(\.element))
  }

  /// Inside one capture the order of the records is kept, whatever their times are.
  @Test func keepsOrderInside() throws {
    var folder = TemporaryFolder()
    let first = frames(1, [100, 50, 200])
    let second = frames(2, [150, 160])
    let paths = [folder.add("a", pcap.file(first)), folder.add("b", pcap.file(second))]
    #expect(try drain(paths).frames.map(\.time) == [100, 50, 150, 160, 200])
  }

  /// A folder stands for its captures; other files, and folders below, are left alone.
  @Test func folder() throws {
    var folder = TemporaryFolder()
    folder.add("b.pcap", pcap.file(frames(1, [10, 20])))
    folder.add("a.pcap.gz", Compressed.gzip(pcap.file(frames(2, [10, 30]))))
    folder.add("notes.txt", Array("no capture".utf8))
    folder.add("notes.txt.gz", Compressed.gzip(Array("no capture".utf8)))
    folder.add("empty.pcap", [])
    folder.addFolder("more.pcap")
    let drained = try drain([folder.path])
    #expect(drained.frames.map(\.time) == [10, 10, 20, 30])
    #expect(drained.frames.map { $0.bytes[0] } == [2, 1, 1, 2])
  }

  @Test func folderWithoutCaptures() {
    var folder = TemporaryFolder()
    folder.add("notes.txt", Array("no capture".utf8))
    let path = folder.path
    do throws(CaptureError) {
      _ = try CaptureSeries(paths: [path]).statistics
      Issue.record("opened")
    } catch {
      #expect(error.message.hasPrefix("\(path): holds no capture; "))
    }
  }

  @Test func nothing() {
    #expect(throws: CaptureError.invalid("no capture given")) {
      _ = try CaptureSeries(paths: []).statistics
    }
  }

  /// One file of several is no capture: known before any is read.
  @Test func oneIsNoCapture() {
    var folder = TemporaryFolder()
    let paths = [folder.add("a", pcap.file(frames(1, [1]))), folder.add("b", Array("text".utf8))]
    #expect(throws: CaptureError.self) { _ = try CaptureSeries(paths: paths).statistics }
  }

  /// One file breaks midway: what it had before comes, in its place, then the error.
  @Test func breaksMidway() throws {
    var folder = TemporaryFolder()
    let broken = pcap.file(frames(1, [10, 20])) + [UInt8](repeating: 0xff, count: 16)
    let paths = [
      folder.add("a", broken), folder.add("b", pcap.file(frames(2, [15, 25]))),
    ]
    let drained = try drain(paths)
    #expect(drained.frames.map(\.time) == [10, 15, 20])
    #expect(drained.error?.message.hasPrefix("\(paths[0]): at byte 58: ") == true)
  }

  /// Files cut short are counted, each of them.
  @Test func cut() throws {
    var folder = TemporaryFolder()
    let paths = (0..<3).map { index in
      let bytes = pcap.file(frames(UInt8(index), [Int64(index) * 10, Int64(index) * 10 + 5]))
      return folder.add("\(index)", index == 1 ? bytes : bytes.dropLast())
    }
    let drained = try drain(paths)
    #expect(drained.frames.map(\.time) == [0, 10, 15, 20])
    #expect(drained.statistics.truncatedCaptures == 2)
  }

  /// One filter for all; a file of which nothing passes is passed over.
  @Test func filter() throws {
    var folder = TemporaryFolder()
    let short = Frame(time: 10, bytes: [1])
    let long = Frame(time: 20, bytes: [UInt8](repeating: 2, count: 100))
    let paths = [
      folder.add("a", pcap.file([short, long])), folder.add("b", pcap.file([short, short])),
      folder.add("c", pcap.file([long, short])),
    ]
    let drained = try drain(paths, filter: "greater 50")
    #expect(drained.frames == [long, long])
    #expect(drained.statistics.frames == 2)
    #expect(drained.statistics.filtered == 4)
  }

  /// More captures at the same time than may be open.
  @Test func tooManyOverlap() throws {
    var folder = TemporaryFolder()
    let bytes = pcap.file(frames(1, [1_000_000, 2_000_000]))
    let paths = (0..<514).map { folder.add("\($0)", bytes) }
    let drained = try drain(paths)
    #expect(drained.frames.count == 512)
    #expect(drained.error?.message.contains("overlaps in time with 512 other captures") == true)
  }

  /// As many as that, one after the other, are no trouble.
  @Test func manyInARow() throws {
    var folder = TemporaryFolder()
    let paths = (0..<600).map { index in
      folder.add("\(index)", pcap.file(frames(1, [Int64(index) * 10, Int64(index) * 10 + 9])))
    }
    let drained = try drain(paths)
    #expect(drained.frames.count == 1200)
    #expect(drained.error == nil)
  }
}
