import Capture
import Glibc
import Testing

/// Captures that come through a pipe.
@Suite struct PipeTests {
  /// The two ends of a pipe, closed when they go away.
  private struct Pipe: ~Copyable {
    let reader: Int32
    private(set) var writer: Int32

    init() {
      var ends: [Int32] = [-1, -1]
      unsafe pipe(&ends)
      (reader, writer) = (ends[0], ends[1])
    }

    deinit {
      close(reader)
      if writer >= 0 { close(writer) }
    }

    func write(_ bytes: [UInt8]) {
      #expect(unsafe Glibc.write(writer, bytes, bytes.count) == bytes.count)
    }

    mutating func end() {
      close(writer)
      writer = -1
    }
  }

  let frames = Frame.row(20)
  let pcap = PcapBytes()

  /// What has arrived is delivered though the writer has more to say, cut inside a record each time.
  @Test(arguments: [false, true]) func deliversAtOnce(hasInterrupt: Bool) throws {
    var pipe = Pipe()
    let stop = Pipe()
    let bytes = pcap.file(frames)
    let end = pcap.file(Array(frames.prefix(5))).count
    pipe.write(Array(bytes.prefix(end + 7)))
    var file = try CaptureFile(
      descriptor: pipe.reader, name: "pipe", interruptDescriptor: hasInterrupt ? stop.reader : nil)
    #expect(try file.nextBatch()?.count == 5)
    pipe.write(Array(bytes.dropFirst(end + 7)))
    #expect(try file.nextBatch()?.count == 15)
    pipe.end()
    #expect(try file.nextBatch()?.count == nil)
    #expect(file.statistics.frames == 20)
    #expect(file.statistics.inputBytes == UInt64(bytes.count))
    #expect(file.statistics.inputSize == 0)
  }

  /// gzip through a pipe in small pieces.
  @Test func compressed() throws {
    var pipe = Pipe()
    pipe.write(Compressed.gzip(pcap.file(frames)))
    pipe.end()
    var file = try CaptureFile(descriptor: pipe.reader, name: "pipe", blockByteCount: 50)
    #expect(Drained(&file).frames == frames)
  }

  /// The interrupt ends a read that would wait for ever; what came before was delivered, and a record
  /// that had begun is not counted as lost.
  @Test func interrupted() throws {
    let pipe = Pipe()
    let stop = Pipe()
    pipe.write(Array(pcap.file(frames).dropLast(3)))
    var file = try CaptureFile(
      descriptor: pipe.reader, name: "pipe", interruptDescriptor: stop.reader)
    #expect(try file.nextBatch()?.count == 19)
    stop.write([1])
    #expect(try file.nextBatch()?.count == nil)
    #expect(file.statistics.truncatedCaptures == 0)
  }

  /// Interrupted before the header came: an empty capture, not an error.
  @Test func interruptedAtOnce() throws {
    let pipe = Pipe()
    let stop = Pipe()
    pipe.write([0xd4, 0xc3])
    stop.write([1])
    var file = try CaptureFile(
      descriptor: pipe.reader, name: "pipe", interruptDescriptor: stop.reader)
    #expect(try file.nextBatch()?.count == nil)
  }

  /// A named pipe that nobody writes to can be interrupted as well.
  @Test func namedPipe() throws {
    let place = TemporaryFile()
    let path = place.path + ".fifo"
    #expect(unsafe mkfifo(path, 0o600) == 0)
    defer { unsafe unlink(path) }
    let stop = Pipe()
    stop.write([1])
    var series = try CaptureSeries(paths: [path], interruptDescriptor: stop.reader)
    #expect(try series.nextBatch()?.count == nil)
  }

  /// The first time stamp is looked at and stays to be read.
  @Test func peek() throws {
    let pipe = Pipe()
    pipe.write(pcap.file(frames))
    var file = try CaptureFile(descriptor: pipe.reader, name: "pipe")
    #expect(try file.peekFirstTimestamp()?.rawValue == frames[0].time)
    #expect(try file.peekFirstTimestamp()?.rawValue == frames[0].time)
    #expect(try file.nextBatch()?.count == 20)
  }
}
