import Testing

@testable import Beacons

@Suite struct MemorylessChanceTests {
  /// Known tails: 3 of 3 at a half; at least 1 of 4 at a tenth; at least 8 of 10 at 0.3 (tables).
  @Test func binomialTail() {
    #expect(
      (MemorylessChance.upperTail(trials: 3, atLeast: 3, share: 0.5) - 0.125).magnitude < 1e-12)
    #expect(
      (MemorylessChance.upperTail(trials: 4, atLeast: 1, share: 0.1) - 0.3439).magnitude < 1e-12)
    #expect(
      (MemorylessChance.upperTail(trials: 10, atLeast: 8, share: 0.3) - 0.001_590_386_4).magnitude
        < 1e-9)
    #expect(MemorylessChance.upperTail(trials: 5, atLeast: 0, share: 0.2) == 1)
    #expect(MemorylessChance.upperTail(trials: 5, atLeast: 6, share: 0.2) == 0)
  }

  /// The share of exponential gaps within a tenth of their median is 2^-0.9 - 2^-1.1.
  @Test func shareAroundTheMedian() {
    let share = MemorylessChance.share(period: 100, 0.1, reach: 1, fold: 0)
    #expect((share - 0.069_370_5).magnitude < 1e-6)
  }
}
