import Capture
import Testing

@testable import Rules

@Suite struct NameVarietyTests {
  @Test func newNamesEachTime() {
    var variety = NameVariety()
    for number in 0..<5 { variety.note("x\(number).example") }
    #expect(!variety.isHigh)
    variety.note("x5.example")
    #expect(variety.isHigh && variety.asked == 6 && variety.fresh == 6)
    for number in 6..<200 { variety.note("x\(number).example") }
    #expect(variety.isHigh && variety.asked == 64)
  }

  @Test func sameNames() {
    var variety = NameVariety()
    for number in 0..<60 { variety.note("x\(number % 3).example") }
    #expect(!variety.isHigh && variety.fresh == 3)
  }

  @Test func stored() throws {
    var variety = NameVariety()
    for number in 0..<20 { variety.note("x\(number % 7).example") }
    #expect(try NameVariety(stored: variety.stored) == variety)
    for length in 0..<variety.stored.count {
      #expect(throws: StoredFault.self) {
        try NameVariety(stored: Array(variety.stored[..<length]))
      }
    }
  }
}
