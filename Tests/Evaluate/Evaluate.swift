import ArgumentParser
import Published

/// Measures the beacon detector: how often it finds each kind of clock, beside the published ones on the
/// same trials; how honest its chances are; what it costs.
@main struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures the beacon detector beside the published ones.",
    discussion: """
      Prints tables in Markdown. Ends with 1 where a goal is missed: every row with a clock is found in \
      at least 95 % of the trials, and no row without one gives more false alarms than its chance allows.
      """)

  @Option(help: "Trials of each row with a clock; rows without one get ten times as many.")
  var trials = 40
  @Option(help: "Series of each kind without a clock whose chances are counted.")
  var series = 10_000
  @Flag(help: "Only what beats and series cost.")
  var cost = false

  mutating func validate() throws {
    guard (1...100_000).contains(trials) else {
      throw ValidationError("--trials takes 1 to 100000")
    }
    guard (1...10_000_000).contains(series) else {
      throw ValidationError("--series takes 1 to 10000000")
    }
  }

  mutating func run() async throws {
    let costs = Cost.table()
    guard !cost else {
      print(costs.text)
      return
    }
    let results = await Evaluate.sweep(trials: trials)
    print(Evaluate.rates(results).text)
    print("\n" + Evaluate.published(results).text)
    let calibrations = await Evaluate.calibrate(series: series)
    print("\n" + Evaluate.shares(calibrations, series: series).text)
    print("\n" + costs.text)
    let missed = Evaluate.missed(results, calibrations)
    print(missed.isEmpty ? "\nEvery goal is reached." : "")
    for line in missed { print("goal missed: \(line)") }
    guard missed.isEmpty else { throw ExitCode(1) }
  }

  /// All rows, as many at once as there are cores.
  private static func sweep(trials: Int) async -> [RowResult] {
    await withTaskGroup(of: (Int, RowResult).self) { group in
      for (number, row) in Row.all.enumerated() {
        group.addTask { (number, RowResult(row, number: number, trials: trials)) }
      }
      var results: [(Int, RowResult)] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// All kinds without a clock, in pieces of at most 500 series.
  private static func calibrate(series: Int) async -> [Calibration] {
    await withTaskGroup(of: (Int, Calibration).self) { group in
      for (number, null) in Calibration.nulls.enumerated() {
        for start in stride(from: 0, to: series, by: 500) {
          let range = start..<min(start + 500, series)
          group.addTask { (number, Calibration(null, number: number, range)) }
        }
      }
      var sums = Calibration.nulls.map { _ in Calibration() }
      for await (number, part) in group { sums[number] = sums[number] + part }
      return sums
    }
  }

  /// Published detectors in the order of their false alarms, so that the best of several that find as
  /// much is the one that can be believed most.
  private static func order(_ results: [RowResult]) -> [Int] {
    let alarms = PublishedDetector.all.indices.map { index in
      results.filter(\.row.isNegative).reduce(0) { $0 + $1.publishedFound[index] }
    }
    return PublishedDetector.all.indices.sorted { (alarms[$0], $0) < (alarms[$1], $1) }
  }

  private static func rates(_ results: [RowResult]) -> Table {
    var table = Table([
      "row", "events", "found", "beats needed", "best published, measured", "best printed", "goal",
    ])
    let order = order(results)
    for result in results {
      table.add([
        result.row.name, "\(result.events / result.trials)", decimal(result.rate, 3),
        result.medianNeeded.map { "\($0)" } ?? "-", best(result, order),
        result.row.printed.map { decimal($0, 2) } ?? "-",
        result.isGoalReached ? "reached" : "MISSED",
      ])
    }
    return table
  }

  /// The published detector that finds most, and how much; without a clock how many find least.
  private static func best(_ result: RowResult, _ order: [Int]) -> String {
    let rates = result.publishedRates
    if result.row.isNegative {
      let least = rates.min() ?? 0
      return "\(rates.count { $0 == least }) of \(rates.count) \(decimal(least, 3))"
    }
    guard let best = order.max(by: { rates[$0] < rates[$1] }), rates[best] > 0 else {
      return "none 0.000"
    }
    return "\(PublishedDetector.all[best].name) \(decimal(rates[best], 3))"
  }

  private static func published(_ results: [RowResult]) -> Table {
    var table = Table(["published, rate"] + PublishedDetector.all.map(\.name))
    for result in results {
      table.add([result.row.name] + result.publishedRates.map { decimal($0, 2) })
    }
    return table
  }

  private static func shares(_ calibrations: [Calibration], series: Int) -> Table {
    var table = Table(
      ["\(series) series each, share (95 % bound)"] + Calibration.chances.map { "p <= \($0)" })
    for (null, calibration) in zip(Calibration.nulls, calibrations) {
      table.add(
        [null.name]
          + Calibration.chances.indices.map { index in
            let (share, bound) = calibration.share(index)
            return "\(decimal(share, 5)) (\(decimal(bound, 5)))"
          })
    }
    return table
  }

  private static func missed(_ results: [RowResult], _ calibrations: [Calibration]) -> [String] {
    var lines: [String] = []
    for result in results where !result.isGoalReached {
      lines.append(
        result.row.isNegative
          ? "\(result.row.name): \(result.found) false alarms in \(result.trials) trials"
          : "\(result.row.name): found in \(decimal(result.rate, 3)) of the trials, 0.95 wanted")
    }
    for (null, calibration) in zip(Calibration.nulls, calibrations) {
      for chance in calibration.dishonest {
        lines.append("\(null.name): p <= \(chance) comes more often than that")
      }
    }
    return lines
  }
}
