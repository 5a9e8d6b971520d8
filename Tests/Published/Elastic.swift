/// Elastic's Network Beaconing Identification for the last six hours before a moment.
///
/// Four tests on 360 buckets of a minute: little variation of the source's bytes, of the destination's
/// bytes and of the counts, each without the lowest tenth and the highest fifth, and a high
/// autocovariance of the counts averaged over a period's multiples. Needs 12 buckets from the first to
/// the last that is not empty, and seven that are not.
///
/// Source: `pivot_transform/transform.yml` of the package `beaconing` in elastic/integrations, with its
/// default parameters (jitter 0).
public struct Elastic: Sendable {
  private static let buckets = 360
  private static let bucketLength = 60.0
  private static let fewestPeriods = 6

  /// Sizes from the source hardly vary.
  public private(set) var hasEvenSourceBytes = false
  /// Sizes from the destination hardly vary.
  public private(set) var hasEvenDestinationBytes = false
  /// Counts hardly vary.
  public private(set) var hasEvenCounts = false
  /// Counts repeat.
  public private(set) var isPeriodic = false

  /// One of the tests says so: the transform's own verdict.
  public var isBeaconing: Bool { score > 0 }

  /// 0 to 3; the rule of high confidence wants 3.
  public var score: Int {
    (hasEvenCounts || isPeriodic ? 1 : 0) + (hasEvenSourceBytes ? 1 : 0)
      + (hasEvenDestinationBytes ? 1 : 0)
  }

  /// The tests at a moment.
  /// - Parameters:
  ///   - series: Its sizes stand for both directions.
  ///   - now: Seconds from the start of the data.
  public init(_ series: EventSeries, at now: Double) {
    var counts = [Double](repeating: 0, count: Elastic.buckets)
    var bytes = counts
    for (time, size) in zip(series.times, series.bytes) where time <= now {
      let bucket = Int((now - time) / Elastic.bucketLength)
      guard bucket < Elastic.buckets else { continue }
      counts[bucket] += 1
      bytes[bucket] += size
    }
    guard let start = counts.firstIndex(where: { $0 > 0 }),
      let last = counts.lastIndex(where: { $0 > 0 })
    else { return }
    let filled = counts.count { $0 > 0 }
    let span = last + 1 - start
    guard span >= 2 * Elastic.fewestPeriods, filled > Elastic.fewestPeriods else { return }
    for index in start...last where counts[index] > 0 { bytes[index] /= counts[index] }
    // A bucket whose bytes are 0 counts as empty there.
    if bytes.count(where: { $0 > 0 }) > Elastic.fewestPeriods {
      hasEvenSourceBytes = Elastic.variesLittle(bytes[start...last], within: 0.05)
      hasEvenDestinationBytes = hasEvenSourceBytes
    }
    if filled > span / 2 {
      hasEvenCounts = Elastic.variesLittle(counts[start...last], within: 0.1)
    }
    isPeriodic =
      Elastic.correlations(counts, start, last + 1, longest: span / Elastic.fewestPeriods)
      .contains { $0 >= 0.7 }
  }

  /// Whether the transform, run at every full hour and at the end, ever reaches a score.
  public static func finds(_ series: EventSeries, score: Int) -> Bool {
    (stride(from: 3600, to: series.length, by: 3600) + [series.length]).contains {
      Elastic(series, at: $0).score >= score
    }
  }

  /// Whether the values above 0, without the lowest tenth and the highest fifth, vary little.
  private static func variesLittle(_ values: ArraySlice<Double>, within limit: Double) -> Bool {
    let sorted = values.filter { $0 > 0 }.sorted()
    func percentile(_ share: Double) -> Double {
      sorted[min(Int(share * Double(sorted.count) + 0.5), sorted.count - 1)]
    }
    let range = percentile(0.1)...percentile(0.8)
    return OrderStatistics.variation(values.filter { range.contains($0) }) <= limit
  }

  /// For each period from 2 buckets on: the correlation of each stretch of one period with the one
  /// before, averaged over the period itself and its multiples from three times on.
  private static func correlations(
    _ counts: [Double], _ start: Int, _ end: Int, longest: Int
  ) -> [Double] {
    guard longest >= 2 else { return [] }
    var sums = [Double](repeating: 0, count: longest + 1)
    var parts = [Double](repeating: 0, count: longest + 1)
    for period in 2...longest {
      let value = correlation(counts, start, end, period)
      sums[period] = value
      parts[period] = 1
      for divisor in 2..<max(2, period / 2) where period % divisor == 0 {
        sums[divisor] += value
        parts[divisor] += 1
      }
    }
    return (2...longest).map { sums[$0] / parts[$0] }
  }

  /// The correlation of the counts with those one period before; 1 where one of them does not vary.
  private static func correlation(
    _ counts: [Double], _ start: Int, _ end: Int, _ period: Int
  ) -> Double {
    let stretches = (end - 2 * period + 1 - start) / period
    let inside = counts[start + period..<max(start + period, start + period * stretches)]
    let mean = inside.isEmpty ? 0 : inside.reduce(0, +) / Double(inside.count)
    var here = 0.0
    var before = 0.0
    var both = 0.0
    for stretch in stride(from: start, through: end - 2 * period, by: period) {
      for index in stretch + period..<stretch + 2 * period {
        let x = counts[index] - mean
        let y = counts[index - period] - mean
        here += x * x
        before += y * y
        both += x * y
      }
    }
    let scale = (here * before).squareRoot()
    return scale == 0 ? 1 : both / scale
  }
}
