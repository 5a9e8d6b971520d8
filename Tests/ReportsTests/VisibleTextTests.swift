import Reports
import Testing

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("", ""), ("\n", "\n"), ("a\n\nb\n", "a\n\nb\n"), ("café → 中", "café → 中"),
    ("a\u{1b}[31mb", #"a\u{1b}[31mb"#), ("a\tb", #"a\u{9}b"#), ("a\r\nb", "a\\u{d}\nb"),
    ("\u{9b}1m", #"\u{9b}1m"#), ("a\u{202e}b", #"a\u{202e}b"#), ("\u{2028}", #"\u{2028}"#),
  ]) func linesAreKeptAndNothingActs(text: String, shown: String) {
    #expect(VisibleText(text).description == shown)
  }

  @Test func longTextIsNotCut() {
    let text = String(repeating: "ä", count: 100_000)
    #expect(VisibleText(text).description == text)
  }
}
