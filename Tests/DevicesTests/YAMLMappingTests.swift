import Devices
import Testing

@Suite struct YAMLMappingTests {
  private func mapping(_ text: String) throws(ConfigurationError) -> YAMLMapping {
    try YAMLMapping(text: text, file: "f")
  }

  private func message(_ text: String) -> String? {
    fault { () throws(ConfigurationError) in try mapping(text) }
  }

  /// What is wrong with one key, read in some way.
  private func message<Value>(
    _ text: String, _ read: (inout YAMLMapping) throws(ConfigurationError) -> Value
  ) -> String? {
    fault { () throws(ConfigurationError) in
      var root = try mapping(text)
      return try read(&root)
    }
  }

  @Test func values() throws {
    var root = try mapping(
      """
      zeta: 5
      alpha: -0.25
      text: no
      quoted: "\\u00e9 # 5"
      block: |
        two
        lines
      yes: true
      names: [a, 'b', 3]
      one: single
      inner: {b: 1, a: 2}
      list:
        - {x: 1}
        - {x: 2}
      nothing:
      """)
    #expect(
      root.keys.map(\.text) == [
        "zeta", "alpha", "text", "quoted", "block", "yes", "names", "one", "inner", "list",
        "nothing",
      ])
    #expect(root.keys[1].line == 2)
    #expect(root.keys[1].column == 1)
    #expect(try root.integer("zeta", in: 0...5) == 5)
    #expect(try root.decimal("alpha", in: -1...1) == -0.25)
    #expect(try root.decimal("zeta", in: 0...10) == 5)
    #expect(try root.text("text") == "no")
    #expect(try root.text("quoted") == "é # 5")
    #expect(try root.text("block") == "two\nlines\n")
    #expect(try root.flag("yes") == true)
    #expect(try root.texts("names") == ["a", "b", "3"])
    #expect(try root.texts("one") == ["single"])
    #expect(try root.word("one", among: ["double", "single"]) == "single")
    let inner = try root.mapping("inner")
    #expect(inner?.keys.map(\.text) == ["b", "a"])
    #expect(inner?.line == 11)
    #expect(inner?.column == 8)
    let list = try root.mappings("list") ?? []
    #expect(list.map(\.line) == [13, 14])
    #expect(try root.mapping("nothing") == nil)
    #expect(try root.mappings("nothing")?.isEmpty == nil)
    try root.finish()
    #expect(try root.integer("absent", in: 0...1) == nil)
    #expect(try root.decimal("absent", in: 0...1) == nil)
    #expect(try root.flag("absent") == nil)
    #expect(try root.text("absent") == nil)
    #expect(try root.texts("absent") == nil)
    #expect(try root.word("absent", among: []) == nil)
    #expect(try root.mapping("absent") == nil)
    #expect(try root.mappings("absent")?.isEmpty == nil)
  }

  @Test(arguments: [
    "", "\n\n", "# only this\n", "---\n", "--- ~\n", "null", "{}", "\u{feff}", "---\n...\n",
  ])
  func empty(text: String) throws {
    let root = try mapping(text)
    #expect(root.isEmpty)
    try root.finish()
  }

  @Test(arguments: [
    "5.0", "05", "+5", "0x5", "1_0", "5 5", "five", "\"5\"", "9223372036854775808", "11", "-1",
  ])
  func integers(value: String) {
    let isQuoted = value.hasPrefix("\"")
    let shown = isQuoted ? "the quoted text '5'" : "'\(value)'"
    #expect(
      message("a: \(value)") { (root) throws(ConfigurationError) in
        try root.integer("a", in: 0...10)
      }
        == "f:1:4: 'a' must be a whole number from 0 to 10, not \(shown)")
  }

  @Test(arguments: ["nan", "inf", "0x1p4", "1,5", ".", "1e999", "-0.1", "1.1", "'0.5'"])
  func decimals(value: String) {
    let shown = value == "'0.5'" ? "the quoted text '0.5'" : "'\(value)'"
    #expect(
      message("a: \(value)") { (root) throws(ConfigurationError) in try root.decimal("a", in: 0...1)
      }
        == "f:1:4: 'a' must be a number from 0.0 to 1.0, not \(shown)")
  }

  @Test(arguments: ["yes", "on", "True", "1"])
  func flags(value: String) {
    #expect(
      message("a: \(value)") { (root) throws(ConfigurationError) in try root.flag("a") }
        == "f:1:4: 'a' must be true or false, not '\(value)'")
  }

  @Test func wrongShapes() {
    #expect(
      message("a: [1]") { (root) throws(ConfigurationError) in try root.integer("a", in: 0...1) }
        == "f:1:4: 'a' must be a single value, not a list")
    #expect(
      message("a: ~") { (root) throws(ConfigurationError) in try root.text("a") }
        == "f:1:4: 'a' has no value: give one or remove it")
    #expect(
      message("a: [1]") { (root) throws(ConfigurationError) in try root.mapping("a")?.isEmpty }
        == "f:1:4: 'a' must be a mapping (lines as 'key: value'), not a list")
    #expect(
      message("a: hgih") { (root) throws(ConfigurationError) in
        try root.word("a", among: ["low", "high"])
      } == "f:1:4: 'a' cannot be 'hgih' (did you mean 'high'?); allowed: low, high")
    let long = message("a: " + String(repeating: "x", count: 70)) {
      (root) throws(ConfigurationError) in try root.mapping("a")?.isEmpty
    }
    let shown = String(repeating: "x", count: 64)
    #expect(
      long == "f:1:4: 'a' must be a mapping (lines as 'key: value'), not '\(shown)...'")
  }

  @Test func unknownKeys() {
    #expect(
      message("limit: 5\nlimti: 6\nother: 7") { (root) throws(ConfigurationError) in
        _ = try root.integer("limit", in: 0...9)
        _ = try root.text("colour")
        try root.finish()
      } == "f:2:1: 'limti' is not known here (did you mean 'limit'?); known here: limit, colour")
    #expect(
      message("a: 5") { (root) throws(ConfigurationError) in try root.finish() }
        == "f:1:1: 'a' is not known here; nothing is")
  }

  @Test func errorsOfTheCaller() throws {
    let root = try mapping("a: 1\nb: 2")
    #expect(root.error("b", "too much").message == "f:2:4: too much")
    #expect(root.error("c", "missing").message == "f:1:1: missing")
    #expect(root.error(nil, "all wrong").message == "f:1:1: all wrong")
  }

  /// What libYAML refuses, with its own place; columns count characters.
  @Test(arguments: [
    Refusal(
      "a:\n\tb: 2",
      "f:2:1: not valid YAML: found character that cannot start any token while scanning ",
      "for the next token that begins in line 2 (this is a tab: indent with blanks)"
    ),
    Refusal(
      "a: [1, 2",
      "f:2:1: not valid YAML: did not find expected ',' or ']' while parsing a flow sequence ",
      "that begins in line 1"
    ),
    Refusal(
      "a: \"é",
      "f:1:6: not valid YAML: found unexpected end of stream while scanning a quoted scalar ",
      "that begins in line 1"
    ),
    Refusal(
      "a: 1\n---\nb: 2",
      "f:2:1: not valid YAML: but found another document expected a single document in ",
      "the stream that begins in line 1"
    ),
    Refusal(
      "a: @b",
      "f:1:4: not valid YAML: found character that cannot start any token while scanning for the ",
      "next token that begins in line 1"
    ),
    Refusal("a: *b", "f:1:4: not valid YAML: found undefined alias"),
    Refusal(
      "a: \"\\ud800\"",
      "f:1:7: not valid YAML: found invalid Unicode character escape code while parsing ",
      "a quoted scalar that begins in line 1"
    ),
    Refusal("a: 1\nb: é\u{fffe}", "f:2:5: not valid YAML: control characters are not allowed"),
    Refusal("? [a]\n: 1", "f:1:3: a key must be a word, not a list"),
    Refusal("a: 1\nb: 2\n'a': 3", "f:1:1: the key 'a' is given twice in this mapping"),
  ])
  func syntax(refusal: Refusal) {
    #expect(message(refusal.text) == refusal.message)
  }

  @Test(arguments: [
    ("a: &x 1\nb: *x", 4), ("&x a: 1", 1), ("a: [&x 1]", 5), ("a: [1,&x 1]", 7),
    ("{\"a\":&x 1}", 6),
    ("a: !!str &x 1", 10), ("a: \"&x\"", 5),
  ])
  func anchors(text: String, column: Int) {
    #expect(
      message(text)
        == "f:1:\(column): '&' begins an anchor in YAML, and anchors are not read here: write the value "
        + "out where it is needed; in a text, put a blank behind the '&'")
  }

  @Test func ampersandsInText() throws {
    var root = try mapping("a: R&D & more&\nb: x&")
    #expect(try root.text("a") == "R&D & more&")
    #expect(try root.text("b") == "x&")
  }

  @Test func limits() {
    let text = "# " + String(repeating: "x", count: 1 << 20)
    #expect(message(text) == "f: is larger than 1024 KiB, which is the most that is read")
    // Deeper than libYAML goes, in each of the forms that nest.
    for (open, column) in [("[", 3), ("{a: ", 3995), ("- ", 1999), ("? ", 1999), ("{? ", 2997)] {
      #expect(
        message("a:\n  " + String(repeating: open, count: 1100))
          == "f:2:\(column): not valid YAML: nested deeper than 1000 levels", "\(open)")
    }
    // Each of these costs time in the size of the file.
    let marks = "# " + String(repeating: "x", count: 1 << 19) + String(repeating: "?", count: 32)
    #expect(
      message(marks)
        == "f:1:524322: more than 31 question marks in a file of this size: '?' begins a key in YAML"
    )
    // As deep as it goes.
    let nested = "a: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    #expect(message(nested) == nil)
    let keys = String(repeating: "{? ", count: 450) + String(repeating: "}", count: 450)
    #expect(message("a: " + keys) == nil)
  }
}
