import Glibc

/// Looks in the latest beats for distances that come up too often: candidates for a clock.
///
/// A guess needs no proof here, `PhaseTracker` tests it on what comes afterwards.
enum PeriodSearch {
  /// The most candidates of one search.
  static let most = 4
  /// Conspicuous distances that are looked at more closely.
  private static let mostPeaks = 9
  /// What the times must agree on a period, in standard deviations of times without a clock.
  private static let leastAgreement = 3.0

  /// A period, and a beat of it.
  struct Candidate {
    /// Seconds between beats.
    let period: Double
    /// Seconds, on the scale of the times given.
    let beat: Double
  }

  /// The most conspicuous periods of at least 2 seconds among times in rising order.
  static func candidates(_ times: [Double]) -> [Candidate] {
    guard times.count >= 8 else { return [] }
    let longest = (times[times.count - 1] - times[0]) / 3
    var distances: [Double] = []
    for later in times.indices {
      for earlier in 0..<later {
        let distance = times[later] - times[earlier]
        if distance >= 2, distance <= longest { distances.append(distance) }
      }
    }
    guard distances.count >= 8 else { return [] }
    distances.sort()
    return peaks(distances).map { refine($0, times) }
      .filter { $0.agreement >= leastAgreement }
      .sorted { $0.agreement > $1.agreement }
      .prefix(most).map { Candidate(period: $0.period, beat: $0.beat) }
  }

  /// Distances with more neighbours than their surroundings explain, the most surprising first.
  private static func peaks(_ distances: [Double]) -> [Double] {
    let near = Window(distances) { max(0.5, 0.004 * $0) }
    let wide = Window(distances) { max(max(10, 0.08 * $0), 0.2 * $0) }
    var scored: [(score: Double, index: Int)] = []
    for index in distances.indices {
      let half = near.half(distances[index])
      let expected = Double(wide.count(index)) * half / wide.half(distances[index])
      let score = (Double(near.count(index)) - expected) / (expected + 1).squareRoot()
      if score >= 3 { scored.append((score, index)) }
    }
    scored.sort { ($1.score, $0.index) < ($0.score, $1.index) }
    var found: [Double] = []
    for entry in scored.prefix(400) {
      let members = near.members(entry.index)
      let mean = members.reduce(0, +) / Double(members.count)
      if found.contains(where: { (mean - $0).magnitude < 2 * near.half(mean) }) { continue }
      found.append(mean)
      if found.count == mostPeaks { break }
    }
    return found
  }

  private typealias Refined = (period: Double, beat: Double, agreement: Double)

  /// The period near a first guess, and the phase, at which most times fall into one narrow part of the
  /// turn; then the line through these times.
  ///
  /// Counts where the times of the turn are, in parts of 1/200 of it: other traffic spreads over all of
  /// them, where the mean direction of all times would follow it.
  private static func refine(_ guess: Double, _ times: [Double]) -> Refined {
    let last = times[times.count - 1]
    let parts = max(8, min(200, Int(guess / 0.5)))
    var counts = Array(repeating: 0, count: parts)
    var best = (count: 0, period: guess, offset: 0.0)
    for step in -40...40 {
      let period = guess * (1 + 0.0001 * Double(step))
      for part in counts.indices { counts[part] = 0 }
      for time in times { counts[part(of: time, last, period, parts)] += 1 }
      for part in counts.indices {
        let count = counts[part] + counts[part + 1 == parts ? 0 : part + 1]
        guard count > best.count else { continue }
        best = (count, period, Double(part + 1) / Double(parts) * period)
      }
    }
    return fit(best.period, last + best.offset, times, within: best.period / Double(parts))
  }

  /// The line of beats through the times that are near one of a first line.
  /// - Returns: `agreement` is how many more times are near than of as many without a clock, in standard
  ///   deviations.
  private static func fit(
    _ period: Double, _ beat: Double, _ times: [Double], within half: Double
  ) -> Refined {
    var line = (period: period, beat: beat)
    var near = 0.0
    for _ in 0..<2 {
      var turns: [Double] = []
      var errors: [Double] = []
      for time in times {
        let turn = ((time - line.beat) / line.period).rounded()
        let error = time - line.beat - turn * line.period
        guard error.magnitude <= half else { continue }
        turns.append(turn)
        errors.append(error)
      }
      near = Double(turns.count)
      guard near >= 3 else { break }
      let meanTurn = turns.reduce(0, +) / near
      let meanError = errors.reduce(0, +) / near
      var product = 0.0
      var square = 0.0
      for (turn, error) in zip(turns, errors) {
        product += (turn - meanTurn) * (error - meanError)
        square += (turn - meanTurn) * (turn - meanTurn)
      }
      guard square > 0 else { break }
      let slope = product / square
      line = (line.period + slope, line.beat + meanError - slope * meanTurn)
    }
    let last = times[times.count - 1]
    let turn = ((last - line.beat) / line.period).rounded()
    let expected = Double(times.count) * 2 * half / line.period
    return (
      line.period, line.beat + turn * line.period, (near - expected) / (expected + 1).squareRoot()
    )
  }

  private static func part(of time: Double, _ last: Double, _ period: Double, _ parts: Int) -> Int {
    let turns = (time - last) / period
    return min(parts - 1, Int((turns - turns.rounded(.down)) * Double(parts)))
  }
  /// Counts the neighbours of each of sorted values, with one pass for all of them.
  private struct Window {
    private let values: [Double]
    private let lower: [Int]
    private let upper: [Int]
    let half: (Double) -> Double

    /// Neighbours within `half` of each value; `half` must not fall where the value rises.
    init(_ values: [Double], half: @escaping (Double) -> Double) {
      self.values = values
      self.half = half
      var lower: [Int] = []
      var upper: [Int] = []
      var start = 0
      var end = 0
      for value in values {
        let reach = half(value)
        while start < values.count, values[start] < value - reach { start += 1 }
        while end < values.count, values[end] <= value + reach { end += 1 }
        lower.append(start)
        upper.append(end)
      }
      self.lower = lower
      self.upper = upper
    }

    func count(_ index: Int) -> Int { upper[index] - lower[index] }
    func members(_ index: Int) -> ArraySlice<Double> { values[lower[index]..<upper[index]] }
  }
}
