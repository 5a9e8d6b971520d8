import Testing

@testable import Devices

@Suite struct CSVReaderTests {
  private func records(_ text: String) throws(ConfigurationError) -> [[String]] {
    var reader = CSVReader(try SourceText(Array(text.utf8), file: "f"))
    var records: [[String]] = []
    while let record = try reader.next() { records.append(record.fields.map(reader.text)) }
    return records
  }

  @Test(
    arguments: [
      ("", []),
      ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
      ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
      // RFC 4180 section 2, rules 5 to 7: quotes, a line break and a doubled quote inside them.
      ("\"aaa\",\"b \r\nbb\",\"c\"\"c\"\n", [["aaa", "b \r\nbb", "c\"c"]]),
      ("\"\",\"\"\"\",\"\"\"\"\"\"", [["", "\"", "\"\""]]),
      (",\n,,", [["", ""], ["", "", ""]]),
      (" a , b\t,\t\"c \" \n", [["a", "b", "c "]]),
      ("# a\n\n  \t\n  # \"b\na#,#b\r\n\r\n#", [["a#", "#b"]]),
      ("\"# a\"\n", [["# a"]]),
    ] as [(String, [[String]])])
  func read(text: String, expected: [[String]]) throws {
    #expect(try records(text) == expected)
  }

  @Test(arguments: [
    (
      "a\n b\"c", "f:2:3: a quote inside a field: put the whole field in quotes and double this one"
    ),
    ("a\rb", "f:1:2: a carriage return without a line feed: end lines with LF or CRLF"),
    ("a,\n\"b\"c", "f:2:4: text after the closing quote of a field: expected a comma"),
    ("a\nb,\"c\nd\n", "f:2:3: this quote is never closed"),
    ("\"\"\"", "f:1:1: this quote is never closed"),
  ])
  func broken(text: String, message: String) {
    #expect(fault { () throws(ConfigurationError) in try records(text) } == message)
  }
}
