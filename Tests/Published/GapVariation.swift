/// The coefficient of variation of the gaps: the plainest of all beacon statistics.
public enum GapVariation {
  /// Standard deviation (divided by n) over mean of the gaps that are not 0; `nil` where there is none.
  public static func value(_ series: EventSeries) -> Double? {
    let gaps = zip(series.times.dropFirst(), series.times).map { $0 - $1 }.filter { $0 > 0 }
    return gaps.isEmpty ? nil : OrderStatistics.variation(gaps)
  }

  /// Whether a series of at least five events is below 0.2, a threshold that is often used by hand.
  public static func finds(_ series: EventSeries) -> Bool {
    series.times.count >= 5 && value(series) ?? 1 < 0.2
  }

  /// Whether TracePcap's `BeaconDetector` would list a series: three connections or more, a mean gap of
  /// a second or more, variation below 0.3.
  public static func tracePcapFinds(_ series: EventSeries) -> Bool {
    guard series.times.count >= 3, let first = series.times.first, let last = series.times.last,
      (last - first) / Double(series.times.count - 1) >= 1
    else { return false }
    return value(series) ?? 1 < 0.3
  }
}
