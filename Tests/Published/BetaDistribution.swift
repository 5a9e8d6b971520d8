import Glibc

/// The beta distribution, and what follows from it: Student's t and bounds on a share that was counted.
public enum BetaDistribution {
  /// The chance of a value of at most `x`, for shapes `a` and `b` above 0 (the regularized incomplete beta
  /// function; continued fraction as in Abramowitz and Stegun 26.5.8, evaluated by Lentz's method).
  public static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast below the mean only.
    if x > (a + 1) / (a + b + 2) { return 1 - cumulative(1 - x, b, a) }
    let front =
      exp(
        logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)) / a
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      result *= d * c
      if (d * c - 1).magnitude < 1e-15 { break }
    }
    return front * result
  }

  /// The chance that Student's t with `freedom` degrees lies at least as far from 0 on either side.
  public static func student(_ t: Double, freedom: Double) -> Double {
    cumulative(freedom / (freedom + t * t), freedom / 2, 0.5)
  }

  /// The largest share that explains `hits` of `trials` or fewer with a chance of at least `chance`
  /// (Clopper and Pearson 1934, one side).
  public static func upperBound(hits: Int, trials: Int, chance: Double) -> Double {
    guard hits < trials else { return 1 }
    return share { 1 - cumulative($0, Double(hits + 1), Double(trials - hits)) < chance }
  }

  /// The smallest share that explains `hits` of `trials` or more with a chance of at least `chance`.
  public static func lowerBound(hits: Int, trials: Int, chance: Double) -> Double {
    guard hits > 0 else { return 0 }
    return share { cumulative($0, Double(hits), Double(trials - hits + 1)) >= chance }
  }

  /// Where a condition that is false for small shares becomes true.
  private static func share(where isLarge: (Double) -> Bool) -> Double {
    var low = 0.0
    var high = 1.0
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if isLarge(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// The logarithm of the gamma function above 0: Stirling's series, from 10 on.
  private static func logGamma(_ value: Double) -> Double {
    var x = value
    var shift = 0.0
    while x < 10 {
      shift += log(x)
      x += 1
    }
    let inverse = 1 / (x * x)
    let series =
      (1 / 12.0 - inverse
        * (1 / 360.0 - inverse * (1 / 1260.0 - inverse * (1 / 1680.0 - inverse / 1188))))
      / x
    return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series - shift
  }
}
