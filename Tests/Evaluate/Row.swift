/// One row of the sweep: how its traffic is made, and what the printed sweep has for it.
struct Row: Sendable {
  /// What is done.
  let name: String
  /// The rate of the best detector in the printed sweep; `nil` where that has no such row.
  let printed: Double?
  /// Whether there is no clock, so that a detection is a false alarm.
  let isNegative: Bool
  /// Makes one trial's traffic.
  let make: @Sendable (inout Generator) -> Sample

  /// A row in which something is to be found, or, where `isNegative`, nothing.
  init(
    _ name: String, printed: Double?, isNegative: Bool = false,
    _ make: @escaping @Sendable (inout Generator) -> Sample
  ) {
    self.name = name
    self.printed = printed
    self.isNegative = isNegative
    self.make = make
  }

  /// Every row of the printed sweep, then those that it does not have, then those without a clock.
  static let all = sweep + further + nulls

  /// How many trials a row gets where a row with a clock gets `trials`.
  func trials(_ trials: Int) -> Int { isNegative ? 10 * trials : trials }
}
