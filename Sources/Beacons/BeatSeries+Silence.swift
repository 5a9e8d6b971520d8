import Capture

/// Whether what kept a rhythm has stopped.
extension BeatSeries {
  /// No silence counts before so many periods.
  private static let fewestPeriods = 3.0

  /// By when the next beat should have come even if unlucky, from the series' own record.
  ///
  /// The chance is the larger one of two, each the mean of q^n for an unknown share q (`MissedTurns`):
  /// - beats: of the kept gaps each ended with a beat that came; those of several periods tell beats that
  ///   were missed. A silence of n periods, and as much as beats are late, is n missed ones.
  /// - pauses: of the kept gaps (m, at most 64) none was longer than the longest gap of the last weeks
  ///   (`LongestGap`) or of the kept ones. A silence of x times that is x such stretches without a
  ///   beat after m with one. Nights and weekends are in that record from the second on.
  ///
  /// Neither 3 periods nor what the pauses need is undercut. Five gaps of a steady clock need 6 periods, 64
  /// gaps 3. A clock that is followed through other traffic is silent from its own latest hit on, and only
  /// its beats count, over some twenty; for such a series the deadline may pass while events come.
  /// - Parameters:
  ///   - learned: The rhythm.
  ///   - highest: The chance that is low enough, above 0.
  /// - Returns: `nil` for fewer than four gaps.
  public func silence(of learned: LearnedRhythm, atMost highest: Double = 1e-3) -> Silence? {
    let gaps = gaps
    guard gaps.count >= 4, learned.period > 0 else { return nil }
    if let clock = test.clock,
      (clock.period - learned.period).magnitude <= 0.02 * learned.period
    {
      return silence(of: clock, atMost: highest)
    }
    let period = learned.period
    let late = min(0.5, 4 * learned.jitter) * period + 1
    var missed = 0.0
    for gap in gaps {
      let turns = (gap / period).rounded()
      if (gap - turns * period).magnitude <= period / 4, turns > 1 { missed += turns - 1 }
    }
    let beats = MissedTurns(hits: Double(gaps.count), misses: missed)
    let pauses = MissedTurns(hits: Double(gaps.count), misses: 0)
    let longest = max(gaps.max() ?? 0, longest.seconds, period)
    let seconds = max(
      BeatSeries.fewestPeriods * period,
      beats.turns(atMost: highest).rounded(.up) * period + late,
      pauses.turns(atMost: highest) * longest)
    return Silence(
      deadline: last.advanced(bySeconds: seconds),
      chance: max(
        beats.chance(((seconds - late) / period).rounded(.down)), pauses.chance(seconds / longest)))
  }

  private func silence(of clock: PhaseTracker, atMost highest: Double) -> Silence {
    // The tracker's share of hits is a mean over some twenty beats.
    let beats = MissedTurns(hits: 20 * clock.hitShare, misses: 20 * (1 - clock.hitShare))
    let turns = max(BeatSeries.fewestPeriods, beats.turns(atMost: highest).rounded(.up))
    let late = 4 * clock.spread + PhaseTracker.reach(clock.period)
    return Silence(
      deadline: first.advanced(bySeconds: clock.beat + turns * clock.period + late),
      chance: beats.chance(turns))
  }
}

extension Timestamp {
  /// The moment so many seconds later; saturates.
  fileprivate func advanced(bySeconds seconds: Double) -> Timestamp {
    advanced(byNanoseconds: Int64(max(-9e18, min(seconds * 1e9, 9e18))))
  }
}
