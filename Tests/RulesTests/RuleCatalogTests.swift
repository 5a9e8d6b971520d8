import Capture
import Testing

@testable import Rules

@Suite struct RuleCatalogTests {
  @Test func namesAreUniqueAndWellFormed() {
    let names = RuleCatalog.names
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(
        name.utf8.allSatisfy {
          (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2e || $0 == 0x2d
        })
      #expect(name.contains("."))
    }
  }

  @Test(arguments: RuleCatalog.identities) func everyRuleExplainsItself(_ identity: RuleIdentity) {
    #expect(!identity.title.isEmpty && !identity.techniques.isEmpty)
    #expect(!identity.severities.isEmpty)
    #expect(identity.severities == identity.severities.sorted())
    #expect(Set(identity.severities).count == identity.severities.count)
    for head in RulePage.heads {
      #expect(identity.explanation.contains(head), "\(identity.name) lacks \(head)")
    }
    #expect(identity.techniques.allSatisfy { $0.id.hasPrefix("T1") })
  }

  /// What a page says to type can be typed: its filters compile, with values in place of the placeholders.
  @Test(arguments: RuleCatalog.identities) func commandsCanBeTyped(_ identity: RuleIdentity) {
    let commands = RulePage(identity).commands
    #expect(commands.contains { $0.hasPrefix("tcpdump ") || $0.hasPrefix("tshark ") })
    for command in commands {
      #expect(command.count(where: { $0 == "'" }) % 2 == 0, "\(command)")
      guard command.hasPrefix("tcpdump ") else { continue }
      let parts = command.split(separator: "'", omittingEmptySubsequences: false)
      #expect(parts.count == 3, "\(command)")
      guard parts.count == 3 else { continue }
      #expect(throws: Never.self, "\(command)") { _ = try FrameFilter(Self.filled(parts[1])) }
    }
  }

  @Test(arguments: RuleCatalog.identities) func pagesFitATerminal(_ identity: RuleIdentity) {
    let lines = RulePage(identity).description.split(separator: "\n")
    for line in lines where line.contains(" ") {
      #expect(line.count <= RulePage.width, "\(line)")
    }
    // Nothing is lost by wrapping.
    let words = identity.explanation.split { $0 == " " || $0 == "\n" }
    let shown = lines.flatMap { $0.split(separator: " ") }.filter { $0 != "\\" }
    #expect(shown.suffix(words.count).elementsEqual(words))
  }

  @Test func wrappedCommandsAreOneToAShell() {
    let filter = Array(repeating: "ether src MAC", count: 8).joined(separator: " or ")
    let page = RulePage(
      RuleIdentity(
        name: "a.b", title: "T", version: "1", category: "C", techniques: [],
        explanation: "Sees: x\nBy hand: tcpdump -nr FILE '\(filter)' | sort -k 1,1 -k 2,2 | uniq"))
    let lines = page.description.split(separator: "\n", omittingEmptySubsequences: false)
    let command = lines.drop { $0 != "By hand:" }.dropFirst()
    #expect(command.count == 3)
    #expect(command.allSatisfy { $0.hasPrefix("    ") && $0.count <= RulePage.width })
    var isQuoted = false
    for line in command.dropLast() {
      if line.count(where: { $0 == "'" }) % 2 == 1 { isQuoted.toggle() }
      #expect(line.hasSuffix(" \\") != isQuoted)
    }
  }

  private static func filled(_ filter: Substring) -> String {
    let values = [
      "MAC": "02:00:00:00:01:01", "ADDRESS": "192.0.2.1", "DEVICE": "192.0.2.1",
      "DEVICE2": "192.0.2.2",
      "CONTROLLER": "192.0.2.1", "PEER": "203.0.113.9", "PEER2": "203.0.113.8", "PORT": "443",
      "NETWORK": "10.0.0.0/8", "VLAN": "100",
    ]
    return filter.split(separator: " ").map { word in
      let core = word.filter { $0 != "(" && $0 != ")" }
      guard let value = values[core] else { return String(word) }
      return word.filter { $0 == "(" } + value + word.filter { $0 == ")" }
    }.joined(separator: " ")
  }
}
