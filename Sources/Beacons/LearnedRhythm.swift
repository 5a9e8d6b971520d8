public import Capture
import Glibc

/// A rhythm as it was told, to be compared with what comes later. 48 bytes.
public struct LearnedRhythm: Hashable, Sendable {
  /// Seconds between beats, above 0.
  public internal(set) var period: Double
  /// Deviation over the period, as `Rhythm.jitter`.
  public internal(set) var jitter: Double
  /// Since when it counts; only gaps that began later can show a change.
  public let since: Timestamp
  /// Whether it is a guessed clock, seen through other traffic or missing beats.
  public let isTracked: Bool
  /// How often a beat is missed, and how often a gap is no multiple of the period; estimates that
  /// are never 0 ((count + 1/2)/(gaps + 1), Jeffreys).
  var missedShare: Double
  var straysShare: Double

  /// A rhythm that was told at a time.
  public init(_ rhythm: Rhythm, since: Timestamp) {
    period = rhythm.period
    jitter = rhythm.jitter
    self.since = since
    isTracked = rhythm.isTracked
    missedShare = LearnedRhythm.missedShare(rhythm)
    straysShare = LearnedRhythm.straysShare(rhythm)
  }

  /// Follows a slow drift; to be called for every beat in which there is no change
  /// (`BeatSeries.change(from:)`).
  ///
  /// The period goes along while the median of the kept gaps is within 1 %, or half the jitter, of it,
  /// by at most 0.05 % a beat: a drift of 0.03 % a beat is followed (1 % behind), a jump is not. Jitter and
  /// shares fall over some 32 beats and rise over some 256, lest a change explain itself.
  public mutating func follow(_ series: BeatSeries) {
    guard let rhythm = Rhythm(series),
      (rhythm.period - period).magnitude <= max(0.01, jitter / 2) * period
    else { return }
    period += max(-0.0005, min(rhythm.period / period - 1, 0.0005)) * period
    jitter = LearnedRhythm.follow(jitter, rhythm.jitter)
    missedShare = LearnedRhythm.follow(missedShare, LearnedRhythm.missedShare(rhythm))
    straysShare = LearnedRhythm.follow(straysShare, LearnedRhythm.straysShare(rhythm))
  }

  private static func follow(_ known: Double, _ latest: Double) -> Double {
    known + (latest - known) / (latest < known ? 32 : 256)
  }

  private static func missedShare(_ rhythm: Rhythm) -> Double {
    (Double(rhythm.missed) + 0.5) / Double(rhythm.gaps + rhythm.missed + 1)
  }

  private static func straysShare(_ rhythm: Rhythm) -> Double {
    (Double(rhythm.gaps - rhythm.supporting) + 0.5) / Double(rhythm.gaps + 1)
  }

  /// How likely a gap would differ so much or more, at most.
  ///
  /// The gap is one period, or as many as it is nearest to, k, of which k - 1 beats were missed (a chance
  /// of q^(k-1)). Half of all gaps deviate by at most the jitter, hence 1 up to there; beyond, the chance
  /// halves with each jitter more (heavier tails than uniform and normal ones have). Deviations
  /// below 0.2 % or 50 ms are none. Strays may be anything.
  func chance(of gap: Double) -> Double {
    let unit = max(jitter * period, 0.002 * period, 0.05)
    func deviation(_ turns: Double) -> Double {
      let jitters = (gap - turns * period).magnitude / (turns * unit)
      return jitters <= 1 ? 1 : exp2(1 - jitters)
    }
    let turns = max(1, (gap / period).rounded())
    let regular = max(deviation(1), pow(missedShare, turns - 1) * deviation(turns))
    return straysShare + (1 - straysShare) * regular
  }
}

extension LearnedRhythm: Storable {
  /// Writes it in 49 octets.
  public func store(to writer: inout StoredWriter) {
    writer.add(period)
    writer.add(jitter)
    writer.add(since)
    writer.add(isTracked)
    writer.add(missedShare)
    writer.add(straysShare)
  }

  /// Reads it back.
  /// - Throws: `StoredFault` where a number is out of its range.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    period = try reader.double(in: .leastNormalMagnitude...1e12)
    jitter = try reader.double(in: 0...1e12)
    since = try reader.time()
    isTracked = try reader.flag()
    missedShare = try reader.double(in: .leastNormalMagnitude...1)
    straysShare = try reader.double(in: .leastNormalMagnitude...1)
  }
}
