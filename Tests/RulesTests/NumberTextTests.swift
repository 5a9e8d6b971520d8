import Testing

@testable import Rules

@Suite struct NumberTextTests {
  @Test func decimals() {
    #expect(NumberText.decimal(300.016, places: 2) == "300.02")
    #expect(NumberText.decimal(0.04, places: 1) == "0.0")
    #expect(NumberText.decimal(-0.04, places: 1) == "0.0")
    #expect(NumberText.decimal(-1.25, places: 1) == "-1.3")
    #expect(NumberText.decimal(7, places: 0) == "7")
    #expect(NumberText.decimal(0.007, places: 3) == "0.007")
    #expect(NumberText.decimal(.infinity, places: 2) == "inf")
  }

  @Test func durations() {
    #expect(NumberText.duration(59.999) == "60.00 s")
    #expect(NumberText.duration(900) == "15.0 min")
    #expect(NumberText.duration(14_400) == "4.0 h")
    #expect(NumberText.duration(259_200) == "3.0 d")
  }

  @Test func chances() {
    #expect(NumberText.chance(0.01) == "1 in 100")
    #expect(NumberText.chance(0.000_08) == "1 in 12,000")
    #expect(NumberText.chance(4.2e-9) == "1 in 238 million")
    #expect(NumberText.chance(0) == "less than 1 in a billion")
  }

  @Test func identifiers() {
    #expect(FindingID.make("a", "b") != FindingID.make("ab", ""))
    #expect(FindingID.make("policy.first-contact", "bmc-1", "tcp/443 203.0.113.7").utf8.count == 16)
    // FNV-1a of the empty part: the offset basis times the prime.
    #expect(FindingID.make("") == "af63bd4c8601b7df")
  }
}
