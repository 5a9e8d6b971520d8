import Glibc

/// Bets on the length of the next gap, each by a rule of its own from the gaps before it.
///
/// Every bettor starts with a share of 1 and stakes a fixed part of what it has on a window
/// (`GapWindow`); the rest it keeps. What all have together is at most 1 on average where there is no
/// clock, at any moment (a test martingale; Ville 1939, Shafer and Vovk 2019): so one over the most they
/// ever had bounds the chance that this is nothing, however often one looks.
struct GapBets: Sendable {
  /// Relative half widths of the windows around the expected gap.
  private static let tolerances = [0.004, 0.02, 0.06, 0.15, 0.35]
  /// Parts of the capital that are staked. So high that a bettor must be right most of the time: exact
  /// retry timers hit the same narrow window every sixth gap.
  private static let stakes = [0.8, 0.95]
  /// How a stake is spread over the expected gap and its first multiples (beats that are missing).
  private static let multiples = [0.6, 0.2, 0.1, 0.06, 0.04]
  /// Of the whole: for windows around the expected gap, for the range of all gaps so far, for sleeps
  /// that follow from the last two.
  private static let shares = (center: 0.5, range: 0.3, recurrence: 0.2)
  /// What counts as the same gap when one asks whether most are single, not multiples.
  private static let single = 0.25

  /// How many bettors there are: 10 around the expected gap, 4 on the range, 4 on recurrence.
  static let bettors = 18

  /// Logarithms of the capitals.
  var capitals = InlineArray<18, Float>(repeating: 0)
  /// How often they started anew; the n-th start gets a share 1/(n(n+1)) of all.
  var starts: UInt16 = 0

  /// Bettors that have not seen anything, with a share `1/2` of their start.
  init() { startAnew() }

  /// The logarithm of what all have together.
  var capital: Double { GapBets.sumOfExponentials(GapBets.bettors) { Double(capitals[$0]) } }

  /// Starts all bettors anew with less, where all of them are ruined: a rhythm may begin late.
  mutating func startAnew() {
    starts = starts == .max ? .max : starts + 1
    let start = -log(Double(starts) * Double(starts + 1))
    for index in 0..<GapBets.bettors {
      let share =
        index < 10
        ? GapBets.shares.center / 10
        : index < 14 ? GapBets.shares.range / 4 : GapBets.shares.recurrence / 4
      capitals[index] = Float(start + log(share))
    }
  }

  /// Settles the bets of one gap.
  /// - Parameters:
  ///   - gap: Seconds from the beat before.
  ///   - earlier: The gaps before it, oldest first, at most 64; at least one.
  ///   - fold: Seconds within which events belong to one beat.
  mutating func settle(_ gap: Double, after earlier: [Double], fold: Double) {
    let waited = max(gap - fold, 0)
    let recent = Array(earlier.suffix(15))
    betOnCenter(waited, recent, fold)
    if earlier.count >= 5 { betOnRange(waited, earlier.sorted(), fold) }
    if earlier.count >= 2 { betOnRecurrence(waited, recent, fold) }
  }

  private mutating func betOnCenter(_ waited: Double, _ recent: [Double], _ fold: Double) {
    let expected = GapBets.expectedGap(recent)
    let singles = recent.count { ($0 - expected).magnitude <= GapBets.single * expected }
    let reach = Double(singles) >= 0.4 * Double(recent.count) ? GapBets.multiples.count : 1
    for (index, tolerance) in GapBets.tolerances.enumerated() {
      var payoff = 0.0
      for multiple in 1...reach {
        let window = GapWindow(
          around: expected * Double(multiple), tolerance: tolerance, fold: fold)
        payoff += (reach == 1 ? 1 : GapBets.multiples[multiple - 1]) * window.payoff(waited)
      }
      stake(payoff, 2 * index)
    }
  }

  /// From the shortest to the longest gap so far, a little further where few were seen; and the same
  /// without the outer sixteenths.
  private mutating func betOnRange(_ waited: Double, _ sorted: [Double], _ fold: Double) {
    let margin = 0.5 / Double(sorted.count)
    for (index, cut) in [0, sorted.count / 16].enumerated() {
      let window = GapWindow(
        sorted[cut] * (1 - margin), sorted[sorted.count - 1 - cut] * (1 + margin), fold: fold)
      stake(window.payoff(waited), 10 + 2 * index)
    }
  }

  /// Sleeps that grow by their predecessors (Fibonacci), and additive recurrence (the sleep is a base
  /// plus the fraction of n times an irrational number), in which each gap differs from the one before by
  /// one of two amounts.
  private mutating func betOnRecurrence(_ waited: Double, _ recent: [Double], _ fold: Double) {
    let last = recent[recent.count - 1]
    let sum = GapWindow(around: last + recent[recent.count - 2], tolerance: 0.01, fold: fold)
    stake(sum.payoff(waited), 14)
    var payoff = 0.0
    for isLonger in [true, false] {
      var side: [Double] = []
      side.reserveCapacity(recent.count)
      for index in 1..<recent.count {
        let step = recent[index] - recent[index - 1]
        if isLonger ? step > 0 : step < 0 { side.append(step) }
      }
      guard !side.isEmpty else { continue }
      let next = last + Median.of(side)
      guard next > fold else { continue }
      payoff += 0.5 * GapWindow(around: next, tolerance: 0.02, fold: fold).payoff(waited)
    }
    stake(payoff, 16)
  }

  /// Books a payoff with the two bettors from `index` on, who differ in what they stake.
  private mutating func stake(_ payoff: Double, _ index: Int) {
    for (offset, part) in GapBets.stakes.enumerated() {
      capitals[index + offset] += Float(log(1 - part + part * payoff))
    }
  }

  /// The median gap; where beats are missing, the median of the gaps divided by the periods they span.
  static func expectedGap(_ gaps: [Double]) -> Double {
    let middle = Median.of(gaps)
    return Median.of(gaps.map { $0 > 1.5 * middle ? $0 / ($0 / middle).rounded() : $0 })
  }

  /// The logarithm of a sum of exponentials.
  static func sumOfExponentials(_ count: Int, _ term: (Int) -> Double) -> Double {
    guard count > 0 else { return -.infinity }
    var most = -Double.infinity
    for index in 0..<count { most = max(most, term(index)) }
    guard most > -.infinity else { return most }
    var sum = 0.0
    for index in 0..<count { sum += exp(term(index) - most) }
    return most + log(sum)
  }
}
