import Glibc

/// Traffic without a clock that is not memoryless.
extension Traffic {
  /// Bursts: seven gaps of ten are log-normal around 8 s, the others Pareto from 2 minutes on, without
  /// a variance.
  static func bursts(_ random: inout Generator) -> [Double] {
    var times: [Double] = []
    var time = 0.0
    while true {
      time +=
        random.uniform() < 0.7
        ? 8 * exp(random.normal(0, 1.5)) : 120 / pow(1 - random.uniform(), 1 / 1.1)
      guard time < day else { return times }
      times.append(time)
    }
  }

  /// Memoryless with a rate that is itself by chance: one event in 3 minutes by day, one in an hour at
  /// night, each hour times a log-normal factor.
  static func dayAndNight(_ random: inout Generator) -> [Double] {
    var times: [Double] = []
    for hour in 0..<24 {
      let mean = (hour < 7 || hour >= 22 ? 3600 : 180) * exp(random.normal(0, 0.7))
      var time = random.exponential(mean)
      while time < 3600 {
        times.append(Double(hour) * 3600 + time)
        time += random.exponential(mean)
      }
    }
    return times
  }
}
