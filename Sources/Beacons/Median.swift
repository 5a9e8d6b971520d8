/// The middle of some values.
public enum Median {
  /// The middle value, or the mean of the two middle ones; at least one value.
  public static func of(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
