import Reports
import Testing

@Suite struct JSONWriterTextTests {
  /// What was written must be JSON, and must say what Swift's own repair of the bytes says.
  private func check(_ bytes: [UInt8]) throws {
    let repaired = String(decoding: bytes, as: UTF8.self)
    let line = written { $0.text(bytes.span) }
    #expect(try JSONValue(line) == .text(repaired), "bytes \(bytes)")
  }

  @Test func everyByte() throws {
    for byte in 0...UInt8.max { try check([byte]) }
  }

  @Test func everyPair() throws {
    for first in 0...UInt8.max {
      for second in 0...UInt8.max { try check([first, second]) }
    }
  }

  /// 20,000 strings of a linear congruential generator (Knuth's MMIX constants), of up to 24 bytes that
  /// are mostly the borders of UTF-8's ranges, so that good and broken sequences of all lengths come.
  @Test func randomStrings() throws {
    let borders: [UInt8] = [
      0x00, 0x1f, 0x22, 0x41, 0x5c, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xa8, 0xbf, 0xc0, 0xc1,
      0xc2,
      0xdf, 0xe0, 0xe1, 0xe2, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xfe, 0xff,
      0x0a,
    ]
    var state: UInt64 = 1
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    for _ in 0..<20_000 {
      let count = Int(next() % 25)
      try check((0..<count).map { _ in next() < 200 ? borders[Int(next() % 32)] : next() })
    }
  }

  /// The examples of the Unicode Standard, section 3.9, tables 3-8 to 3-11.
  @Test(
    arguments: [
      ([0xc0, 0xaf, 0xe0, 0x80, 0xbf, 0xf0, 0x81, 0x82, 0x41], 8),
      ([0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf, 0xed, 0xaf, 0x41], 8),
      ([0xf4, 0x91, 0x92, 0x93, 0xff, 0x41, 0x80, 0xbf, 0x42], 7),
      ([0xe1, 0x80, 0xe2, 0xf0, 0x91, 0x92, 0xf1, 0xbf, 0x41], 4),
    ] as [([UInt8], Int)])
  func maximalSubparts(_ bytes: [UInt8], _ replacements: Int) {
    let text = writtenText { $0.text(bytes.span) }
    #expect(text.unicodeScalars.filter { $0 == "\u{fffd}" }.count == replacements)
  }

  @Test(arguments: [
    ("\u{8}\t\n\u{c}\r\u{0}\u{1f}", #""\b\t\n\f\r\u0000\u001f""#),
    ("\u{7f}\u{80}\u{9b}\u{9f}\u{a0}", "\"\\u007f\\u0080\\u009b\\u009f\u{a0}\""),
    ("\u{2027}\u{2028}\u{2029}\u{202a}", "\"\u{2027}\\u2028\\u2029\u{202a}\""),
    ("a\"b\\c/d", #""a\"b\\c/d""#),
    ("\u{fffd}é漢😀\u{10ffff}", "\"\u{fffd}é漢😀\u{10ffff}\""),
  ])
  func escapes(_ text: String, _ line: String) {
    #expect(writtenText { $0.text(text) } == line)
  }

  /// A text that fits is whole; one byte more and it ends in an ellipsis, at a scalar's border.
  @Test func cutsExactly() {
    #expect(writtenText { $0.text("abcdef", limit: 6) } == "\"abcdef\"")
    #expect(writtenText { $0.text("abcdefg", limit: 6) } == "\"abc…\"")
    #expect(writtenText { $0.text("ab\u{1}", limit: 7) } == #""ab…""#)
    #expect(writtenText { $0.text("ab\u{1}", limit: 8) } == #""ab\u0001""#)
    #expect(writtenText { $0.text("éééé", limit: 7) } == "\"éé…\"")
    #expect(writtenText { $0.text("abc", limit: 0) } == "\"abc\"")
    #expect(writtenText { $0.text("abcd", limit: 0) } == "\"…\"")
  }

  /// For every limit and many mixtures the result is JSON within the limit, and a beginning of the text.
  @Test func cutsAnything() throws {
    let pieces = ["a", "\n", "\u{1}", "é", "漢", "😀", "\"", "bcdefghij", "\u{2028}"]
    for first in pieces {
      for second in pieces {
        let text = String(repeating: first + second, count: 5)
        for limit in 3...60 {
          let line = written { $0.text(text, limit: limit) }
          #expect(line.count - 2 <= limit)
          guard case .text(let read) = try JSONValue(line) else {
            Issue.record("no text")
            continue
          }
          if read != text {
            #expect(read.unicodeScalars.last == "…")
            #expect(text.utf8.starts(with: String(read.unicodeScalars.dropLast()).utf8))
            // Nothing is given away: two scalars more would not have fitted either.
            #expect(line.count - 2 > limit - 9)
          }
        }
      }
    }
  }
}
