import Glibc
import Testing

@testable import Capture

/// What inputs are, and that looking into them takes nothing away.
@Suite struct InputSurveyTests {
  private let log = Array(LogText.conversations([(1, 1), (2, 1), (3, 1)]).utf8)
  private let capture = PcapBytes().file(Frame.row(5))

  private func areLogs(_ paths: [String]) throws -> Bool { try InputSurvey(paths: paths).areLogs }

  @Test func byContent() throws {
    var folder = TemporaryFolder()
    let logs = [
      folder.add("a.pcap", log), folder.add("b", Compressed.gzip(log)),
      folder.add("c", Compressed.zstd(log)), folder.add("d", Array("{\"ts\":1}".utf8)),
    ]
    for path in logs { #expect(try areLogs([path]), "\(path)") }
    #expect(try areLogs(logs))
    let others = [
      folder.add("conn.log", capture), folder.add("e", Compressed.gzip(capture)),
      folder.add("f", []), folder.add("g", Array("hello".utf8)),
      folder.add("h", Array(Compressed.gzip(log).prefix(30))),
    ]
    for path in others { #expect(try !areLogs([path]), "\(path)") }
    #expect(try areLogs([others[3], logs[0]]))
  }

  /// Captures and logs of one run are an error, also in one folder; what is beside them is not.
  @Test func mixed() {
    var folder = TemporaryFolder()
    let one = folder.add("1.pcap", capture)
    let two = folder.add("2.jsonl", Array("{\"@timestamp\":1}\n".utf8))
    #expect(throws: Never.self) { try InputSurvey(paths: [folder.path]) }
    let three = folder.add("3.log", log)
    let expected = CaptureError.invalid(
      "\(one) is a capture and \(three) is a log: both tell of the same conversations; give captures or "
        + "logs, one kind a run")
    for paths in [[one, three], [three, one], [folder.path]] {
      #expect(throws: expected) { try InputSurvey(paths: paths) }
    }
    #expect(throws: CaptureError.unreadable("/nonexistent: No such file or directory")) {
      try InputSurvey(paths: [two, "/nonexistent"])
    }
  }

  /// What is read of a pipe to find out what it is comes again, also where it is more than a little, and
  /// the pipe stays open in between.
  @Test(arguments: [false, true]) func pipes(isCompressed: Bool) throws {
    let lines = LogText.conversations((0..<500).map { ($0, 1) })
    let text = isCompressed ? Compressed.gzip(Array(lines.utf8)) : Array(lines.utf8)
    let long = PcapBytes().file(Frame.row(500))
    for (bytes, isLog) in [(text, true), (isCompressed ? Compressed.gzip(long) : long, false)] {
      var ends: [Int32] = [-1, -1]
      unsafe pipe(&ends)
      let path = "/dev/fd/\(ends[0])"
      #expect(unsafe write(ends[1], bytes, bytes.count) == bytes.count)
      close(ends[1])
      let inputs = try InputSurvey(paths: [path])
      close(ends[0])
      #expect(inputs.areLogs == isLog)
      var count = 0
      if isLog {
        var source = try ConversationLog(inputs)
        while try source.next() != nil { count += 1 }
      } else {
        var source = try CaptureSeries(inputs)
        while let batch = try source.nextBatch() { count += batch.count }
      }
      #expect(count == 500)
    }
  }
}
