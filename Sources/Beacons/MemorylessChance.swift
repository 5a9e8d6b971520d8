import Glibc

/// How often a memoryless process would put so many gaps so close to one period.
///
/// Null: gaps are `fold` plus an exponential with the same median (nothing shorter than `fold` can be
/// seen). A gap supports the rhythm where it lies within `tolerance` of the period (or of one of its
/// first multiples, where beats are missing). With q the chance that one gap does so, the number that
/// do is binomial. The result is that tail, times the tolerances tried, times the gaps that the period
/// could have been taken from, times two for trying with and without multiples: a union bound, so it
/// errs to the safe side.
enum MemorylessChance {
  /// Half widths that are tried.
  static let tolerances = [0.02, 0.05, 0.1, 0.2, 0.3]

  /// The smallest corrected chance over all tolerances.
  static func best(
    gaps: [Double], period: Double, fold: Double, mostMissed: Int
  ) -> (chance: Double, supporting: Int, tolerance: Double) {
    var best = (chance: 1.0, supporting: 0, tolerance: 0.0)
    let corrections = Double(tolerances.count * gaps.count * 2)
    for tolerance in tolerances {
      for reach in mostMissed > 0 ? [1, mostMissed + 1] : [1] {
        let supporting = gaps.count { isNear($0, period: period, tolerance, reach: reach) }
        let single = share(period: period, tolerance, reach: reach, fold: fold)
        // The gap that the period was taken from supports it always, so it proves nothing.
        let tail = upperTail(trials: gaps.count - 1, atLeast: supporting - 1, share: single)
        let chance = min(1, tail * corrections)
        if chance < best.chance { best = (chance, supporting, tolerance) }
      }
    }
    return best
  }

  private static func isNear(
    _ gap: Double, period: Double, _ tolerance: Double, reach: Int
  ) -> Bool {
    let multiple = min(max((gap / period).rounded(), 1), Double(reach))
    return (gap / multiple - period).magnitude <= tolerance * period
  }

  /// The chance that one memoryless gap lies near the period or one of its multiples up to `reach`.
  static func share(period: Double, _ tolerance: Double, reach: Int, fold: Double) -> Double {
    let rate = M_LN2 / max(period - fold, 1e-9)
    func beyond(_ gap: Double) -> Double { exp(-rate * max(gap - fold, 0)) }
    return (1...reach).reduce(0) { sum, multiple in
      let gap = period * Double(multiple)
      return sum + beyond(gap * (1 - tolerance)) - beyond(gap * (1 + tolerance))
    }
  }

  /// The chance of at least `atLeast` successes in `trials`, each with chance `share`.
  static func upperTail(trials: Int, atLeast: Int, share: Double) -> Double {
    guard atLeast > 0 else { return 1 }
    guard atLeast <= trials else { return 0 }
    guard share > 0 else { return 0 }
    guard share < 1 else { return 1 }
    var sum = 0.0
    for successes in atLeast...trials {
      let ways =
        lgamma(Double(trials + 1)) - lgamma(Double(successes + 1))
        - lgamma(Double(trials - successes + 1))
      sum += exp(
        ways + Double(successes) * log(share) + Double(trials - successes) * log1p(-share))
    }
    return min(1, sum)
  }
}
