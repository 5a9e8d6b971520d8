/// The periodicity test at the core of BAYWATCH: periodogram, permutations, pruning, mixture,
/// autocorrelation.
///
/// Connections by the minute. Candidate periods are those below 720 minutes whose power is above
/// that of 19 of 20 random orders of the same minutes; a candidate stays if it is no shorter than the
/// shortest gap and a t-test of the gaps against it gives more than 0.05. If one stays, a beacon is
/// where a mean of the gaps' best mixture of one to three normal distributions lies within a minute of
/// a peak of the autocorrelation (prominence 0.2).
///
/// Source: Hu et al., BAYWATCH: robust beaconing detection to identify infected hosts in large-scale
/// enterprise networks (DSN 2016), as re-implemented for Zhang et al. (ACSAC 2023).
public struct BAYWATCH: Sendable {
  private static let binLength = 60.0
  private static let permutations = 20
  private static let confidence = 0.95
  private static let longestPeriod = 720.0

  /// Periods that were confirmed, in seconds.
  public private(set) var periods: [Double] = []

  /// The test of a series; `random` shuffles its minutes.
  public init(_ series: EventSeries, using random: inout some RandomNumberGenerator) {
    let count = max(2, Int((series.length / BAYWATCH.binLength).rounded(.up)))
    var counts = [Double](repeating: 0, count: count)
    for time in series.times {
      counts[max(0, min(Int(time / BAYWATCH.binLength), count - 1))] += 1
    }
    let filled = counts.indices.filter { counts[$0] > 0 }
    guard filled.count >= 3 else { return }
    let gaps = zip(filled.dropFirst(), filled).map { Double($0 - $1) }
    let candidates = BAYWATCH.candidates(counts, using: &random)
    let shortest = gaps.min() ?? 0
    guard candidates.contains(where: { $0 >= shortest && BAYWATCH.fits(gaps, $0) }) else { return }
    let peaks = Autocorrelation.peaks(Autocorrelation.values(counts), prominence: 0.2)
    periods = GaussianMixture.bestMeans(gaps).filter { mean in
      peaks.contains { (Double($0) - mean).magnitude <= 1 }
    }.map { $0 * BAYWATCH.binLength }
  }

  /// Whether a period was confirmed.
  public var isBeaconing: Bool { !periods.isEmpty }

  private static let day = Periodogram(count: 1440)

  /// Periods in minutes whose power stands out.
  private static func candidates(
    _ counts: [Double], using random: inout some RandomNumberGenerator
  ) -> [Double] {
    let periodogram = counts.count == 1440 ? day : Periodogram(count: counts.count)
    let powers = density(periodogram.powers(counts), of: counts.count)
    var highest: [Double] = []
    var shuffled = counts
    for _ in 0..<permutations {
      shuffled.shuffle(using: &random)
      highest.append(density(periodogram.powers(shuffled), of: counts.count).max() ?? 0)
    }
    highest.sort()
    let threshold = highest[Int((confidence * Double(permutations)).rounded()) - 1]
    return powers.indices.dropFirst().filter { powers[$0] > threshold }
      .map { Double(counts.count) / Double($0) }.filter { $0 < longestPeriod }
  }

  /// Powers as a density of one side: the highest frequency of an even count has no other side to be
  /// folded with, and without that a few minutes that are all even or all odd would outdo any period.
  private static func density(_ powers: [Double], of count: Int) -> [Double] {
    guard count % 2 == 0, let highest = powers.last else { return powers }
    return powers.dropLast() + [highest / 2]
  }

  /// Whether the mean of the gaps may be the period.
  private static func fits(_ gaps: [Double], _ period: Double) -> Bool {
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    guard gaps.count > 1 else { return true }
    let variance =
      gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count - 1)
    guard variance > 0 else { return mean == period }
    let t = (mean - period) / (variance / Double(gaps.count)).squareRoot()
    return BetaDistribution.student(t, freedom: Double(gaps.count - 1)) > 0.05
  }
}
