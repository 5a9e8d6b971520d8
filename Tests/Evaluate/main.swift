import Beacons
import Capture

/// Prints how often the detector finds each row's clock, and how honest its p-values are.
@MainActor func evaluate() {
  let arguments = CommandLine.arguments
  let trials = arguments.count > 1 ? Int(arguments[1]) ?? 40 : 40
  let nulls = arguments.count > 2 ? Int(arguments[2]) ?? 10_000 : 10_000
  print("| row | events | found | best published | beats needed | chance, median |")
  print("|---|---|---|---|---|---|")
  for (number, row) in Row.all.enumerated() {
    let count = row.isNegative ? trials * 10 : trials
    var found = 0
    var events = 0
    var needed: [Int] = []
    var evidence: [Double] = []
    for trial in 0..<count {
      var random = Generator(seed: UInt64(number) << 32 | UInt64(trial))
      let times = row.make(&random)
      events += times.count
      let outcome = Trial(times)
      if let beats = outcome.beatsNeeded {
        found += 1
        needed.append(beats)
      }
      evidence.append(outcome.evidence)
    }
    evidence.sort()
    needed.sort()
    let rate = Double(found) / Double(count)
    print(
      "| \(row.name) | \(events / count) | \(round(rate, 1000)) | "
        + "\(row.best.map { "\($0)" } ?? "-") | \(needed.isEmpty ? "-" : "\(needed[needed.count / 2])") | "
        + "e-\(round(evidence[evidence.count / 2], 10)) |")
  }
  print("\n| null series | p <= 0.1 | 0.01 | 0.001 | 0.0001 |\n|---|---|---|---|---|")
  for (number, row) in Row.all.enumerated() where row.isNegative && !row.name.contains("60 s") {
    var counts = [0, 0, 0, 0]
    for trial in 0..<nulls {
      var random = Generator(seed: UInt64(number) << 40 | UInt64(trial))
      let evidence = Trial(row.make(&random)).evidence
      for (index, threshold) in [2.302_585, 4.605_170, 6.907_755, 9.210_340].enumerated()
      where evidence >= threshold {
        counts[index] += 1
      }
    }
    let shares = counts.map { "\(Double($0) / Double(nulls))" }.joined(separator: " | ")
    print("| \(row.name) | \(shares) |")
  }
  cost()
}

/// What a beat costs, on a clean clock and on one among noise, and what a series takes.
@MainActor func cost() {
  print("\n| cost | |\n|---|---|\n| bytes a series | \(MemoryLayout<BeatSeries>.size) |")
  for name in ["300 s", "300 s and three times the noise", "NEG memoryless, mean 300 s"] {
    guard let row = Row.all.first(where: { $0.name == name }) else { continue }
    var beats = 0
    let clock = ContinuousClock()
    var duration = Duration.zero
    for trial in 0..<50 {
      var random = Generator(seed: UInt64(trial))
      let times = row.make(&random)
      beats += times.count
      duration += clock.measure { _ = Trial(times) }
    }
    let seconds =
      Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    print("| microseconds a beat, \(name) | \(round(seconds / Double(beats) * 1e6, 100)) |")
  }
}

func round(_ value: Double, _ steps: Double) -> Double { (value * steps).rounded() / steps }

evaluate()
