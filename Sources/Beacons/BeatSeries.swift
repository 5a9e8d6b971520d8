public import Capture

/// The beats of one channel in fixed memory: the latest 64 gaps exactly, the older ones as what they
/// proved (`ClockTest`), and counts of all.
///
/// A beat is an event at least `fold` after the beat before it. Events closer than that are part of
/// the same beat and do not move it, so that retries and bursts cannot reset the clock. 728 bytes.
public struct BeatSeries: Sendable {
  /// How many gaps are kept.
  public static let kept = 64

  /// The first beat.
  public private(set) var first: Timestamp
  /// The latest beat.
  public internal(set) var last: Timestamp
  /// Beats in all.
  public internal(set) var beats = 1
  /// Events that were folded into a beat.
  public internal(set) var folded = 0
  /// Gaps in milliseconds (to 49 days), a ring.
  var ring = InlineArray<64, UInt32>(repeating: 0)
  /// The longest gap, for longer than gaps are kept.
  var longest: LongestGap
  /// Whether a clock drives it.
  public internal(set) var test = ClockTest()

  /// A series that starts with a beat.
  public init(first: Timestamp) {
    self.first = first
    last = first
    longest = LongestGap(since: first)
  }

  /// Gaps that are kept.
  public var count: Int { min(beats - 1, BeatSeries.kept) }

  /// Notes an event.
  /// - Parameters:
  ///   - time: When it happened. More than a minute before the last beat, the capture's clock was set
  ///     back: the chain of gaps goes on from there without a gap.
  ///   - fold: Nanoseconds within which events belong to the same beat.
  /// - Returns: Whether the event was a new beat.
  public mutating func add(_ time: Timestamp, fold: Int64) -> Bool {
    let gap = time.nanoseconds(since: last)
    if gap < -60_000_000_000 {
      last = time
      test.forgetPhases()
      return false
    }
    guard gap >= fold else {
      folded += 1
      return false
    }
    test.add(
      gap: Double(gap) / 1e9, at: Double(time.nanoseconds(since: first)) / 1e9,
      after: latest(BeatSeries.kept - 1), fold: Double(fold) / 1e9)
    let milliseconds = UInt32(clamping: gap / 1_000_000)
    ring[(beats - 1) % BeatSeries.kept] = milliseconds
    longest.note(milliseconds, at: time)
    beats += 1
    last = time
    return true
  }

  /// Whether no beat came for more than eight times the mean gap: what kept a rhythm has stopped.
  public func isOverdue(at time: Timestamp) -> Bool {
    guard beats > 1 else { return true }
    let mean = last.nanoseconds(since: first) / Int64(beats - 1)
    return time.nanoseconds(since: last) / 8 > mean
  }

  /// The kept gaps in seconds, oldest first.
  public var gaps: [Double] { latest(BeatSeries.kept) }

  /// Where the ring has the kept gaps, oldest first.
  var keptPlaces: some Sequence<Int> { places(BeatSeries.kept) }

  private func places(_ most: Int) -> LazyMapSequence<Range<Int>, Int> {
    (beats - 1 - min(beats - 1, most)..<beats - 1).lazy.map { $0 % BeatSeries.kept }
  }

  /// At most `most` gaps in seconds, oldest first.
  private func latest(_ most: Int) -> [Double] {
    places(most).map { Double(ring[$0]) / 1000 }
  }
}
