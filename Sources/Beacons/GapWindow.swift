/// A range of gaps that was named before the gap came, and what a hit is worth.
///
/// Null: whatever came before, short gaps are at least as likely as long ones (the density of the next
/// gap, counted from the fold, does not increase). That holds for a memoryless process, for any mixture
/// of such with rates that change, for power laws, hence for people and for bursts. A density that does
/// not increase is a mixture of uniform ones that start at 0, and a uniform one up to x puts at most
/// (b - a) / b into a window from a to b, whatever x is. So a stake that pays b / (b - a) on a hit and
/// nothing else can only lose on average: there is no rate to estimate and none to get wrong.
struct GapWindow {
  /// Seconds behind the fold where it begins.
  let lower: Double
  /// Seconds behind the fold where it ends.
  let upper: Double

  /// The window around a gap, from `center / (1 + tolerance)` to `center * (1 + tolerance)`.
  init(around center: Double, tolerance: Double, fold: Double) {
    self.init(center / (1 + tolerance), center * (1 + tolerance), fold: fold)
  }

  /// The window between two gaps.
  init(_ lower: Double, _ upper: Double, fold: Double) {
    self.lower = max(lower - fold, 0)
    self.upper = upper - fold
  }

  /// What a stake of 1 is worth afterwards: `b / (b - a)` or 0.
  /// - Parameter gap: Seconds behind the fold.
  func payoff(_ gap: Double) -> Double {
    guard upper > lower, gap >= lower, gap <= upper else { return 0 }
    return upper / (upper - lower)
  }
}
