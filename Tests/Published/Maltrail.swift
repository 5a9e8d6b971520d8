/// The beacon heuristic of Maltrail's sensor for one source, destination and port.
///
/// Sees TCP SYNs by the second. Keeps the latest 16 gaps of 5 seconds to 6 hours and speaks once, when at
/// least eight of them have a coefficient of variation of 0.2 or less. Shorter gaps are left out, but
/// the clock of the next gap starts at them; a longer one wipes all gaps; so does, by a prune at
/// every full hour, a silence of 24 hours.
///
/// Source: `sensor/src/heuristics/beacon.rs` of stamparm/maltrail.
public struct Maltrail: Sendable {
  private var last: Int?
  private var gaps: [Int] = []
  private var hasSpoken = false

  /// Nothing seen.
  public init() {}

  /// Takes a SYN in.
  /// - Parameter second: When it came; one that is not later than the last is left out.
  /// - Returns: Whether this one completes a beacon.
  public mutating func observe(_ second: Int) -> Bool {
    guard let last, second - last <= 86_400 else {
      self = Maltrail()
      self.last = second
      return false
    }
    guard second > last else { return false }
    self.last = second
    let gap = second - last
    if gap > 21_600 {
      gaps.removeAll()
      return false
    }
    guard gap >= 5 else { return false }
    gaps.append(gap)
    if gaps.count > 16 { gaps.removeFirst() }
    guard !hasSpoken, gaps.count >= 8 else { return false }
    hasSpoken = OrderStatistics.variation(gaps.map(Double.init)) <= 0.2
    return hasSpoken
  }

  /// Whether it speaks of a series, each event of which is a SYN.
  public static func finds(_ series: EventSeries) -> Bool {
    var heuristic = Maltrail()
    for second in series.seconds where heuristic.observe(second) { return true }
    return false
  }
}
