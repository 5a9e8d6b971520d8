import Glibc

/// Fisher's test for a periodic part in white noise: the largest power against the sum of all.
///
/// `p = sum over j from 1 to floor(1/g) of (-1)^(j-1) C(m,j) (1-jg)^(m-1)`; for more than 700 powers the
/// sum cancels beyond what a double holds, and `1 - (1 - exp(-mg))^m` stands in.
///
/// Source: R. A. Fisher, Tests of significance in harmonic analysis (1929); the variant that leaves out
/// the last term of the sum is that of GeneCycle and of msticpy's `PeriodogramPollingDetector`.
public struct FisherTest: Sendable {
  /// The largest power over the sum of all.
  public let statistic: Double
  /// The chance of so large a statistic in white noise.
  public let chance: Double
  /// The frequency of the largest power over the number of values; 0 for powers without a series.
  public let frequency: Double

  /// The test of powers, not all 0.
  public init(powers: [Double], leavesOutLastTerm: Bool = false, frequency: Double = 0) {
    let sum = powers.reduce(0, +)
    let statistic = sum > 0 ? (powers.max() ?? 0) / sum : 0
    self.statistic = statistic
    self.frequency = frequency
    chance =
      sum > 0
      ? FisherTest.chance(statistic, of: powers.count, leavesOutLastTerm: leavesOutLastTerm) : 1
  }

  /// The test of evenly spaced values as msticpy does it: the frequency 0 takes part, the highest one does
  /// not where the count is even, and the last term is left out.
  public init(series: [Double], using periodogram: Periodogram? = nil) {
    var powers = (periodogram ?? Periodogram(count: series.count)).powers(series)
    if series.count % 2 == 0 { powers.removeLast() }
    let top = powers.indices.max { powers[$0] < powers[$1] } ?? 0
    self.init(
      powers: powers, leavesOutLastTerm: true, frequency: Double(top) / Double(series.count))
  }

  private static func chance(
    _ statistic: Double, of count: Int, leavesOutLastTerm: Bool
  ) -> Double {
    let m = Double(count)
    guard count <= 700 else { return -expm1(m * log1p(-exp(-m * statistic))) }
    let last = Int((1 / statistic + 1e-9).rounded(.down)) - (leavesOutLastTerm ? 1 : 0)
    var sum = 0.0
    var logChoose = 0.0
    for j in 1..<max(last + 1, 1) where Double(j) * statistic < 1 {
      logChoose += log((m - Double(j) + 1) / Double(j))
      let term = exp(logChoose + (m - 1) * log1p(-Double(j) * statistic))
      sum += j % 2 == 1 ? term : -term
    }
    return min(max(sum, 0), 1)
  }

  /// What a day is transformed with.
  private static let day = Periodogram(count: 86_400)

  /// Whether the test of the connections of each second has a chance below 1 in 1000. Longer data than a
  /// day is cut into 86,400 parts.
  public static func finds(_ series: EventSeries) -> Bool {
    guard series.times.count > 1 else { return false }
    var counts = [Double](repeating: 0, count: 86_400)
    let part = max(1, series.length / 86_400)
    for time in series.times { counts[max(0, min(Int(time / part), 86_399))] += 1 }
    return FisherTest(series: counts, using: day).chance < 1e-3
  }
}
