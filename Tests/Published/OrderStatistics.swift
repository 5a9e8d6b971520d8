/// Middle values as the analyses that use them define them.
enum OrderStatistics {
  /// The middle of rising values, or the mean of the two middle ones.
  static func median(sorted values: some RandomAccessCollection<Double>) -> Double {
    let first = values.index(values.startIndex, offsetBy: (values.count - 1) / 2)
    let second = values.index(values.startIndex, offsetBy: values.count / 2)
    return first == second ? values[first] : (values[first] + values[second]) / 2
  }

  /// Medians of the lower half, of all, and of the upper half of rising values, of which there must be
  /// two; the middle one belongs to no half (as in the Go library montanaflynn/stats).
  static func quartiles(sorted values: [Double]) -> (first: Double, second: Double, third: Double) {
    let half = values.count / 2
    return (
      median(sorted: values[..<half]), median(sorted: values),
      median(sorted: values[(values.count - half)...])
    )
  }

  /// The median distance from the median.
  static func medianDeviation(sorted values: [Double]) -> Double {
    let middle = median(sorted: values)
    return median(sorted: values.map { ($0 - middle).magnitude }.sorted())
  }

  /// The standard deviation (divided by n) over the mean; infinite where the mean is 0.
  static func variation(_ values: some Collection<Double>) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return mean > 0 ? variance.squareRoot() / mean : .infinity
  }
}
