import Testing

/// The checker has to refuse what is no JSON, or the tests that use it prove nothing.
@Suite struct JSONValueTests {
  @Test(arguments: [
    "", "{", "{}}", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{a:1}", "01", "1.", ".5", "+1", "-",
    "1e", "nul", "\"\u{1}\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"a", "[1 2]", "NaN",
  ])
  func refuses(_ text: String) {
    #expect(throws: JSONValue.Fault.self) { try JSONValue(Array(text.utf8)) }
  }

  @Test func refusesWhatIsNoUTF8() {
    #expect(throws: JSONValue.Fault.self) { try JSONValue([0x22, 0xc0, 0x22]) }
  }

  @Test func reads() throws {
    let value = try JSONValue(
      Array(#"{"a":[1,-0.5e+07,"\u2028\"x"],"b":{"c":null,"d":true}}"#.utf8))
    #expect(value["a"] == .array([.number("1"), .number("-0.5e+07"), .text("\u{2028}\"x")]))
    #expect(value["b.c"] == .null)
    #expect(value["b.d"] == .flag(true))
    #expect(value["b.e"] == nil)
    #expect(value.keys == ["a", "b"])
  }
}
