import Capture
import Devices
import Testing

@testable import Reports

@Suite struct PolicyWordTests {
  /// Whatever a device is called, the policy's own reader finds it again under that word.
  @Test(arguments: [
    "bmc-01", "10", "1.2", "null", "Yes", "a: b", "a #b", "- x", "it's", "say \"x\"", "back\\slash",
    "[x]", "{x}", "*x", "&x", "!x", "%x", "@x", "`x`", "tab\u{9}bed", "ü", "\u{1f600}", "\u{85}",
    "\u{2028}", "x\u{feff}y", "~", "0x10", "1e3", "2026-01-05", "x,y", "|", ">", "?", "...", "---",
  ])
  func wordsAreReadBack(name: String) throws {
    let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
    let inventory = try Inventory(
      csv: "mac,role,name\n02:00:00:00:00:01,bmc,\(quoted)\n02:00:00:00:00:02,bmc,other\n",
      file: "devices.csv")
    for list in ["\(PolicyWord(name))", "[\(PolicyWord(name)), other]"] {
      let policy = try Policy(
        yaml: "expected:\n  - device: \(list)\n    port: 1\n", file: "policy.yaml",
        inventory: inventory)
      #expect(policy.expectations.first?.subject.devices.first == 0)
    }
  }

  @Test(arguments: ["10.0.0.1", "10.0.0.0/8", "fe80::1", "2001:db8::/32", "::"])
  func addressesAreReadBack(text: String) throws {
    let policy = try Policy(
      yaml: "expected:\n  - role: bmc\n    peer: [\(PolicyWord(text)), \(PolicyWord(text))]\n",
      file: "policy.yaml", inventory: .empty)
    let network = try #require(IPNetwork(text))
    #expect(policy.expectations[0].peers == [.network(network), .network(network)])
  }

  @Test func plainWordsStayPlain() {
    #expect(PolicyWord("bmc-01").description == "bmc-01")
    #expect(PolicyWord("10.0.0.0/8").description == "10.0.0.0/8")
    #expect(PolicyWord("no").description == "\"no\"")
    #expect(PolicyWord("2001:db8::1").description == "\"2001:db8::1\"")
    #expect(PolicyWord("\n").description == "\"\\u000a\"")
  }
}
