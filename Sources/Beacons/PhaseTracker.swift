import Glibc

/// A clock that was guessed from the past, and bets that events go on falling on its beats.
///
/// Sees a beacon through other traffic of the same series and through missing beats, where gaps say
/// little. Null as in `GapWindow`: the density of the next gap does not increase. Such a density puts
/// into a set of windows at most the largest share that the windows have of any stretch from the last
/// event on, so a hit pays one over that share. Period and phase follow the hits slowly, from what was
/// settled before, so a clock may drift.
struct PhaseTracker: Sendable {
  /// Half widths of the windows, relative to the period.
  private static let widths = [0.004, 0.015, 0.05]
  /// Parts of the capital that are staked.
  private static let stakes = [0.15, 0.4, 0.8]
  /// No window is narrower, in seconds.
  private static let narrowest = 0.3

  /// How many bettors there are: one a width and stake.
  static let bettors = 9

  /// Seconds between beats.
  var period: Double
  /// A beat, in seconds from the start of the series.
  var beat: Double
  /// Mean distance of the latest hits from the beat, in seconds.
  var spread = 0.0
  /// Share of the latest beats that were hit.
  var hitShare = 1.0
  /// Logarithms of the capitals: a row a width, a column a stake.
  var capitals = InlineArray<9, Float>(repeating: 0)

  /// The logarithm of the share that it started with.
  let start: Float

  /// A guess, with a share of all capital.
  init(period: Double, beat: Double, share: Double) {
    self.period = period
    self.beat = beat
    start = Float(log(share))
    for index in 0..<PhaseTracker.bettors {
      capitals[index] = Float(log(share / Double(PhaseTracker.bettors)))
    }
  }

  /// Within how many seconds of a beat an event is taken for it.
  static func reach(_ period: Double) -> Double { max(0.015 * period, 0.5) }

  /// The logarithm of what its bettors have together.
  var capital: Double { GapBets.sumOfExponentials(PhaseTracker.bettors) { Double(capitals[$0]) } }

  /// The logarithm of what each unit of its start has become.
  var gain: Double { capital - Double(start) }

  /// Settles the bets of one event.
  /// - Parameters:
  ///   - time: When it came, in seconds from the start of the series.
  ///   - open: From when on it could have come: the last event and the fold.
  mutating func settle(_ time: Double, from open: Double) {
    let passed = time - beat
    let turn = (passed / period).rounded()
    let error = passed - turn * period
    for (row, width) in PhaseTracker.widths.enumerated() {
      let half = max(width * period, PhaseTracker.narrowest)
      guard half <= period / 4 else { continue }
      let payoff = error.magnitude <= half ? 1 / largestShare(half, from: open) : 0
      for (column, part) in PhaseTracker.stakes.enumerated() {
        capitals[3 * row + column] += Float(log(1 - part + part * payoff))
      }
    }
    guard error.magnitude <= PhaseTracker.reach(period) else { return }
    // Averages over some twenty beats.
    spread += (error.magnitude - spread) / 20
    hitShare *= turn <= 1 ? 1 : pow(0.95, turn - 1)
    if turn > 0 { hitShare += (1 - hitShare) / 20 }
    beat += turn * period + 0.3 * error
    if turn > 0 { period += 0.05 * error / turn }
  }

  /// The largest share that the windows have of a stretch that begins at `open`: of the one that ends
  /// with the first window, or of an endless one; between them it only falls or only rises.
  private func largestShare(_ half: Double, from open: Double) -> Double {
    let first = ((open - beat - half) / period).rounded(.up)
    let end = beat + first * period + half - open
    guard end > 0 else { return 1 }
    return max(min(end, 2 * half) / end, 2 * half / period)
  }
}
