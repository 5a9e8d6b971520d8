import Testing

@testable import Devices

@Suite struct WordListTests {
  /// Distances by hand: one letter dropped, one added, one changed, two neighbours swapped.
  @Test(arguments: [
    ("expected", "expected", 0), ("expcted", "expected", 1), ("exxpected", "expected", 1),
    ("expectad", "expected", 1), ("epxected", "expected", 1), ("", "abc", 3), ("abc", "", 3),
    ("kitten", "sitting", 3),
  ])
  func edits(left: String, right: String, count: Int) {
    #expect(WordList.edits(Array(left.utf8), Array(right.utf8)) == count)
  }

  @Test func suggestion() {
    let words = WordList(["device", "role", "peer", "port"])
    #expect(words.suggestion(for: "devcie") == " (did you mean 'device'?)")
    #expect(words.suggestion(for: "PEER") == " (did you mean 'peer'?)")
    #expect(words.suggestion(for: "por") == " (did you mean 'port'?)")
    #expect(words.suggestion(for: "banana") == "")
    #expect(words.suggestion(for: "") == "")
    #expect(words.suggestion(for: String(repeating: "p", count: 1_000_000)) == "")
    #expect(WordList([]).suggestion(for: "x") == "")
  }
}
