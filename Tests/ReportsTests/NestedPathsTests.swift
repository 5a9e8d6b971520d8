import Testing

@testable import Reports

@Suite struct NestedPathsTests {
  private func order(_ paths: [String]) -> [Int] { NestedPaths(paths).entries.map(\.index) }

  @Test func keepsAnOrderThatIsFine() {
    #expect(order(["c", "a.z", "a.b.c", "a.b.a", "b"]) == [0, 1, 2, 3, 4])
  }

  @Test func bringsHeadsTogetherAtEveryDepth() {
    #expect(order(["a.b.x", "c", "a.d", "a.b.y", "c2", "a.d2"]) == [0, 3, 2, 5, 1, 4])
  }

  @Test func refusesWhatHasNoKeyOfItsOwn() {
    let nested = NestedPaths(["a.b", "a", "a.b.c", "a.b", "", "..", "a..b", "d"])
    #expect(nested.entries.map(\.index) == [0, 7])
    #expect(nested.refused == 6)
  }

  @Test func isNeverDeeperThanItsLimit() {
    let nested = NestedPaths([String(repeating: "a.", count: 100) + "b"])
    #expect(nested.entries[0].components.count == NestedPaths.deepest)
  }
}
