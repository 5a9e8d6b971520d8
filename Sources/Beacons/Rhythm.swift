/// How regular the gaps of a series are, by statistics that a few odd gaps cannot spoil.
///
/// - `period`: the median gap, in seconds; where beats are missing, the median of the gaps divided by
///   the number of periods they span.
/// - `jitter`: the median absolute deviation from the period, divided by the period. A clock with a
///   uniform random part of J of its sleep gives J/4/(1 - J/2); a memoryless process about 0.69.
/// - `chance`: how often traffic without a clock would look at least this regular, see
///   `MemorylessChance`.
public struct Rhythm: Hashable, Sendable {
  /// Seconds between beats.
  public let period: Double
  /// Median absolute deviation over the period.
  public let jitter: Double
  /// Gaps that were judged.
  public let gaps: Int
  /// Beats that did not come where the period says they should have, among the judged gaps.
  public let missed: Int
  /// Upper bound of the chance that this is nothing, corrected for every choice made on the way.
  public let chance: Double
  /// The share of gaps that support the rhythm within `tolerance`.
  public let supporting: Int
  /// Half the width, relative to the period, of the window that `chance` was read from.
  public let tolerance: Double

  /// Judges gaps, in seconds; `nil` for fewer than four or where the median is not positive.
  /// - Parameters:
  ///   - gaps: The gaps between beats.
  ///   - fold: Seconds within which events were folded: no gap can be shorter.
  ///   - looks: How many times this series was judged, this time included.
  public init?(gaps: [Double], fold: Double, looks: Int) {
    guard gaps.count >= 4 else { return nil }
    let median = Rhythm.median(of: gaps)
    guard median > fold else { return nil }
    // A gap of about two or three medians is a beat or two missed, not a slow beat.
    let multiples = gaps.map { gap -> Int in
      let multiple = (gap / median).rounded()
      return multiple >= 2 && multiple <= Double(Rhythm.mostMissed + 1)
        && (gap / multiple - median).magnitude <= Rhythm.missedTolerance * median
        ? Int(multiple) : 1
    }
    let single = zip(gaps, multiples).map { $0 / Double($1) }
    let period = Rhythm.median(of: single)
    self.period = period
    jitter = Rhythm.median(of: single.map { ($0 - period).magnitude }) / period
    self.gaps = gaps.count
    missed = multiples.reduce(0) { $0 + $1 - 1 }
    let verdict = MemorylessChance.best(
      gaps: gaps, period: period, fold: fold, mostMissed: missed > 0 ? Rhythm.mostMissed : 0)
    chance = min(1, verdict.chance * Double(max(looks, 1)))
    supporting = verdict.supporting
    tolerance = verdict.tolerance
  }

  /// The most beats in a row that may be missing within one gap.
  static let mostMissed = 4
  /// How far, relative to the period, a multiple gap may lie from its multiple.
  static let missedTolerance = 0.15

  /// The middle value, or the mean of the two middle ones.
  static func median(of values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
