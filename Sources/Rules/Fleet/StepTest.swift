import Beacons
import Glibc

/// Whether two devices beat in step: three proofs, each with an upper bound of the chance that devices which know
/// nothing of each other look so.
///
/// All times are in seconds, rising; `own` is the series that has just beaten.
enum StepTest {
  /// Beats that both must have.
  static let fewestBeats = 8
  /// Gaps that differ by less are the same, in seconds.
  static let tolerance = 0.25
  /// Beats by which the other one may be ahead.
  static let lags = 16

  /// How two series are in step.
  enum Proof: UInt8, CaseIterable, Sendable {
    /// They beat at the same moments.
    case moment
    /// They have the same uneven gaps, one behind the other.
    case schedule
    /// They have the same period, which is none that people choose, and keep their distance.
    case period
  }

  /// What a proof has found.
  struct Result: Sendable {
    /// Upper bound of the chance.
    var chance: Double
    /// Beats or gaps that were compared.
    var count: Int
    /// How closely they agree: seconds, of periods a share.
    var agreement: Double
    /// How far the own beats are behind the other's, in seconds.
    var delay: Double
  }

  /// Tries a proof.
  /// - Parameters:
  ///   - proof: Which.
  ///   - own: The series that has just beaten.
  ///   - other: The other one.
  ///   - start: Where in its minute, by the clock on the wall, all times begin, in seconds.
  /// - Returns: `nil` where there are too few beats, or nothing that agrees.
  static func run(
    _ proof: Proof, _ own: [Double], _ other: [Double], start: Double = 30
  ) -> Result? {
    guard own.count >= fewestBeats, other.count >= fewestBeats else { return nil }
    return switch proof {
    case .moment: isByTheWall(own, start) ? nil : moment(own, other)
    case .schedule: schedule(own, other)
    case .period: period(own, other)
    }
  }

  /// The chance that so many of the series that were compared are in step by nothing.
  ///
  /// Union bound over the proofs (3), the comparisons of this and all earlier looks, how many are in step (2 to the
  /// power of it, as each number has half the share of the one before), and which of them.
  /// - Parameters:
  ///   - chance: The largest bound among those in step.
  ///   - count: How many are in step with the one that has just beaten.
  ///   - compared: The most series that any look compared.
  ///   - looks: How often one has looked.
  /// - Returns: The chance, 1 at most.
  static func groupChance(_ chance: Double, count: Int, compared: Int, looks: Int) -> Double {
    let compared = max(compared, count)
    var logarithm = log(3 * Double(max(1, looks))) + Double(count) * (log(2) + log(chance))
    for number in 0..<count {
      logarithm += log(Double(compared - number)) - log(Double(number + 1))
    }
    return min(1, exp(logarithm))
  }

  /// The same moments: all but an eighth of the own beats lie near one of the other's.
  ///
  /// Where the other series lies anywhere, a beat lies within t of it with no more than the share of time that
  /// is within t of its beats; so by Markov's inequality as many do with no more than that over 7/8.
  private static func moment(_ own: [Double], _ other: [Double]) -> Result? {
    let start = max(own[0], other[0])
    let mine = own.filter { $0 >= start }
    let length = own[own.count - 1] - start
    guard mine.count >= fewestBeats, length > 0 else { return nil }
    var distances: [Double] = []
    var next = 0
    for beat in mine {
      while next + 1 < other.count,
        (other[next + 1] - beat).magnitude <= (other[next] - beat).magnitude
      {
        next += 1
      }
      distances.append((other[next] - beat).magnitude)
    }
    distances.sort()
    let matched = mine.count - mine.count / 8
    let spread = max(distances[matched - 1], 0.001)
    let theirs = Double(other.count { $0 >= start } + 1)
    let chance = Double(mine.count) / Double(matched) * 2 * spread * theirs / length
    return Result(chance: min(1, chance), count: mine.count, agreement: spread, delay: 0)
  }

  /// Whether the beats come where minutes begin, all but an eighth within two seconds: who runs by the clock on the
  /// wall beats at the same moments as anybody else who does.
  private static func isByTheWall(_ beats: [Double], _ start: Double) -> Bool {
    let near = beats.count { beat in
      let place = (beat + start).truncatingRemainder(dividingBy: 60)
      let distance = place < 0 ? place + 60 : place
      return min(distance, 60 - distance) <= 2
    }
    return near * 8 >= beats.count * 7
  }

  /// The same uneven gaps: bets that the other's gap agrees with the own one, at fair odds.
  ///
  /// Where the other's gaps are independent of the own ones and come in any order alike, the latest agrees with the
  /// share of those so far that agree; so the capital has no gain on average, and one over it bounds the chance.
  /// Gaps that agree with the same series' earlier ones as well are a pattern and no proof.
  private static func schedule(_ own: [Double], _ other: [Double]) -> Result? {
    var capital = 0.0
    var best: (capital: Double, count: Int, delay: Double)?
    for lag in 0..<lags {
      guard let bets = bets(own, other, lag) else { continue }
      capital += bets.capital * (lag == 0 ? 0.5 : 0.5 / Double(lags - 1))
      if best.map({ $0.capital < bets.capital }) ?? true { best = bets }
    }
    // Most pairs end here: what they repeat of themselves is looked for only where it could matter.
    guard let best, capital > 1 else { return nil }
    var pattern = 1.0
    for lag in 1...32 {
      pattern = max(
        pattern, bets(own, own, lag, isItself: true)?.capital ?? 0,
        bets(other, other, lag, isItself: true)?.capital ?? 0)
    }
    guard capital > pattern else { return nil }
    return Result(
      chance: min(1, pattern / capital), count: best.count, agreement: tolerance,
      delay: best.delay)
  }

  /// The bets with the other series so many beats behind, from the latest gaps back; a series that is held against
  /// itself never meets itself.
  private static func bets(
    _ own: [Double], _ other: [Double], _ lag: Int, isItself: Bool = false
  ) -> (capital: Double, count: Int, delay: Double)? {
    var mine = own.count - 1
    var theirs = other.count - 1 - lag
    guard min(mine, theirs) >= fewestBeats else { return nil }
    var seen: [Double] = []
    seen.reserveCapacity(own.count + other.count)
    var delays: [Double] = []
    var capital = 1.0
    while mine > 0, theirs > 0 {
      let gap = own[mine] - own[mine - 1]
      let another = other[theirs] - other[theirs - 1]
      let delay = own[mine] - other[theirs]
      seen.append(another)
      if (another - gap).magnitude <= tolerance {
        let share = Double(seen.count { ($0 - gap).magnitude <= tolerance }) / Double(seen.count)
        capital *= 0.25 + 0.75 / share
        delays.append(delay)
        mine -= 1
        theirs -= 1
        continue
      }
      capital *= 0.25
      guard
        let step = nextPair(own[...mine], other[...theirs], keeping: delay, isItself: isItself)
      else { break }
      mine -= step.mine
      theirs -= step.theirs
    }
    guard seen.count >= fewestBeats, !delays.isEmpty else { return nil }
    return (capital, delays.count, Median.of(delays))
  }

  /// A beat that is missing on one side: how far back the pair lies, before the last of each, that keeps the delay
  /// best; `nil` at the front.
  private static func nextPair(
    _ own: ArraySlice<Double>, _ other: ArraySlice<Double>, keeping delay: Double, isItself: Bool
  ) -> (mine: Int, theirs: Int)? {
    let mine = own.endIndex - 1
    let theirs = other.endIndex - 1
    var best: (mine: Int, theirs: Int)?
    var least = Double.infinity
    func consider(_ back: Int, _ backThere: Int) {
      guard back <= mine, backThere <= theirs, !isItself || mine - back > theirs - backThere else {
        return
      }
      let change = (own[mine - back] - other[theirs - backThere] - delay).magnitude
      guard change < least else { return }
      least = change
      best = (back, backThere)
    }
    consider(1, 1)
    consider(1, 2)
    consider(2, 1)
    consider(1, 3)
    consider(3, 1)
    return best
  }

  /// The same period to a few parts in a million, and a constant distance.
  ///
  /// Periods of independent clocks are spread over the scale of their logarithms with at most one half in each
  /// factor e, apart from those that people choose, which prove nothing.
  private static func period(_ own: [Double], _ other: [Double]) -> Result? {
    guard let mine = pace(own), let theirs = pace(other), !isChosen(mine), !isChosen(theirs)
    else { return nil }
    let difference = max(log(mine / theirs).magnitude, 1e-6)
    guard difference < 0.01 else { return nil }
    let start = max(own[0], other[0])
    var delays: [Double] = []
    for beat in own where beat >= start {
      guard let before = other.last(where: { $0 <= beat }) else { continue }
      let delay = beat - before
      let reference = delays.first ?? delay
      delays.append(delay - ((delay - reference) / mine).rounded() * mine)
    }
    guard delays.count >= fewestBeats else { return nil }
    let delay = Median.of(delays)
    let near = delays.count { ($0 - delay).magnitude <= mine / 10 }
    guard near * 8 >= delays.count * 7 else { return nil }
    return Result(chance: difference, count: delays.count, agreement: difference, delay: delay)
  }

  /// The period of a clock with little jitter, over all of its beats; `nil` where it is none.
  static func pace(_ beats: [Double]) -> Double? {
    let gaps = zip(beats.dropFirst(), beats).map { $0 - $1 }
    let middle = Median.of(gaps)
    guard middle > 0 else { return nil }
    let turns = gaps.map { max(1, ($0 / middle).rounded()) }
    let errors = zip(gaps, turns).map { ($0 / $1 - middle).magnitude / middle }
    guard Median.of(errors) <= 0.05, errors.count(where: { $0 <= 0.25 }) * 8 >= errors.count * 7
    else { return nil }
    return (beats[beats.count - 1] - beats[0]) / turns.reduce(0, +)
  }

  /// Whether a period is within 1 % of one that people choose, or as good as whole in seconds, as all that programs
  /// are told is: independent ones have it, too.
  static func isChosen(_ period: Double) -> Bool {
    if (period - period.rounded()).magnitude <= min(1e-4 * period, 0.1) { return true }
    return [1.0, 60, 3600, 86_400].contains { unit in
      chosen.contains { (period / (unit * $0) - 1).magnitude <= 0.01 }
    }
  }

  /// Numbers of seconds, minutes, hours and days that people choose.
  private static let chosen: [Double] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 28, 30, 32, 35, 36, 40, 45, 48,
    50, 60,
    64, 70, 72, 75, 80, 90, 100, 120, 128, 150, 160, 180, 200, 240, 250, 256, 300, 320, 360, 400,
    450, 480,
    500, 512, 600, 640, 720, 750, 800, 900, 1000, 1024, 1200, 1280, 1500, 1800, 2000, 2048, 2400,
    2500,
    3000, 4000, 4096, 5000, 6000, 8000, 8192, 10_000,
  ]
}
