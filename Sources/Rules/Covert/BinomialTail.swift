/// The upper tail of the binomial distribution.
enum BinomialTail {
  /// The chance that of so many trials at least so many succeed.
  /// - Parameters:
  ///   - successes: At least so many; all of them are certain to be reached where it is not positive.
  ///   - trials: A few hundred at most, as the sum is taken term by term.
  ///   - rate: The chance of one success, above 0 and below 1.
  /// - Returns: The chance, 0 to 1.
  static func chance(of successes: Int, in trials: Int, rate: Double) -> Double {
    guard successes > 0 else { return 1 }
    guard successes <= trials else { return 0 }
    var term = 1.0
    for place in 0..<successes { term *= Double(trials - place) / Double(place + 1) * rate }
    for _ in successes..<trials { term *= 1 - rate }
    var sum = term
    for place in successes..<trials {
      term *= Double(trials - place) / Double(place + 1) * rate / (1 - rate)
      sum += term
    }
    return min(1, sum)
  }
}
