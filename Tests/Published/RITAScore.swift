/// The beacon score of RITA 5 for one pair of addresses in 24 hours of connections.
///
/// Four equal quarters, each 0 to 1: how even the gaps are, how even the sizes are, how flat the
/// histogram of the hours is, and how much of the day is covered. Times are whole seconds; gaps of 0 are
/// left out. Not scored: fewer than four moments or three gaps, and 86,400 connections or more, which
/// RITA calls a strobe.
///
/// Source: `analysis/beacons.go` of activecm/rita, with the weights, 24 bins, six and twelve hours, 5 %
/// sensitivity and one outlier of its default configuration.
public struct RITAScore: Sendable {
  /// Connections from which on it is a strobe.
  public static let strobe = 86_400

  /// How even the gaps are.
  public let timestamps: Double
  /// How even the sizes are.
  public let sizes: Double
  /// How flat the histogram is.
  public let histogramScore: Double
  /// How much of the day is covered.
  public let duration: Double
  /// The whole, to three decimals.
  public let score: Double
  /// Connections in each of 24 equal parts of the data.
  public let histogram: [Int]

  /// The parts of the day that have connections.
  public var bars: Int { histogram.count { $0 > 0 } }
  /// The most of these in a row, the last part being followed by the first.
  public var longestRun: Int { RITAScore.longestRun(histogram) }

  /// The score of a series of at most 25 hours.
  public init?(_ series: EventSeries) {
    let seconds = series.seconds
    let gaps = zip(seconds.dropFirst(), seconds).map { Double($0 - $1) }.filter { $0 > 0 }
    guard Set(seconds).count >= 4, gaps.count >= 3, seconds.count < RITAScore.strobe else {
      return nil
    }
    var histogram = [Int](repeating: 0, count: 24)
    for second in seconds {
      histogram[max(0, min(Int(Double(second) / series.length * 24), 23))] += 1
    }
    let covered = Double(seconds[seconds.count - 1] - seconds[0]) / series.length
    let consistency = Double(RITAScore.longestRun(histogram)) / 12
    let bars = histogram.count { $0 > 0 }
    self.histogram = histogram
    timestamps = RITAScore.evenness(gaps.sorted(), whereSmall: 1)
    sizes = RITAScore.evenness(series.bytes.sorted(), whereSmall: 0)
    histogramScore = max(RITAScore.flatness(histogram), RITAScore.twoHeights(histogram))
    duration =
      bars < 6 ? 0 : max(RITAScore.roundedUp(covered), RITAScore.roundedUp(consistency))
    score = RITAScore.rounded(
      0.25 * timestamps + 0.25 * sizes + 0.25 * duration + 0.25 * histogramScore)
  }

  private static func longestRun(_ histogram: [Int]) -> Int {
    var longest = 0
    var run = 0
    for count in histogram + histogram {
      run = count > 0 ? run + 1 : 0
      longest = max(longest, run)
    }
    return min(longest, histogram.count)
  }

  /// The mean of 1 less Bowley's skewness and 1 less the median deviation over the median.
  /// - Parameters:
  ///   - values: Rising.
  ///   - whereSmall: What the second term is where the median is below 1.
  /// - Returns: 0 to 1, to three decimals.
  private static func evenness(_ values: [Double], whereSmall: Double) -> Double {
    let (first, second, third) = OrderStatistics.quartiles(sorted: values)
    let isSkewed = third - first >= 10 && second != first && second != third
    let skew = isSkewed ? (first + third - 2 * second) / (third - first) : 0
    let median = OrderStatistics.median(sorted: values)
    let deviation = OrderStatistics.medianDeviation(sorted: values)
    let steadiness = median >= 1 ? max((median - deviation) / median, 0) : whereSmall
    return rounded((1 - skew.magnitude + steadiness) / 2)
  }

  /// 1 less the coefficient of variation of the bars.
  private static func flatness(_ histogram: [Int]) -> Double {
    let variation = OrderStatistics.variation(histogram.map(Double.init))
    return variation > 1 ? 0 : rounded(1 - variation)
  }

  /// The share of bars that have one of the two most frequent heights, where at least 11 have any;
  /// heights within 5 % of the highest bar are one.
  private static func twoHeights(_ histogram: [Int]) -> Double {
    let bars = histogram.filter { $0 > 0 }
    guard bars.count >= 11, let highest = bars.max() else { return 0 }
    let step = Int((Double(highest) * 0.05).rounded(.up))
    var frequency: [Int: Int] = [:]
    for bar in bars { frequency[bar / step, default: 0] += 1 }
    let top = frequency.values.sorted(by: >).prefix(2).reduce(0, +)
    return min(rounded(Double(top) / Double(max(bars.count - 1, 1))), 1)
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private static func roundedUp(_ value: Double) -> Double {
    min((value * 1000).rounded(.up) / 1000, 1)
  }
}
