import Glibc

/// Event times in seconds, as the sweep of published detectors made them, and more.
enum Traffic {
  static let day = 86_400.0

  /// A clock with a little noise that does not add up.
  static func clock(
    _ period: Double, for length: Double = day, noise: Double = 0.02, _ random: inout Generator
  ) -> [Double] {
    let start = random.uniform(0, period)
    return (0..<Int(length / period)).map {
      start + Double($0) * period + random.normal(0, noise)
    }.sorted()
  }

  /// A sleeper: the next beat counts from the last.
  static func sleeper(
    for length: Double = day, _ random: inout Generator, sleep: (inout Generator) -> Double
  ) -> [Double] {
    var times = [random.uniform(0, 60)]
    while times[times.count - 1] < length {
      times.append(times[times.count - 1] + sleep(&random))
    }
    return times.dropLast()
  }

  /// Each event lost with a chance.
  static func losing(_ share: Double, _ times: [Double], _ random: inout Generator) -> [Double] {
    times.filter { _ in random.uniform() >= share }
  }

  /// Memoryless.
  static func poisson(
    mean: Double, for length: Double = day, _ random: inout Generator
  ) -> [Double] {
    var times: [Double] = []
    var time = random.exponential(mean)
    while time < length {
      times.append(time)
      time += random.exponential(mean)
    }
    return times
  }

  /// A person: sessions of pages, each page some requests at once.
  static func browsing(_ random: inout Generator) -> [Double] {
    var times: [Double] = []
    var time = 0.0
    while time < day {
      time += random.exponential(7200)
      for _ in 0..<Int(random.uniform(5, 25)) {
        time += exp(random.normal(2.5, 1.2))
        times.append(time)
        for _ in 0..<Int(random.uniform(0, 3)) { times.append(time + random.uniform(0, 3)) }
      }
    }
    return times.filter { $0 < day }.sorted()
  }

  /// Storms of tries that wait twice as long each time, at memoryless moments.
  static func backOff(_ random: inout Generator) -> [Double] {
    var times: [Double] = []
    for start in poisson(mean: day / 8, &random) {
      var time = start
      times.append(time)
      for round in 0..<5 {
        time += Double(1 << round) + random.normal(0, 0.01)
        times.append(time)
      }
    }
    return times.sorted()
  }

  /// Gaps that are the sum of the two before.
  static func fibonacci() -> [Double] {
    var times = [0.0]
    var gaps = (60.0, 60.0)
    while times[times.count - 1] + gaps.0 < day {
      times.append(times[times.count - 1] + gaps.0)
      gaps = (gaps.1, gaps.0 + gaps.1)
    }
    return times
  }
}
