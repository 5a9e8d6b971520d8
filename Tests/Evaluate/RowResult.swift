import Published

/// What came out of the trials of one row.
struct RowResult: Sendable {
  let row: Row
  let trials: Int
  /// Events of all trials.
  private(set) var events = 0
  /// Trials in which our detector found every channel.
  private(set) var found = 0
  /// The most beats that a channel of the trial needed, of each trial that was found.
  private var needed: [Int] = []
  /// Trials in which each published detector found every channel, in the order of `PublishedDetector.all`.
  private(set) var publishedFound = [Int](repeating: 0, count: PublishedDetector.all.count)

  /// Runs the trials of a row, `trials` where it has a clock.
  init(_ row: Row, number: Int, trials: Int) {
    self.row = row
    self.trials = row.trials(trials)
    for trial in 0..<self.trials {
      var random = Generator(seed: UInt64(number) << 32 | UInt64(trial))
      let sample = row.make(&random)
      let outcomes = sample.ours.map { Trial($0) }
      events += sample.ours.reduce(0) { $0 + $1.count }
      if outcomes.allSatisfy({ $0.beatsNeeded != nil }) {
        found += 1
        needed.append(outcomes.compactMap(\.beatsNeeded).max() ?? 0)
      }
      for (index, detector) in PublishedDetector.all.enumerated()
      where sample.published.allSatisfy(detector.finds) {
        publishedFound[index] += 1
      }
    }
  }

  /// The share of trials in which ours found it.
  var rate: Double { Double(found) / Double(trials) }

  /// The shares of the published ones.
  var publishedRates: [Double] { publishedFound.map { Double($0) / Double(trials) } }

  /// The median of the beats that were needed; `nil` where nothing was found.
  var medianNeeded: Int? { needed.isEmpty ? nil : needed.sorted()[needed.count / 2] }

  /// Whether ours is good enough: found in 0.95 of the trials, which is asked even where no published
  /// detector finds as much; without a clock no more false alarms than `Trial.threshold` gives but once in
  /// 1000 evaluations.
  var isGoalReached: Bool {
    guard row.isNegative else { return rate >= 0.95 }
    return BetaDistribution.lowerBound(hits: found, trials: trials, chance: 0.001)
      <= Trial.threshold
  }
}
