import Capture
import Glibc

/// Whether a rhythm has become another one.
extension BeatSeries {
  /// How many of the latest gaps are looked at, from few to many.
  private static let lookBacks = [6, 8, 12, 16, 24, 32, 48, 64]

  /// The rhythm that the latest gaps keep, where it is another than the learned one.
  ///
  /// Told where, of the latest n gaps for one n (6 to 64, all after `LearnedRhythm.since`), at least three
  /// quarters and no less than 6 agree within 35 % of their median, which differs from the learned
  /// period by more than 2 % and more than the learned jitter, and two things are unlikely, each
  /// times the 8 numbers n that are tried:
  /// - that the learned rhythm gave all n gaps: from the chances p of each
  ///   (`LearnedRhythm.chance(of:)`), twice the smaller one of two: the largest p to the power of n (all
  ///   of them are odd), and, with s the sum of -log p, e^-s times the sum of s^j/j! over j below n
  ///   (Fisher's method: many of them are);
  /// - that the k of n that agree do so without a clock: n over k ways, times r^(k-1), where r is the
  ///   length of their range over its end. For gaps of which short ones are at least as likely as
  ///   long ones no range holds a larger share (`GapWindow`).
  ///
  /// So single odd gaps, missed beats, nights and noise are no change, nor is a drift that
  /// `LearnedRhythm.follow(_:)` follows. A jitter that changes is told where it moves the period, as that
  /// of random sleeps does.
  /// - Parameters:
  ///   - learned: The rhythm as it was told.
  ///   - highest: The chance that is low enough, at one look.
  /// - Returns: The rhythm of these gaps, `chance` being the larger one of the two; `nil` where
  ///   there is no other rhythm, and where other traffic makes most gaps strays: there a clock that
  ///   changes falls silent (`silence(of:atMost:)`).
  public func change(from learned: LearnedRhythm, atMost highest: Double = 1e-6) -> Rhythm? {
    let gaps = gaps(since: learned.since)
    let tries = Double(BeatSeries.lookBacks.count)
    var surprise = 0.0
    var least = Double.infinity
    var taken = 0
    for count in BeatSeries.lookBacks where count <= gaps.count {
      for gap in gaps.suffix(count).prefix(count - taken) {
        let odd = -log(learned.chance(of: gap))
        surprise += odd
        least = min(least, odd)
      }
      taken = count
      let chance = min(exp(-least * Double(count)), BeatSeries.fisher(surprise, of: count))
      let luck = 2 * tries * chance
      guard luck <= highest else { continue }
      let latest = Array(gaps.suffix(count))
      let agreement = tries * BeatSeries.agreement(latest)
      guard agreement <= highest,
        let rhythm = Rhythm(gaps: latest, clock: nil, chance: max(luck, agreement)),
        (rhythm.period - learned.period).magnitude > max(0.02, learned.jitter) * learned.period
      else { continue }
      return rhythm
    }
    return nil
  }

  /// The kept gaps that began at a time or later, oldest first.
  private func gaps(since: Timestamp) -> [Double] {
    let gaps = gaps
    var left = last.seconds(since: since) + 0.001
    let count = gaps.reversed().prefix { gap in
      left -= gap
      return left >= 0
    }.count
    return gaps.suffix(count)
  }

  /// The chance that the logarithms of n uniform numbers sum up to -`surprise` or less.
  private static func fisher(_ surprise: Double, of count: Int) -> Double {
    var term = 1.0
    var sum = 1.0
    for power in 1..<count {
      term *= surprise / Double(power)
      sum += term
    }
    return exp(-surprise) * sum
  }

  /// The chance that gaps without a clock agree as well; 1 where fewer than 6 or three quarters do.
  private static func agreement(_ gaps: some Collection<Double>) -> Double {
    let middle = GapBets.expectedGap(Array(gaps))
    let agreeing = gaps.filter { ($0 - middle).magnitude <= 0.35 * middle }
    guard agreeing.count >= max(6, (3 * gaps.count + 3) / 4), let most = agreeing.max(),
      let least = agreeing.min()
    else { return 1 }
    var ways = 1.0
    for odd in 0..<gaps.count - agreeing.count {
      ways *= Double(gaps.count - odd) / Double(odd + 1)
    }
    return min(1, ways * pow((most - least) / most, Double(agreeing.count - 1)))
  }
}
