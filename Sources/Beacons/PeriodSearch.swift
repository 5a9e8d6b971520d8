import Glibc

/// Looks in the latest beats for distances that come up too often: candidates for a clock.
///
/// A guess needs no proof here, `PhaseTracker` tests it on what comes afterwards.
enum PeriodSearch {
  /// The most candidates of one search.
  static let most = 3

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
      if found.count == most { break }
    }
    return found
  }

  /// The period near a first guess, and the phase, at which the times agree best.
  private static func refine(_ guess: Double, _ times: [Double]) -> Candidate {
    let last = times[times.count - 1]
    var best = (length: -1.0, period: guess, angle: 0.0)
    for step in -40...40 {
      let period = guess * (1 + 0.0001 * Double(step))
      var x = 0.0
      var y = 0.0
      for time in times {
        let angle = 2 * Double.pi * (time - last) / period
        x += cos(angle)
        y += sin(angle)
      }
      let length = x * x + y * y
      if length > best.length { best = (length, period, atan2(y, x)) }
    }
    return Candidate(
      period: best.period, beat: last + best.angle / (2 * Double.pi) * best.period)
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
