import Glibc

/// Whether a series of beats is driven by a clock: bets against chance, settled beat by beat.
///
/// Joins bets on gaps (`GapBets`) and on the beats of guessed clocks (`PhaseTracker`). All capital
/// together starts below 1 and has no gain on average where short gaps are at least as likely as long
/// ones whatever came before; so `chance`, one over the most there ever was, is an honest p-value at
/// every moment: no correction for looking again, for the number of statistics, or for an unknown rate.
/// Bets need no memory but their capital, so a beat of every day counts after a month as well as one
/// of every minute after an hour.
public struct ClockTest: Sendable {
  /// Guessed clocks that are followed at once.
  static let mostTrackers = 4
  /// Of all capital: what trackers share.
  private static let trackerShare = 0.4
  /// Beyond e to this power more proof is of no use, and no more clocks are guessed.
  private static let enough = 40.0
  /// Gaps between two searches for clocks, at most.
  static let longestPause: UInt32 = 256
  /// The most that the logarithm of all capital can grow by new guesses after a beat.
  static let mostBroughtIn = log(1 + trackerShare)

  var gapBets = GapBets()
  var trackers = InlineArray<4, PhaseTracker?>(repeating: nil)
  /// Guesses so far; the n-th gets a share 1/(n(n+1)).
  var guesses: UInt32 = 0
  /// Gaps that were settled.
  var settled: UInt32 = 0
  /// When to guess again, in gaps.
  var nextGuess: UInt32 = 16
  /// The logarithm of the most capital there was.
  public internal(set) var evidence: Double = 0

  /// A test that has seen nothing.
  public init() {}

  /// How often traffic without a clock would look this regular at some time, at most.
  public var chance: Double { exp(-evidence) }

  /// The guessed clock that has won most, where it has won more than the bets on gaps.
  var clock: PhaseTracker? {
    var best: PhaseTracker?
    for index in 0..<ClockTest.mostTrackers {
      guard let tracker = trackers[index], tracker.capital > best?.capital ?? max(0, gapCapital)
      else { continue }
      best = tracker
    }
    return best
  }

  /// The logarithm of what all bettors have together.
  var capital: Double {
    GapBets.sumOfExponentials(ClockTest.mostTrackers + 1) { index in
      index == 0 ? gapCapital : trackers[index - 1]?.capital ?? -.infinity
    }
  }

  private var gapCapital: Double { gapBets.capital + log(1 - ClockTest.trackerShare) }

  /// Takes the next beat in.
  /// - Parameters:
  ///   - gap: Seconds from the beat before.
  ///   - time: When it came, in seconds from the start of the series.
  ///   - earlier: The gaps before it, oldest first, the latest 63 or fewer.
  ///   - fold: Seconds within which events belong to one beat.
  mutating func add(gap: Double, at time: Double, after earlier: [Double], fold: Double) {
    if !earlier.isEmpty { gapBets.settle(gap, after: earlier, fold: fold) }
    for index in 0..<ClockTest.mostTrackers {
      trackers[index]?.settle(time, from: time - gap + fold)
    }
    settled &+= 1
    if settled % 64 == 0, gapBets.capital < -30 { gapBets.startAnew() }
    evidence = max(evidence, capital)
    if settled >= nextGuess {
      nextGuess = settled &+ max(8, min(settled / 4, ClockTest.longestPause))
      if evidence < ClockTest.enough { guess(gap: gap, at: time, after: earlier) }
    }
  }

  /// Forgets the guessed clocks: the time has jumped.
  mutating func forgetPhases() {
    for index in 0..<ClockTest.mostTrackers { trackers[index] = nil }
  }

  private mutating func guess(gap: Double, at time: Double, after earlier: [Double]) {
    var times = [time, time - gap]
    for gap in earlier.reversed() { times.append(times[times.count - 1] - gap) }
    for candidate in PeriodSearch.candidates(times.reversed()) where !isFollowed(candidate) {
      guard let place = freePlace() else { return }
      guesses = guesses == .max ? .max : guesses + 1
      let share = ClockTest.trackerShare / (Double(guesses) * Double(guesses + 1))
      trackers[place] = PhaseTracker(
        period: candidate.period, beat: candidate.beat, share: share)
    }
  }

  private func isFollowed(_ candidate: PeriodSearch.Candidate) -> Bool {
    for index in 0..<ClockTest.mostTrackers {
      guard let tracker = trackers[index] else { continue }
      let difference = (tracker.period - candidate.period).magnitude
      // One that loses was guessed wrong, and the next guess may be better.
      if difference < 0.002 * candidate.period, tracker.gain >= -0.5 { return true }
    }
    return false
  }

  /// An empty place, or that of the tracker that lost most, if one did.
  private func freePlace() -> Int? {
    var worst: (place: Int, gain: Double)?
    for index in 0..<ClockTest.mostTrackers {
      guard let tracker = trackers[index] else { return index }
      if tracker.gain < worst?.gain ?? -0.5 { worst = (index, tracker.gain) }
    }
    return worst?.place
  }
}
