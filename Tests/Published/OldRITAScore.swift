/// The beacon score of RITA up to version 3, which hunting queries (RITA-J, KQL) still use.
///
/// The mean of six terms: skewness and median deviation of gaps and of sizes, where deviations count
/// against 30 seconds and 32 bytes whatever the period is; connections against one every 90 seconds; and
/// how small the most frequent size is. The queries report 0.85 and more, from 24 connections and three
/// hours on.
public struct OldRITAScore: Sendable {
  /// The score, 0 to 1.
  public let score: Double
  /// Whether the queries would report it.
  public let isReported: Bool

  /// The score of a series; `nil` for fewer than four connections.
  public init?(_ series: EventSeries) {
    let seconds = series.seconds
    guard seconds.count >= 4, let first = seconds.first, let last = seconds.last, last > first
    else { return nil }
    let gaps = zip(seconds.dropFirst(), seconds).map { Double($0 - $1) }.sorted()
    let sizes = series.bytes.sorted()
    let span = Double(last - first)
    let terms = [
      OldRITAScore.symmetry(gaps), OldRITAScore.symmetry(sizes),
      max(0, 1 - OrderStatistics.medianDeviation(sorted: gaps) / 30),
      max(0, 1 - OrderStatistics.medianDeviation(sorted: sizes) / 32),
      min(1, Double(seconds.count) / (span / 90)),
      max(0, 1 - OldRITAScore.mode(sizes) / 65_535),
    ]
    score = terms.reduce(0, +) / 6
    isReported = score >= 0.85 && seconds.count >= 24 && span >= 10_800
  }

  private static func symmetry(_ values: [Double]) -> Double {
    let (first, second, third) = OrderStatistics.quartiles(sorted: values)
    let isSkewed = third - first >= 10 && second != first && second != third
    return isSkewed ? 1 - ((first + third - 2 * second) / (third - first)).magnitude : 1
  }

  /// The most frequent of rising values; of several the smallest.
  private static func mode(_ values: [Double]) -> Double {
    var best = (value: 0.0, count: 0)
    var current = (value: 0.0, count: 0)
    for value in values {
      current = value == current.value ? (value, current.count + 1) : (value, 1)
      if current.count > best.count { best = current }
    }
    return best.value
  }
}
