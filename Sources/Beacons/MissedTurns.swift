import Glibc

/// How likely turns in a row are missed, where `hits` were not and `misses` were: for a share q of misses that
/// nobody knows (Jeffreys' prior, a beta distribution of 1/2 and 1/2), the mean of q^n is the product of
/// (misses + 1/2 + i)/(hits + misses + 1 + i) over i from 0 to n - 1.
///
/// Between whole numbers the logarithm is taken as straight, which is never too low (it is convex).
public struct MissedTurns: Sendable {
  /// Turns that came.
  let hits: Double
  /// Turns that did not.
  let misses: Double
  /// The most turns that are multiplied.
  private static let most = 10_000

  /// What is known of the share of misses; neither number negative.
  public init(hits: Double, misses: Double) {
    self.hits = hits
    self.misses = misses
  }

  /// The chance that so many turns in a row are missed.
  public func chance(_ turns: Double) -> Double {
    let whole = Int(max(0, min(turns, Double(MissedTurns.most))))
    var sum = 0.0
    for turn in 0..<whole { sum += step(turn) }
    return exp(sum + max(0, min(1, turns - Double(whole))) * step(whole))
  }

  /// How many turns must be missed until that is no likelier than `chance`, above 0.
  public func turns(atMost chance: Double) -> Double {
    let goal = log(chance)
    var sum = 0.0
    for turn in 0..<MissedTurns.most {
      let next = step(turn)
      if sum + next <= goal { return Double(turn) + (goal - sum) / next }
      sum += next
    }
    return Double(MissedTurns.most)
  }

  /// The logarithm of the chance that one more turn is missed after `turn` were.
  private func step(_ turn: Int) -> Double {
    log((misses + 0.5 + Double(turn)) / (hits + misses + 1 + Double(turn)))
  }
}
