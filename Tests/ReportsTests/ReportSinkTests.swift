import Glibc
import Reports
import Testing

/// Serialized, since one of the tests sets what the whole process does on SIGPIPE.
@Suite(.serialized) struct ReportSinkTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// A name in the temporary directory that nothing has yet.
  private func temporaryFile() throws -> String {
    var template = "/tmp/report-sink-XXXXXX".utf8CString.map(\.self)
    let descriptor = unsafe mkstemp(&template)
    try #require(descriptor >= 0)
    close(descriptor)
    let name = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    unsafe unlink(name)
    return name
  }

  private func content(of file: String) throws -> String {
    let descriptor = unsafe open(file, O_RDONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
  }

  /// How captures begin: pcap in both byte orders, pcapng, gzip, zstd.
  @Test(
    arguments: [
      [0xd4, 0xc3, 0xb2, 0xa1], [0xa1, 0xb2, 0x3c, 0x4d],
      [0x0a, 0x0d, 0x0d, 0x0a, 0x1c, 0, 0, 0], [0x1f, 0x8b, 8, 0], [0x28, 0xb5, 0x2f, 0xfd],
    ] as [[UInt8]]) func leavesCapturesAlone(start: [UInt8]) throws
  {
    let file = try temporaryFile()
    defer { unsafe unlink(file) }
    let descriptor = unsafe open(file, O_WRONLY | O_CREAT, 0o600)
    try #require(unsafe write(descriptor, start, start.count) == start.count)
    close(descriptor)
    #expect(
      throws: SinkError.unopenable(
        "\(file) exists and is no text; lines are appended to it, so name another file")
    ) {
      try openOnly(file)
    }
    #expect(try content(of: file).utf8.count >= start.count)
  }

  private func openOnly(_ file: String) throws { _ = try ReportSink(file: file) }

  @Test func makesAndAppends() throws {
    let file = try temporaryFile()
    defer { unsafe unlink(file) }
    for text in ["one\n", "two\n"] {
      var sink = try ReportSink(file: file)
      try sink.write(bytes(text).span)
    }
    #expect(try content(of: file) == "one\ntwo\n")
    var status = stat()
    #expect(unsafe stat(file, &status) == 0)
    // The process's mask may take rights away, never add any.
    #expect(status.st_mode & 0o777 & ~0o640 == 0)
    #expect(status.st_mode & 0o600 == 0o600)
  }

  /// What an earlier run left half written stays a line of its own.
  @Test func endsACutLine() throws {
    let file = try temporaryFile()
    defer { unsafe unlink(file) }
    do {
      var sink = try ReportSink(file: file)
      try sink.write(bytes("{\"cut").span)
    }
    do {
      let unused = try ReportSink(file: file)
      _ = consume unused
    }
    var sink = try ReportSink(file: file)
    try sink.write(bytes("{}\n").span)
    try sink.write(bytes("{}\n").span)
    #expect(try content(of: file) == "{\"cut\n{}\n{}\n")
  }

  @Test func cannotOpen() {
    let error = #expect(throws: SinkError.self) {
      _ = try ReportSink(file: "/nonexistent/alerts.json")
    }
    #expect(
      error
        == .unopenable(
          "cannot open /nonexistent/alerts.json for writing: No such file or directory"))
  }

  /// A full disk is said, and said again for every later line.
  @Test func fullDevice() throws {
    var sink = try ReportSink(file: "/dev/full")
    let expected = SinkError.failed(
      "cannot write to /dev/full: No space left on device; the line of 3 bytes was not written")
    for _ in 0..<2 {
      do {
        try sink.write(bytes("{}\n").span)
        Issue.record("a full device took a line")
      } catch {
        #expect(error == expected)
      }
    }
  }

  /// A file that may grow to 10 bytes takes the beginning of the second line only; the error tells.
  /// In a process of its own, since the limit is one of the process.
  @Test func halfALine() async {
    await #expect(processExitsWith: .success) {
      var limit = rlimit(rlim_cur: 10, rlim_max: 10)
      signal(SIGXFSZ, SIG_IGN)
      let file = "/tmp/report-sink-half-\(getpid())"
      defer { unsafe unlink(file) }
      var sink = try ReportSink(file: file)
      try #require(
        unsafe setrlimit(__rlimit_resource_t(UInt32(RLIMIT_FSIZE.rawValue)), &limit) == 0)
      let line = Array("{\"a\":1}\n".utf8)
      try sink.write(line.span)
      for _ in 0..<2 {
        do {
          try sink.write(line.span)
          exit(1)
        } catch {
          let reason =
            "File too large; only 2 of a line's 8 bytes were written, the last line is cut"
          #expect(error as? SinkError == .failed("cannot write to \(file): \(reason)"))
        }
      }
    }
  }

  @Test func readerGone() throws {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    signal(SIGPIPE, SIG_IGN)
    close(ends[0])
    defer { close(ends[1]) }
    var sink = ReportSink(descriptor: ends[1], name: "pipe")
    for _ in 0..<2 {
      do {
        try sink.write(bytes("{}\n").span)
        Issue.record("a pipe without a reader took a line")
      } catch {
        #expect(error == .closed)
      }
    }
  }

  /// A line of 300,000 bytes through a pipe that does not block: the pipe fills many times over, the
  /// sink waits, and every byte arrives in order.
  @Test func slowReader() throws {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    #expect(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
    let reader = SlowReader(descriptor: ends[0])
    let line = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try #require(reader.start(count: line.count))
    var sink = ReportSink(descriptor: ends[1], name: "pipe")
    try sink.write(line.span)
    // Ends the reader too where bytes are missing.
    close(ends[1])
    // Compared outside the macro, which would look for the shortest difference of two long lists.
    let arrived = reader.finish() == line
    #expect(arrived)
  }
}
