/// How like a row of values is to itself some steps later, and where that stands out.
enum Autocorrelation {
  /// The correlations of steps 0, 1, ... n - 1, the first being 1; the mean is taken off and every sum is
  /// divided by the same. Empty where the values do not vary.
  static func values(_ row: [Double]) -> [Double] {
    var size = 1
    while size < 2 * row.count { size *= 2 }
    let mean = row.reduce(0, +) / Double(row.count)
    var real = row.map { $0 - mean } + [Double](repeating: 0, count: size - row.count)
    var imaginary = [Double](repeating: 0, count: size)
    let transform = FourierTransform(count: size)
    transform.transform(&real, &imaginary)
    for index in 0..<size {
      real[index] = real[index] * real[index] + imaginary[index] * imaginary[index]
      imaginary[index] = 0
    }
    transform.transform(&real, &imaginary)
    guard real[0] > 1e-9 * Double(size) else { return [] }
    return row.indices.map { real[$0] / real[0] }
  }

  /// The places of values that are above both neighbours (the middle of a plateau) and stand out by at
  /// least `prominence`: above the higher of the lowest values on the way to something higher, or to the
  /// end, on each side.
  static func peaks(_ values: [Double], prominence: Double) -> [Int] {
    var found: [Int] = []
    var index = 1
    while index < values.count - 1 {
      var end = index
      while end < values.count - 1, values[end + 1] == values[index] { end += 1 }
      if values[index - 1] < values[index], end < values.count - 1,
        values[end + 1] < values[index],
        standsOut(values, (index + end) / 2, by: prominence)
      {
        found.append((index + end) / 2)
      }
      index = end + 1
    }
    return found
  }

  private static func standsOut(_ values: [Double], _ peak: Int, by prominence: Double) -> Bool {
    var left = values[peak]
    for value in values[..<peak].reversed() {
      if value > values[peak] { break }
      left = min(left, value)
    }
    var right = values[peak]
    for value in values[(peak + 1)...] {
      if value > values[peak] { break }
      right = min(right, value)
    }
    return values[peak] - max(left, right) >= prominence
  }
}
