import Capture
import Testing

/// The two forms in which Zeek writes logs, and those of people who label them.
@Suite struct LogFormatTests {
  /// All fields that are read, in an order of their own, with others between them.
  private let fields = [
    "uid", "ts", "strange", "id.resp_h", "id.resp_p", "id.orig_h", "id.orig_p", "proto",
    "service", "duration", "orig_bytes", "resp_bytes", "conn_state", "history", "orig_pkts",
    "orig_ip_bytes", "resp_pkts", "resp_ip_bytes", "orig_l2_addr", "resp_l2_addr", "vlan",
    "inner_vlan", "community_id",
  ]
  private let line = [
    "CAgUJG1sND0uuhJqM6", "1751803971.058320", "x", "2001:db8::2", "6767", "192.168.2.115",
    "52537", "tcp", "ssl,-http,ftp-data", "0.665412", "1746", "2772", "SF", "ShADadFf", "9",
    "625", "11", "3224", "00:1b:54:3a:33:9b", "3c:fd:fe:02:44:18", "100", "7", "1:abc",
  ]

  private func expectAll(_ record: LogRecord) {
    #expect(record.kind == .conn)
    #expect(record.time.rawValue == 1_751_803_971_058_320_000)
    #expect(record.identifier == "CAgUJG1sND0uuhJqM6")
    #expect(record.originator.address == LogAddress(high: 0, low: 0xffff_c0a8_0273))
    #expect(record.originator.address.isIPv4)
    #expect(record.originator.port == 52537)
    #expect(record.responder.address == LogAddress(high: 0x2001_0db8_0000_0000, low: 2))
    #expect(!record.responder.address.isIPv4)
    #expect(record.responder.port == 6767)
    #expect(record.protocolNumber == 6)
    #expect(record.services == ["ssl", "ftp-data"])
    #expect(record.duration == 665_412_000)
    #expect(record.end.rawValue == 1_751_803_971_723_732_000)
    #expect(record.originator.bytes == 1746)
    #expect(record.responder.bytes == 2772)
    #expect(record.originator.packets == 9)
    #expect(record.responder.packets == 11)
    #expect(record.originator.internetBytes == 625)
    #expect(record.responder.internetBytes == 3224)
    #expect(record.originator.linkAddress == 0x001b_543a_339b)
    #expect(record.responder.linkAddress == 0x3cfd_fe02_4418)
    #expect(record.outerVLAN == 100)
    #expect(record.innerVLAN == 7)
    #expect(record.state == "SF")
    #expect(record.history == "ShADadFf")
    #expect(record.name == nil)
    #expect(record.label == nil)
  }

  @Test func columns() throws {
    let text = LogText.header("conn", fields) + line.joined(separator: "\t") + "\n#close\tx\n"
    let drained = DrainedLog(text)
    #expect(drained.records.count == 1)
    expectAll(try #require(drained.records.first))
    #expect(drained.records.first?.line == 8)
    #expect(drained.statistics.records == 1)
    #expect(drained.statistics.inputBytes == UInt64(text.utf8.count))
    #expect(drained.statistics.inputSize == UInt64(text.utf8.count))
    #expect(drained.warnings.isEmpty)
  }

  /// The same in JSON, plain and compressed, with the identifier flat and nested.
  @Test(arguments: [false, true]) func json(isNested: Bool) throws {
    let numbers = ["ts", "duration", "vlan", "inner_vlan"]
    var members: [String] = []
    var identifier: [String] = []
    for (name, value) in zip(fields, line) {
      let isNumber =
        numbers.contains(name) || name.hasSuffix("_p") || name.hasSuffix("bytes")
        || name.hasSuffix("pkts")
      let text = isNumber ? value : "\"\(value)\""
      if isNested, name.hasPrefix("id.") {
        identifier.append("\"\(name.dropFirst(3))\": \(text)")
      } else {
        members.append("\"\(name)\":\(text)")
      }
    }
    if isNested { members.insert("\"id\": {\(identifier.joined(separator: ", "))}", at: 3) }
    members.insert("\"tunnel_parents\":[\"a]\",{\"b\":[]}],\"local_orig\":true", at: 2)
    let bytes = Array("{\(members.joined(separator: ","))}\n".utf8)
    for form in [bytes, Compressed.gzip(bytes), Compressed.zstd(bytes)] {
      let drained = DrainedLog(form)
      #expect(drained.warnings == [])
      expectAll(try #require(drained.records.first))
    }
  }

  /// Unset and empty values; what a text with a backslash stands for.
  @Test func unset() throws {
    let text =
      LogText.header("conn", LogText.conversationFields + ["history"])
      + "1.5\t-\t::\t135\tff02::1\t136\ticmp\t(empty)\t-\t-\t-\t\\x2d\ta\\x09\\\\\\x5cb\\\n"
    let record = try #require(DrainedLog(text).records.first)
    #expect(record.identifier == "")
    #expect(record.originator.address == LogAddress(high: 0, low: 0))
    #expect(record.protocolNumber == 58)
    #expect(record.services == [])
    #expect(record.duration == nil)
    #expect(record.end == record.time)
    #expect(record.originator.bytes == nil)
    #expect(record.state == "-")
    #expect(record.history == "a\t\\\\b\\")
  }

  /// Every header line says something else than Zeek's own do.
  @Test func otherHeader() throws {
    let text =
      "#separator \\x7c\n#set_separator|;\n#empty_field|none\n#unset_field|?\n#path|conn\n"
      + "#fields|" + LogText.conversationFields.joined(separator: "|") + "\n"
      + "1|C|10.0.0.1|1|10.0.0.2|2|udp|dns;ntp|?|?|?|none\r\n"
    let record = try #require(DrainedLog(text).records.first)
    #expect(record.services == ["dns", "ntp"])
    #expect(record.duration == nil)
    #expect(record.state == nil)
    #expect(record.protocolNumber == 17)
  }

  /// Labels in columns of their own, in the last column, behind it, and both named and apart by tabs.
  @Test(arguments: [
    ("tunnel_parents\tlabel\tdetailed-label", "(empty)\tMalicious\tC&C"),
    ("tunnel_parents   label   detailed-label", "(empty)   Malicious   C&C"),
    ("tunnel_parents   label   detailed-label", "(empty)\tMalicious\tC&C"),
    ("tunnel_parents   label   detailed-label", "(empty) \tMalicious  C&C"),
    ("tunnel_parents", "(empty)\tMalicious\tC&C"),
    ("tunnel_parents\tlabel\tdetailedlabel", "(empty)\tMalicious\tC&C\t"),
  ]) func labels(header: String, values: String) throws {
    let text =
      LogText.header("conn", LogText.conversationFields + [header])
      + LogText.conversation(1, 2).dropLast() + "\t" + values + "\n"
    let drained = DrainedLog(text)
    #expect(drained.warnings == [])
    let record = try #require(drained.records.first)
    #expect(record.label == "Malicious")
    #expect(record.detailedLabel == "C&C")
    #expect(record.state == "SF")
  }

  /// Seconds with few and many decimals and exponents, milliseconds, and dates.
  @Test(arguments: [
    ("0", 0), ("16.810265", 16_810_265_000), ("1e3", 1_000_000_000_000),
    ("9.5e-07", 950), ("1445353842.722836001999", 1_445_353_842_722_836_001),
    ("1445353842722", 1_445_353_842_722_000_000),
    ("\"2015-10-20T15:10:42.722836Z\"", 1_445_353_842_722_836_000),
    ("\"2016-02-29T00:00:00Z\"", 1_456_704_000_000_000_000),
    ("\"1970-01-01 00:00:01\"", 1_000_000_000),
  ]) func times(text: String, nanoseconds: Int64) {
    let drained = DrainedLog(Self.json("\"ts\":\(text)"))
    #expect(drained.records.map(\.time.rawValue) == [nanoseconds])
  }

  private static func json(_ first: String) -> String {
    "{\(first),\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":1,\"id.resp_h\":\"10.0.0.2\",\"id.resp_p\":2,"
      + "\"proto\":\"tcp\",\"conn_state\":\"S0\"}\n"
  }

  /// Escapes in JSON: a pair of surrogates, and half of one.
  @Test func escapes() throws {
    let text = Self.json("\"ts\":1,\"history\":\"a\\\"\\n\\u00e4\\ud83d\\ude00\\ud83d.\\/\"")
    #expect(DrainedLog(text).records.first?.history == "a\"\n\u{e4}\u{1f600}\u{fffd}./")
  }

  /// Which log it is, by path and by fields.
  @Test(arguments: [
    (["AA", "RD", "query"], LogKind.dns), (["established", "resumed", "server_name"], .ssl),
    (["trans_depth", "request_body_len", "host"], .http), (["conn_state"], .conn),
  ]) func kinds(extra: [String], kind: LogKind) throws {
    let fields = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"] + extra
    let values = ["5", "C5", "10.0.0.1", "1", "10.0.0.2", "2"] + extra.map { _ in "1" }
    let text = { LogText.header($0, fields) + values.joined(separator: "\t") + "\n" }
    for path in [kind.rawValue, "mine", nil] {
      #expect(DrainedLog(text(path)).records.map(\.kind) == [kind])
    }
    let json = zip(fields, values).map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
    #expect(DrainedLog("{\(json)}").records.map(\.kind) == [kind])
  }

  /// Without a `conn.log`, every request is an event.
  @Test func requests() throws {
    let lines = [(20, "C1", "b.example"), (10, "C1", "a.example"), (30, "C2", "-")]
    let drained = DrainedLog(LogText.names(.http, lines))
    #expect(drained.starts == [10, 20, 30])
    #expect(
      drained.records.map { [$0.name].compactMap(\.self) } == [
        [LogName(kind: .host, text: "a.example")], [LogName(kind: .host, text: "b.example")], [],
      ])
    #expect(drained.records.first?.services == ["http"])
    #expect(drained.records.first?.protocolNumber == 6)
  }
}
