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

  @Test func everyRuleExplainsItself() {
    for identity in RuleCatalog.all.map({ $0.identity }) {
      #expect(!identity.title.isEmpty && !identity.techniques.isEmpty)
      for word in ["Sees:", "Why:", "Benign causes:", "By hand:"] {
        #expect(identity.explanation.contains(word), "\(identity.name) lacks \(word)")
      }
      #expect(identity.techniques.allSatisfy { $0.id.hasPrefix("T1") })
    }
  }
}
