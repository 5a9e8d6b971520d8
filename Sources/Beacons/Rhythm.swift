/// What the clock behind a series looks like, and how likely it is that there is none.
///
/// - `period`: that of the guessed clock (`PhaseTracker`) where it explains the series better than the
///   gaps do; else the median gap, where beats are missing the median of the gaps divided by the number of
///   periods they span.
/// - `jitter`: the median absolute deviation from the period, divided by the period. A sleeper with a
///   uniform random part of J of its sleep gives J/4/(1 - J/2); a memoryless process about 0.69. Of a
///   guessed clock the mean distance of its hits from the beat.
/// - `chance`: how often traffic without a clock would look this regular at some time, at most
///   (`ClockTest`).
public struct Rhythm: Hashable, Sendable {
  /// Seconds between beats.
  public let period: Double
  /// Deviation over the period.
  public let jitter: Double
  /// The latest gaps that period, jitter and missed beats were read from.
  public let gaps: Int
  /// Beats that did not come where the period says they should have, among these gaps.
  public let missed: Int
  /// Upper bound of the chance that this is nothing.
  public let chance: Double
  /// Of these gaps, those within a quarter of the period from the period or its multiples.
  public let supporting: Int
  /// Whether the period is that of a guessed clock, seen through other traffic or missing beats.
  public let isTracked: Bool

  /// The rhythm of a series; `nil` for fewer than four gaps.
  public init?(_ series: BeatSeries) {
    self.init(gaps: series.gaps, clock: series.test.clock, chance: series.test.chance)
  }

  /// The rhythm of gaps in seconds, or of a guessed clock that is seen through them.
  init?(gaps: [Double], clock: PhaseTracker?, chance: Double) {
    guard gaps.count >= 4 else { return nil }
    let expected = GapBets.expectedGap(gaps)
    let period = clock?.period ?? expected
    guard period > 0 else { return nil }
    self.period = period
    self.gaps = gaps.count
    isTracked = clock != nil
    self.chance = chance
    let turns = gaps.map { max(1, min(($0 / period).rounded(), 1e6)) }
    let errors = zip(gaps, turns).map { ($0 / $1 - period).magnitude }
    supporting = errors.count { $0 <= period / 4 }
    if let clock {
      jitter = clock.spread / period
      // Other traffic lies in between: what counts is how many beats the stretch had, and how many were hit.
      let beats = (gaps.reduce(0, +) / period).rounded()
      missed = max(0, Int(min(beats, 1e6) * (1 - min(clock.hitShare, 1))))
    } else {
      jitter = Median.of(errors) / period
      missed = Int(zip(turns, errors).reduce(0.0) { $1.1 <= period / 4 ? $0 + $1.0 - 1 : $0 })
    }
  }
}
