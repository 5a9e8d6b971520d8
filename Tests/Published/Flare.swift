/// The share of gaps near the most frequent one, as Flare counts it for a source, destination and port
/// over a day.
///
/// Whole seconds; gaps below 2 seconds are left out; of the windows two seconds wide that begin at the
/// most frequent gap or up to two seconds before it, the fullest counts. Needs more than ten
/// connections and more than ten gaps. A beacon where the share is above the wanted one (5 % by
/// default).
///
/// Source: `flare/analytics/command_control.py` of austin-taylor/flare.
public struct Flare: Sendable {
  /// The share of gaps in the fullest window, in percent.
  public let percent: Double

  /// The share in a day; `nil` where there is too little.
  public init?(_ series: EventSeries) {
    let seconds = series.seconds
    guard seconds.count > 10 else { return nil }
    var counts: [Int: Int] = [:]
    for gap in zip(seconds.dropFirst(), seconds).map({ $0 - $1 }) where gap >= 2 {
      counts[gap, default: 0] += 1
    }
    let total = counts.values.reduce(0, +)
    guard total > 10,
      let mode = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key
    else { return nil }
    let windows = (mode - 2...mode).map { counts[$0, default: 0] + counts[$0 + 1, default: 0] }
    percent = Double(windows.max() ?? 0) / Double(total) * 100
  }
}
