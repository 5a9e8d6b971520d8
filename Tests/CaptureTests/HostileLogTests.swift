import Capture
import Testing

/// Lines that no Zeek wrote, or not to their end.
@Suite struct HostileLogTests {
  private let header = LogText.header("conn", LogText.conversationFields)
  private let good = LogText.conversation(7, 1)

  /// The header, a broken line, a good one.
  private func expectLeftOut(_ line: String, _ reason: String) {
    let drained = DrainedLog(header + line + "\n" + good)
    #expect(drained.starts == [7])
    #expect(drained.statistics.brokenLines == 1)
    #expect(drained.warnings == ["log: line 8: \(reason); the line is left out"])
  }

  @Test func fieldCounts() {
    expectLeftOut("1.0\tC\t10.0.0.1", "has 3 fields where #fields names 12")
    expectLeftOut(good.dropLast() + "\ta\tb\tc", "has 15 fields where #fields names 12")
  }

  @Test func zeroBytes() {
    expectLeftOut(good.dropLast() + "\0", "has a zero byte")
    expectLeftOut(String(repeating: "\0", count: 5000), "has a zero byte")
  }

  /// A line at the limit is read, one byte more is not, nor is what needs many reads.
  @Test(arguments: [65_537, 70_000, 131_072, 1_000_000]) func longLines(length: Int) {
    expectLeftOut(String(repeating: "x", count: length), "is longer than 65536 bytes")
  }

  @Test func longestLine() throws {
    let rest = good.dropLast(3)
    let state = String(repeating: "s", count: 65_536 - rest.utf8.count)
    let drained = DrainedLog(header + rest + state + "\n" + good)
    #expect(drained.records.count == 2)
    #expect(drained.records.contains { $0.state == String(repeating: "s", count: 255) })
  }

  /// Values without which a line says nothing.
  @Test(arguments: [
    (0, "-1.5", "ts"), (0, "99999999999999999999.0", "ts"), (0, "1e400", "ts"), (0, "", "ts"),
    (0, ".", "ts"), (0, "1.0x", "ts"), (0, "2025-13-01T00:00:00Z", "ts"),
    (2, "10.0.0.256", "id.orig_h"), (2, "10.0.0", "id.orig_h"), (2, "10.0.0.01", "id.orig_h"),
    (2, "1.2.3.4.5", "id.orig_h"), (4, "::1::", "id.resp_h"), (4, ":::", "id.resp_h"),
    (4, "1:2:3:4:5:6:7:8:9", "id.resp_h"), (4, "1:2:3:4:5:6:7:1.2.3.4", "id.resp_h"),
    (4, "1:2:3:4:5:6:7", "id.resp_h"), (4, "1::2:3:4:5:6:7:8", "id.resp_h"),
    (4, "12345::", "id.resp_h"), (4, "::g", "id.resp_h"), (4, "1:", "id.resp_h"),
    (3, "65536", "id.orig_p"), (3, "-1", "id.orig_p"), (5, "99999999999999999999", "id.resp_p"),
  ]) func values(column: Int, value: String, name: String) {
    var fields = good.dropLast().split(separator: "\t").map(String.init)
    fields[column] = value
    expectLeftOut(
      fields.joined(separator: "\t"), "\(name) has a value that it cannot have")
  }

  /// Addresses that are written in uncommon ways, but rightly.
  @Test(arguments: [
    ("::ffff:10.0.0.1", 0, 0xffff_0a00_0001),
    ("1:2:3:4:5:6:7::", 0x1_0002_0003_0004, 0x5_0006_0007_0000),
    ("::", 0, 0), ("1:2:3:4:5:6:1.2.3.4", 0x1_0002_0003_0004, 0x5_0006_0102_0304),
    ("FE80::A", 0xfe80_0000_0000_0000, 10),
  ]) func addresses(text: String, high: UInt64, low: UInt64) {
    var fields = good.dropLast().split(separator: "\t").map(String.init)
    fields[2] = text
    let drained = DrainedLog(header + fields.joined(separator: "\t") + "\n")
    #expect(drained.records.map(\.originator.address) == [LogAddress(high: high, low: low)])
  }

  /// Values that a record can do without are left out alone, and counted.
  @Test(arguments: [
    (8, "-0.000012"), (8, "1e30"), (9, "18446744073709551616"), (9, "-5"), (10, "1.5"), (10, "x"),
  ]) func lesserValues(column: Int, value: String) {
    var fields = good.dropLast().split(separator: "\t").map(String.init)
    fields[column] = value
    let drained = DrainedLog(header + fields.joined(separator: "\t") + "\n")
    #expect(drained.starts == [7])
    #expect(drained.statistics.brokenValues == 1)
    #expect(drained.statistics.brokenLines == 0)
    let values: [Any?] = [
      drained.records.first?.duration, drained.records.first?.originator.bytes,
      drained.records.first?.responder.bytes,
    ]
    #expect(values.map { $0 == nil } == [column == 8, column == 9, column == 10])
  }

  /// The largest count that there is.
  @Test func largestCount() {
    var fields = good.dropLast().split(separator: "\t").map(String.init)
    fields[9] = "18446744073709551615"
    let drained = DrainedLog(header + fields.joined(separator: "\t") + "\n")
    #expect(drained.records.first?.originator.bytes == .max)
  }

  /// The log cut at every byte: what was complete comes, and there is never more than one cut line.
  @Test func cut() {
    let text = Array((header + good + LogText.conversation(8, 1)).utf8)
    let start = header.utf8.count
    for length in start...text.count {
      let drained = DrainedLog(Array(text.prefix(length)))
      #expect(drained.records.count + Int(drained.statistics.truncatedLogs) <= 2)
      #expect(drained.records.count >= (length - start) / good.utf8.count)
      #expect(drained.statistics.brokenLines == 0)
    }
  }

  /// Compressed data that ends too early: the lines before come, and the log counts as cut.
  @Test func cutCompressed() {
    let bytes = Compressed.gzip(Array((header + good).utf8))
    let drained = DrainedLog(Array(bytes.dropLast(6)))
    #expect(drained.starts == [7])
    #expect(drained.statistics.truncatedLogs == 1)
    #expect(drained.error == nil)
  }

  /// Compressed data that breaks: the lines before come, then the error.
  @Test func brokenCompressed() {
    let bytes = Compressed.gzip(Array((header + good).utf8)) + Array("rubbish".utf8)
    let drained = DrainedLog(bytes)
    #expect(drained.starts == [7])
    #expect(drained.error?.message.contains("not gzip") == true)
  }

  /// JSON that is none.
  @Test(arguments: [
    "{", "{}", "{\"ts\"", "{\"ts\":", "{\"ts\":1", "{\"ts\":1,}", "{\"ts\":1}}", "{\"ts\":1 2}",
    "{\"ts\":[1}", "{\"a\":\"\\", "{\"id\":{\"orig_h\":1}", "{\"a\":\"\0\"}", "[1]", "{,}",
    "{\"id\":{\"id\":{}},\"ts\":1}", "\0\0\0",
  ]) func json(line: String) {
    let good =
      "{\"ts\":7,\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":1,\"id.resp_h\":\"10.0.0.2\","
      + "\"id.resp_p\":2,\"proto\":\"tcp\",\"conn_state\":\"S0\"}\n"
    let drained = DrainedLog(good + line + "\n" + good)
    #expect(drained.starts == [7, 7])
    #expect(drained.statistics.brokenLines == 1)
    #expect(drained.warnings.count == 1)
  }

  @Test func deepJSON() {
    let deep = String(repeating: "[", count: 60_000)
    let drained = DrainedLog("{\"conn_state\":\"S0\",\"a\":1}\n{\"a\":" + deep + "\n")
    #expect(drained.records.isEmpty)
    #expect(drained.statistics.brokenLines == 2)
    #expect(drained.warnings.last?.contains("is no JSON object from byte") == true)
  }

  /// Few warnings, however much is broken; and a log of nothing else is given up.
  @Test func manyBroken() {
    let broken = String(repeating: "x\n", count: 999)
    let drained = DrainedLog(header + broken + good)
    #expect(drained.starts == [7])
    #expect(drained.statistics.brokenLines == 999)
    #expect(drained.warnings.count == 8)
    let given = DrainedLog(header + broken + "x\n" + good)
    #expect(given.records.isEmpty)
    #expect(given.error?.message.contains("line 1007: has 1 fields") == true)
  }

  @Test func noHeader() {
    let bare = DrainedLog(good)
    #expect(bare.error?.message.contains(": line 1: is data before a #fields line") == true)
    let drained = DrainedLog("#path\tconn\n" + good)
    #expect(drained.error?.message.contains(": line 2: is data before a #fields line") == true)
    let less = DrainedLog("#fields\tts\tconn_state\n1\tSF\n")
    #expect(less.error?.message.contains(": line 2: #fields names no id.orig_h") == true)
  }

  /// Logs put behind one another: those of the first's kind are read, with the header each has.
  @Test func manyHeaders() {
    let other = LogText.header("conn", LogText.conversationFields.reversed())
    let fields = good.dropLast().split(separator: "\t").map(String.init)
    let drained = DrainedLog(
      header + good + LogText.names(.http, [(8, "C7", "a")]) + other
        + fields.reversed().joined(separator: "\t") + "\n#close\n" + header)
    #expect(drained.starts == [7, 7])
    #expect(drained.statistics.otherLines == 1)
  }

  /// Every byte of a small log changed: nothing traps, and nothing is both read and left out.
  @Test func changedBytes() {
    let text = Array((header + good + LogText.conversation(8, 1)).utf8)
    var seed: UInt64 = 1
    for place in text.indices {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var changed = text
      changed[place] = UInt8(truncatingIfNeeded: seed >> 56)
      let drained = DrainedLog(changed)
      #expect(drained.records.count + Int(drained.statistics.brokenLines) <= 4)
    }
  }
}
