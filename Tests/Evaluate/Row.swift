/// One row of the sweep: how its traffic is made, and how the best published detector does.
struct Row: Sendable {
  /// What is done.
  let name: String
  /// The detection rate of the best detector in the published table; `nil` where it has no such row.
  let best: Double?
  /// Whether there is no clock, so that a detection is a false alarm.
  let isNegative: Bool
  /// Makes one trial's event times.
  let make: @Sendable (inout Generator) -> [Double]

  init(
    _ name: String, best: Double?, isNegative: Bool = false,
    _ make: @escaping @Sendable (inout Generator) -> [Double]
  ) {
    self.name = name
    self.best = best
    self.isNegative = isNegative
    self.make = make
  }

  /// Every row of the published sweep, then those that no published detector was tried on.
  static let all = published + more + negative

  private static func jitter(_ share: Double) -> @Sendable (inout Generator) -> [Double] {
    { random in Traffic.sleeper(&random) { 300 * (1 - share * $0.uniform()) } }
  }

  private static func missing(_ share: Double) -> @Sendable (inout Generator) -> [Double] {
    { random in Traffic.losing(share, Traffic.clock(300, noise: 1, &random), &random) }
  }

  private static let published: [Row] = [
    Row("60 s", best: 1) { Traffic.clock(60, &$0) },
    Row("300 s", best: 1) { Traffic.clock(300, &$0) },
    Row("1 h", best: 1) { Traffic.clock(3600, &$0) },
    Row("4 h", best: 1) { Traffic.clock(14_400, &$0) },
    Row("300 s, jitter 10 %", best: 1, jitter(0.1)),
    Row("300 s, jitter 30 %", best: 1, jitter(0.3)),
    Row("300 s, jitter 50 %", best: 1, jitter(0.5)),
    Row("300 s, jitter 90 %", best: 1, jitter(0.9)),
    Row("300 s, 10 % missed", best: 1, missing(0.1)),
    Row("300 s, 30 % missed", best: 1, missing(0.3)),
    Row("300 s, 50 % missed", best: 1, missing(0.5)),
    Row("300 s and as much noise", best: 1) {
      (Traffic.clock(300, noise: 0.5, &$0) + Traffic.poisson(mean: 300, &$0)).sorted()
    },
    Row("300 s and three times the noise", best: 1) {
      (Traffic.clock(300, noise: 0.5, &$0) + Traffic.poisson(mean: 100, &$0)).sorted()
    },
    Row("300 s and 420 s", best: 1) {
      (Traffic.clock(300, noise: 0.5, &$0) + Traffic.clock(420, noise: 0.5, &$0)).sorted()
    },
    Row("300 s and junk every 3 s", best: 1) {
      (Traffic.clock(300, noise: 0.5, &$0) + Traffic.clock(3, noise: 0.05, &$0)).sorted()
    },
    Row("300 s for 3 h", best: 1) { Traffic.clock(300, for: 10_800, &$0) },
    Row("1 h, 6 beats", best: 1) { Traffic.clock(3600, for: 21_600, &$0) },
    Row("growing as Fibonacci's numbers", best: 1) { _ in Traffic.fibonacci() },
    Row("NTP every 1024 s", best: 1) { Traffic.clock(1024, noise: 5, &$0) },
    Row("SNMP every 60 s", best: 1) { Traffic.clock(60, noise: 0.2, &$0) },
  ]

  private static let more: [Row] = [
    Row("12 h for a week", best: nil) {
      Traffic.clock(43_200, for: 7 * Traffic.day, noise: 2, &$0)
    },
    Row("24 h for a month", best: nil) {
      Traffic.clock(Traffic.day, for: 30 * Traffic.day, noise: 5, &$0)
    },
    Row("one third missed, jitter 30 %", best: nil) { random in
      Traffic.losing(1 / 3.0, jitter(0.3)(&random), &random)
    },
    Row("300 s plus or minus 50 %", best: nil) {
      Traffic.sleeper(&$0) { $0.uniform(150, 450) }
    },
    Row("office hours of three days", best: nil) { random in
      (0..<3).flatMap { day in
        Traffic.clock(300, for: 8 * 3600, &random).map { $0 + Double(day) * Traffic.day + 32_400 }
      }
    },
    Row("300 s plus exponential 60 s", best: nil) {
      Traffic.sleeper(&$0) { 300 + $0.exponential(60) }
    },
    Row("golden-ratio sleeps, 60 s to 600 s", best: nil) { random in
      let start = random.uniform()
      var count = 0.0
      return Traffic.sleeper(&random) { _ in
        count += 1
        return 60 + 540 * (start + count * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
      }
    },
    Row("slow drift, 300 s to 330 s", best: nil) { random in
      var period = 300.0
      return Traffic.sleeper(&random) {
        period = min(period + 0.1, 330)
        return period + $0.normal(0, 0.5)
      }
    },
  ]

  private static let negative: [Row] = [
    Row("NEG memoryless, mean 60 s", best: 0, isNegative: true) {
      Traffic.poisson(mean: 60, &$0)
    },
    Row("NEG memoryless, mean 300 s", best: 0, isNegative: true) {
      Traffic.poisson(mean: 300, &$0)
    },
    Row("NEG memoryless, mean 1 h", best: 0, isNegative: true) {
      Traffic.poisson(mean: 3600, &$0)
    },
    Row("NEG browsing", best: 0, isNegative: true) { Traffic.browsing(&$0) },
    Row("NEG back-off storms", best: 0, isNegative: true) { Traffic.backOff(&$0) },
  ]
}
