import Published

/// The rows with a clock that the printed sweep has: 24 hours of one channel.
extension Row {
  static let sweep: [Row] = [
    beacon("60 s") { Traffic.clock(60, &$0) },
    beacon("300 s") { Traffic.clock(300, &$0) },
    beacon("1 h") { Traffic.clock(3600, &$0) },
    beacon("4 h") { Traffic.clock(14_400, &$0) },
    beacon("300 s, jitter 10 %", jitter(0.1)),
    beacon("300 s, jitter 30 %", jitter(0.3)),
    beacon("300 s, jitter 50 %", jitter(0.5)),
    beacon("300 s, jitter 90 %", jitter(0.9)),
    beacon("300 s, 10 % missed", missing(0.1)),
    beacon("300 s, 30 % missed", missing(0.3)),
    beacon("300 s, 50 % missed", missing(0.5)),
    Row("300 s and as much noise", printed: 1) { Sample(among(300, &$0)) },
    Row("300 s and three times the noise", printed: 1) { Sample(among(100, &$0)) },
    beacon("300 s and 420 s") {
      (Traffic.clock(300, noise: 0.5, &$0) + Traffic.clock(420, noise: 0.5, &$0)).sorted()
    },
    beacon("300 s and junk every 3 s") {
      (Traffic.clock(300, noise: 0.5, &$0) + Traffic.clock(3, noise: 0.05, &$0)).sorted()
    },
    beacon("300 s for 3 h") { Traffic.clock(300, for: 10_800, &$0) },
    beacon("1 h, 6 beats") { Traffic.clock(3600, for: 21_600, &$0) },
    beacon("growing as Fibonacci's numbers") { _ in Traffic.fibonacci() },
    beacon("NTP every 1024 s") { Traffic.clock(1024, noise: 5, &$0) },
    beacon("SNMP every 60 s") { Traffic.clock(60, noise: 0.2, &$0) },
  ]

  /// A row that some detector finds in every trial of the printed sweep.
  private static func beacon(
    _ name: String, _ times: @escaping @Sendable (inout Generator) -> [Double]
  ) -> Row {
    Row(name, printed: 1) { Sample(Traffic.steady(times(&$0).filter { $0 >= 0 })) }
  }

  /// A sleeper that takes up to a share of the sleep off, as Cobalt Strike's jitter does.
  static func jitter(_ share: Double) -> @Sendable (inout Generator) -> [Double] {
    { random in Traffic.sleeper(&random) { 300 * (1 - share * $0.uniform()) } }
  }

  private static func missing(_ share: Double) -> @Sendable (inout Generator) -> [Double] {
    { random in Traffic.losing(share, Traffic.clock(300, noise: 1, &random), &random) }
  }

  /// A beacon of 300 s in memoryless traffic.
  private static func among(_ mean: Double, _ random: inout Generator) -> EventSeries {
    let beats = Traffic.steady(Traffic.clock(300, noise: 0.5, &random))
    let noise = Traffic.poisson(mean: mean, &random)
    return Traffic.merged(beats, Traffic.various(noise, &random))
  }
}
