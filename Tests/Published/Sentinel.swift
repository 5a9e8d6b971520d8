/// Whether one hour of a source, destination and port is beaconing by Microsoft Sentinel's rule.
///
/// Whole seconds between successive connections, those above 10 seconds; more than 15 of them begin in
/// one hour of the clock, and more than 80 % of these are the same. The rule takes the gap to the
/// source's next connection whatever its destination; here the source has no other.
///
/// Source: `PossibleBeaconingActivity.yaml` of Azure/Azure-Sentinel, version 1.1.3.
public enum Sentinel {
  /// Whether any hour of a series is.
  public static func finds(_ series: EventSeries) -> Bool {
    let seconds = series.seconds
    var hours: [Int: [Int: Int]] = [:]
    for (next, second) in zip(seconds.dropFirst(), seconds) where next - second > 10 {
      hours[second / 3600, default: [:]][next - second, default: 0] += 1
    }
    return hours.values.contains { gaps in
      let total = gaps.values.reduce(0, +)
      return total > 15 && Double(gaps.values.max() ?? 0) / Double(total) > 0.8
    }
  }
}
