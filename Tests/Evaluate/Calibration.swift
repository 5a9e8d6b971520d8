import Glibc
import Published

/// How often series without a clock ever reach a p-value, for each of several p.
struct Calibration: Sendable {
  /// A kind of traffic without a clock.
  struct Null: Sendable {
    let name: String
    let make: @Sendable (inout Generator) -> [Double]
  }

  /// The kinds that are looked at.
  static let nulls = [
    Null(name: "memoryless, mean 300 s") { Traffic.poisson(mean: 300, &$0) },
    Null(name: "browsing") { Traffic.browsing(&$0) },
    Null(name: "back-off storms", make: Traffic.backOff),
    Null(name: "log-normal and Pareto bursts", make: Traffic.bursts),
    Null(name: "memoryless, rate by day and night", make: Traffic.dayAndNight),
  ]

  /// The p-values that are asked about.
  static let chances = [0.1, 0.01, 0.001, 0.0001]

  /// Series looked at.
  private(set) var series = 0
  /// How many reached each of `chances` at some moment.
  private(set) var counts = [Int](repeating: 0, count: Calibration.chances.count)

  /// Nothing looked at.
  init() {}

  /// Looks at the series of a range of numbers.
  init(_ null: Null, number: Int, _ range: Range<Int>) {
    for trial in range {
      var random = Generator(seed: UInt64(number + 1000) << 40 | UInt64(trial))
      let evidence = Trial(null.make(&random)).evidence
      series += 1
      for (index, chance) in Calibration.chances.enumerated() where evidence >= -log(chance) {
        counts[index] += 1
      }
    }
  }

  /// Both together.
  static func + (left: Calibration, right: Calibration) -> Calibration {
    var sum = left
    sum.series += right.series
    for index in sum.counts.indices { sum.counts[index] += right.counts[index] }
    return sum
  }

  /// The share that reached a chance, and the bound below which the true share lies with 95 %.
  func share(_ index: Int) -> (share: Double, bound: Double) {
    (
      Double(counts[index]) / Double(max(series, 1)),
      BetaDistribution.upperBound(hits: counts[index], trials: series, chance: 0.05)
    )
  }

  /// The chances that were reached more often than they say, so that this happens once in 1000
  /// evaluations or less where they are honest.
  var dishonest: [Double] {
    Calibration.chances.indices.filter {
      BetaDistribution.lowerBound(hits: counts[$0], trials: series, chance: 0.001)
        > Calibration.chances[$0]
    }.map { Calibration.chances[$0] }
  }
}
