import Glibc

/// A mixture of normal distributions fitted to single values by expectation and maximization.
///
/// Starts from k-means whose centres start at evenly spaced quantiles, adds 1e-6 to every variance, and
/// ends when the mean log likelihood gains less than 0.001, or after 100 rounds: the defaults of
/// scikit-learn's `GaussianMixture`, but with nothing random.
struct GaussianMixture {
  /// The components' means.
  private(set) var means: [Double]
  private var variances: [Double]
  private var weights: [Double]
  private var logLikelihood = -Double.infinity
  private let count: Int

  /// The Bayesian information criterion: less is better.
  var criterion: Double {
    -2 * logLikelihood + Double(3 * means.count - 1) * log(Double(count))
  }

  /// A mixture of `components` for at least as many values.
  init(_ values: [Double], components: Int) {
    count = values.count
    means = GaussianMixture.centers(values, components)
    variances = Array(repeating: 0, count: components)
    weights = variances
    let shares = values.map { value in
      let nearest = means.indices.min {
        (means[$0] - value).magnitude < (means[$1] - value).magnitude
      }
      return means.indices.map { $0 == nearest ? 1.0 : 0 }
    }
    maximize(values, shares)
    for _ in 0..<100 {
      let before = logLikelihood
      let shares = expect(values)
      if logLikelihood - before < 0.001 * Double(count) { break }
      maximize(values, shares)
    }
  }

  /// The means of the mixture of one, two or three components with the best criterion.
  static func bestMeans(_ values: [Double]) -> [Double] {
    (1...max(1, min(3, values.count - 1))).map { GaussianMixture(values, components: $0) }
      .min { $0.criterion < $1.criterion }?.means ?? []
  }

  private static func centers(_ values: [Double], _ components: Int) -> [Double] {
    let sorted = values.sorted()
    var centers = (0..<components).map {
      sorted[(2 * $0 + 1) * sorted.count / (2 * components)]
    }
    for _ in 0..<20 {
      var sums = [Double](repeating: 0, count: components)
      var counts = sums
      for value in values {
        let nearest =
          centers.indices.min { (centers[$0] - value).magnitude < (centers[$1] - value).magnitude }
          ?? 0
        sums[nearest] += value
        counts[nearest] += 1
      }
      for index in centers.indices where counts[index] > 0 {
        centers[index] = sums[index] / counts[index]
      }
    }
    return centers
  }

  /// How much of each value belongs to each component.
  private mutating func expect(_ values: [Double]) -> [[Double]] {
    var total = 0.0
    let shares = values.map { value in
      let logs = means.indices.map { index in
        let distance = value - means[index]
        return log(weights[index]) - 0.5 * log(2 * Double.pi * variances[index])
          - distance * distance / (2 * variances[index])
      }
      let most = logs.max() ?? 0
      let sum = most + log(logs.reduce(0) { $0 + exp($1 - most) })
      total += sum
      return logs.map { exp($0 - sum) }
    }
    logLikelihood = total
    return shares
  }

  private mutating func maximize(_ values: [Double], _ shares: [[Double]]) {
    for index in means.indices {
      var weight = 1e-12
      var sum = 0.0
      for (value, share) in zip(values, shares) {
        weight += share[index]
        sum += share[index] * value
      }
      let mean = sum / weight
      var squares = 0.0
      for (value, share) in zip(values, shares) {
        squares += share[index] * (value - mean) * (value - mean)
      }
      means[index] = mean
      variances[index] = squares / weight + 1e-6
      weights[index] = weight / Double(values.count)
    }
  }
}
