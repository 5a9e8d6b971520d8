import Glibc

/// A small fixed generator (Knuth's MMIX constants), so that every run makes the same traffic.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 0x1234_5678_9abc_def1 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }

  /// Uniform in 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// Uniform between two values.
  mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * uniform()
  }

  /// Exponential with a mean.
  mutating func exponential(_ mean: Double) -> Double { -mean * log(1 - uniform()) }

  /// Normal, by Box and Muller.
  mutating func normal(_ mean: Double, _ deviation: Double) -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return mean + deviation * radius * cos(2 * Double.pi * uniform())
  }
}
