import Capture

extension StoredReader {
  /// Reads a number that may have a fraction and must lie in a range, so that none that is not finite
  /// gets in.
  mutating func double(in range: ClosedRange<Double>) throws(StoredFault) -> Double {
    let fault = fault("a number from \(range.lowerBound) to \(range.upperBound)")
    let number = try double()
    guard range.contains(number) else { throw fault }
    return number
  }

  /// Reads the logarithm of a capital.
  mutating func capital() throws(StoredFault) -> Float {
    let fault = fault("the logarithm of a capital")
    let number = try float()
    guard number.isFinite else { throw fault }
    return number
  }

  /// Reads a count: at least `least`, and far enough from the most a number can hold to go on counting.
  mutating func tally(from least: Int = 0) throws(StoredFault) -> Int {
    let fault = fault("a count from \(least)")
    let number = try self.number(Int64.self)
    guard (Int64(least)...1 << 60).contains(number) else { throw fault }
    return Int(number)
  }
}
