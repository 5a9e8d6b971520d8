import Published

/// Rows without a clock.
extension Row {
  static let nulls: [Row] = [
    memoryless("NEG memoryless, mean 60 s", 60),
    memoryless("NEG memoryless, mean 300 s", 300),
    memoryless("NEG memoryless, mean 1 h", 3600),
    null("NEG memoryless, mean 300 s, one size") {
      Traffic.steady(Traffic.poisson(mean: 300, &$0))
    },
    null("NEG browsing") {
      let times = Traffic.browsing(&$0)
      return Traffic.various(times, &$0)
    },
    null("NEG back-off storms") {
      Traffic.steady(Traffic.backOff(&$0).filter { $0 < Traffic.day })
    },
  ]

  private static func memoryless(_ name: String, _ mean: Double) -> Row {
    null(name) {
      let times = Traffic.poisson(mean: mean, &$0)
      return Traffic.various(times, &$0)
    }
  }

  private static func null(
    _ name: String, _ make: @escaping @Sendable (inout Generator) -> EventSeries
  ) -> Row {
    Row(name, printed: 0, isNegative: true) { Sample(make(&$0)) }
  }
}
