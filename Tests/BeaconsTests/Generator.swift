import Glibc

/// A small fixed generator (Knuth's MMIX constants), so that every run tests the same.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }

  /// Uniform in 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// Exponential with a mean.
  mutating func exponential(_ mean: Double) -> Double { -mean * log(1 - uniform()) }
}
