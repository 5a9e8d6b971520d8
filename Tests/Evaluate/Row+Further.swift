/// Rows with a clock that the printed sweep does not have.
extension Row {
  static let further: [Row] = [
    further("12 h for a week", days: 7) {
      Traffic.clock(43_200, for: 7 * Traffic.day, noise: 2, &$0)
    },
    further("24 h for a month", days: 30) {
      Traffic.clock(Traffic.day, for: 30 * Traffic.day, noise: 5, &$0)
    },
    further("one third missed, jitter 30 %") { random in
      Traffic.losing(1 / 3.0, jitter(0.3)(&random), &random)
    },
    further("300 s plus or minus 50 %") { Traffic.sleeper(&$0) { $0.uniform(150, 450) } },
    further("office hours of three days", days: 3) { random in
      (0..<3).flatMap { day in
        Traffic.clock(300, for: 8 * 3600, &random).map { $0 + Double(day) * Traffic.day + 32_400 }
      }
    },
    further("300 s plus exponential 60 s") { Traffic.sleeper(&$0) { 300 + $0.exponential(60) } },
    further("golden-ratio sleeps, 60 s to 600 s") { random in
      let start = random.uniform()
      var count = 0.0
      return Traffic.sleeper(&random) { _ in
        count += 1
        return 60 + 540 * (start + count * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
      }
    },
    further("slow drift, 300 s to 330 s") { random in
      var period = 300.0
      return Traffic.sleeper(&random) {
        period = min(period + 0.1, 330)
        return period + $0.normal(0, 0.5)
      }
    },
    Row("two devices in step, both", printed: nil) { random in
      let beats = Traffic.clock(300, noise: 0, &random)
      return Sample(
        (0..<2).map { _ in
          Traffic.steady(beats.map { $0 + random.normal(0, 1) }.sorted().filter { $0 >= 0 })
        })
    },
    Row("60 s inside one TCP connection", printed: nil) { heartbeat(60, &$0) },
    Row("600 s inside one TCP connection", printed: nil) { heartbeat(600, &$0) },
  ]

  private static func further(
    _ name: String, days: Double = 1, _ times: @escaping @Sendable (inout Generator) -> [Double]
  ) -> Row {
    Row(name, printed: nil) {
      Sample(Traffic.steady(times(&$0).filter { $0 >= 0 }, for: days * Traffic.day))
    }
  }

  /// A payload every period, a tenth of it by chance, in a connection that never closes.
  private static func heartbeat(_ period: Double, _ random: inout Generator) -> Sample {
    let beats = Traffic.sleeper(&random) { period * (1 - 0.1 * $0.uniform()) }
    let connection = HeartbeatConnection(beats: beats)
    let openings = connection.openings
    return Sample(
      events: connection.events,
      connections: Traffic.steady(openings))
  }
}
