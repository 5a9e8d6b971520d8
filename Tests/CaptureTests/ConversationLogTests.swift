import Capture
import Testing

/// Several logs: which they are, their order, and what belongs together.
@Suite struct ConversationLogTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// Lines in the order of ends come in the order of starts, though a long conversation is written
  /// after thousands of later ones than are held.
  @Test(arguments: [1, 2, 3, 10, 100, 5000]) func ordersStarts(held: Int) {
    var lines = (0..<2000).map { (start: 100 + $0, length: $0 * 7 % 31) }
    lines.append((start: 50, length: 10_000))
    lines.append((start: 60, length: 9_000))
    lines.sort { $0.start + $0.length < $1.start + $1.length }
    let file = TemporaryFile(bytes(LogText.conversations(lines)))
    var limits = LogLimits()
    limits.heldRecords = held
    let drained = DrainedLog(paths: [file.path], limits: limits)
    #expect(drained.starts == lines.map(\.start).sorted())
    #expect(drained.statistics.lateRecords == 0)
  }

  /// More long conversations than the limit: all come, and those too late are counted.
  @Test func countsLate() {
    let late = (0..<50).map { (start: 10 + $0, length: 5000) }
    let lines = (0..<500).map { (start: 100 + $0, length: 0) } + late
    let file = TemporaryFile(bytes(LogText.conversations(lines)))
    var limits = LogLimits()
    limits.heldRecords = 10
    limits.longConversations = 20
    let drained = DrainedLog(paths: [file.path], limits: limits)
    #expect(drained.records.count == 550)
    #expect(drained.statistics.lateRecords == 30)
    #expect(Array(drained.starts.prefix(20)) == Array(10..<30))
  }

  /// Conversations that began at the same time come as they were written.
  @Test func equalTimes() {
    let lines = (0..<40).map { "5.0\tC\($0)\t10.0.0.1\t1\t10.0.0.2\t2\ttcp\t-\t-\t-\t-\tSF\n" }
    let text = LogText.header("conn", LogText.conversationFields) + lines.joined()
    #expect(DrainedLog(text).records.map(\.identifier) == (0..<40).map { "C\($0)" })
  }

  /// Logs of every hour, given in the wrong order, one of them compressed; a long conversation of the
  /// first hour is in the last log.
  @Test func rotated() {
    var folder = TemporaryFolder()
    var paths: [String] = []
    for hour in [3, 1, 0, 2] {
      var lines = (0..<100).map { (start: hour * 3600 + $0 * 36, length: 5) }
      if hour == 3 { lines.append((start: 1, length: 12_000)) }
      let text = bytes(LogText.conversations(lines))
      paths.append(folder.add("\(hour)", hour == 2 ? Compressed.gzip(text) : text))
    }
    var limits = LogLimits()
    limits.heldRecords = 20
    let drained = DrainedLog(paths: paths, limits: limits)
    #expect(drained.records.count == 401)
    #expect(drained.starts == drained.starts.sorted())
    #expect(Array(drained.starts.prefix(3)) == [0, 1, 36])
    #expect(drained.statistics.lateRecords == 0)
  }

  private let folderOfLogs = [
    ("conn.log", LogText.conversations([(10, 1), (20, 1), (5, 60), (90, 1)])),
    ("dns.log", LogText.names(.dns, [(10, "C10", "a.example")])),
    ("ssl.log", LogText.names(.ssl, [(20, "C20", "b.example"), (91, "C99", "x")])),
    (
      "http.log",
      LogText.names(.http, [(6, "C5", "one"), (7, "C5", "two"), (8, "C5", "one"), (9, "C10", "-")])
    ),
  ]

  /// Names come at their own times, each as often as it was spoken, with the `uid` of their conversation;
  /// logs of other kinds are named once and left alone, and so is what is no log at all.
  @Test func namesAndStrangers() {
    var folder = TemporaryFolder()
    for (name, text) in folderOfLogs {
      if name == "ssl.log" {
        folder.add("ssl.log.gz", Compressed.gzip(bytes(text)))
      } else {
        folder.add(name, bytes(text))
      }
    }
    folder.add("notes.txt", bytes("no log"))
    let weird = LogText.header("weird", ["ts", "uid", "name"]) + "1\tC\tx\n"
    folder.add("weird.log", bytes(weird))
    folder.add("weird.2.log", bytes(weird))
    folder.add("bare.log", bytes("#path\tconn\n1\tC\n"))
    let alerts = folder.add("alerts.json", bytes("{\"rule\":\"x\"}\n"))
    let drained = DrainedLog(paths: [folder.path])
    #expect(drained.error == nil)
    #expect(drained.starts == [5, 6, 7, 8, 9, 10, 10, 20, 20, 90, 91])
    #expect(
      drained.records.map(\.kind) == [
        .conn, .http, .http, .http, .http, .conn, .dns, .conn, .ssl, .conn, .ssl,
      ])
    #expect(
      drained.records.map { $0.name?.text } == [
        nil, "one", "two", "one", nil, nil, "a.example", nil, "b.example", nil, "x",
      ])
    #expect(drained.records[1].name == LogName(kind: .host, text: "one"))
    #expect(drained.records[6].identifier == "C10")
    #expect(drained.statistics.skippedLogs == 4)
    let path = folder.path
    #expect(
      drained.warnings == [
        "not read: \(alerts), weird (2 logs); conn, dns, ssl and http are",
        "\(path)/bare.log: line 2: is data before a #fields line; give the log with its header; "
          + "the log is left out",
      ])
  }

  /// At the same moment the conversation comes before what is said in it, and the order of the arguments
  /// changes nothing.
  @Test func orderOfArguments() {
    var folder = TemporaryFolder()
    let fields = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "query"]
    let query = "10.000000\tC10\t10.0.0.1\t1024\t10.0.0.2\t443\ta.example\n"
    let paths = [
      folder.add("a", bytes(LogText.header("dns", fields) + query + query)),
      folder.add("b", bytes(LogText.conversations([(10, 1), (5, 60)]))),
      folder.add("c", bytes(LogText.conversations([(10, 3), (11, 1)]))),
      folder.add("d", bytes(LogText.header("dns", fields) + query)),
    ]
    let first = DrainedLog(paths: paths).records
    #expect(first.map(\.kind) == [.conn, .conn, .conn, .dns, .dns, .dns, .conn])
    for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
      #expect(DrainedLog(paths: order.map { paths[$0] }).records == first)
    }
  }

  /// A log of another kind that is named is left out beside others, and an error on its own.
  @Test func otherKindsByName() {
    var folder = TemporaryFolder()
    let files = folder.add("files", bytes(LogText.header("files", ["ts", "fuid"]) + "1\tF\n"))
    let log = folder.add("log", bytes(LogText.conversations([(1, 1)])))
    for paths in [[files, log], [log, files]] {
      let drained = DrainedLog(paths: paths)
      #expect(drained.starts == [1] && drained.error == nil)
      #expect(drained.warnings == ["not read: files; conn, dns, ssl and http are"])
    }
    let alone = DrainedLog(paths: [files, files])
    #expect(alone.error?.message.hasPrefix("\(files): is no log of conversations; give") == true)
  }

  @Test func notLogs() {
    var folder = TemporaryFolder()
    let text = folder.add("text", bytes("hello"))
    let weird = folder.add("weird", bytes(LogText.header("weird", ["ts", "uid"]) + "1\tC\n"))
    let empty = folder.add("empty", [])
    let message = { (paths: [String]) in DrainedLog(paths: paths).error?.message ?? "" }
    #expect(
      message([text]).hasPrefix("\(text): is not a log: it starts with the text \"hello\"; give"))
    #expect(message([weird]).hasPrefix("\(weird): is no log of conversations; give"))
    #expect(message([empty]).hasPrefix("\(empty): is not a log: it is empty; give"))
    #expect(message([folder.path]).hasPrefix("\(folder.path): holds no log of conversations; "))
    #expect(message(["/nonexistent/x"]) == "/nonexistent/x: No such file or directory")
    #expect(message([]) == "no log given")
  }

  /// A log with a header only has no records, and is no error.
  @Test func headerOnly() {
    let drained = DrainedLog(LogText.conversations([]) + "#close\t2025\n")
    #expect(drained.records.isEmpty)
    #expect(drained.error == nil)
  }

  @Test func signatures() throws {
    var folder = TemporaryFolder()
    let log = bytes(LogText.conversations([(1, 1)]))
    #expect(LogSignature.isLog(log.prefix(LogSignature.byteCount)))
    #expect(LogSignature.isLog(Array("#fields\tts".utf8)))
    #expect(LogSignature.isLog([0xef, 0xbb, 0xbf] + log))
    #expect(LogSignature.isLog(Array("{ \"ts\":1".utf8)))
    #expect(LogSignature.isLog(Array("1445353842.722836\tCAgU".utf8)))
    #expect(!LogSignature.isLog(Array("1445353842.722836 CAgU".utf8)))
    #expect(!LogSignature.isLog(Array("1445353842\tCAgU".utf8)))
    #expect(!LogSignature.isLog([]))
    #expect(!LogSignature.isLog(Array("# a comment".utf8)))
    #expect(!LogSignature.isLog(Array("{".utf8)))
    #expect(!LogSignature.isLog(PcapBytes().header))
    let capture = folder.add("capture", PcapBytes().file(Frame.row(3)))
    #expect(try !LogSignature.isLog(path: capture))
    #expect(try !LogSignature.isLog(path: folder.path))
    let file = folder.add("log", Compressed.zstd(log))
    #expect(try LogSignature.isLog(path: file))
    #expect(try LogSignature.isLog(path: folder.path))
    #expect(try !LogSignature.isLog(path: "/nonexistent"))
  }
}
