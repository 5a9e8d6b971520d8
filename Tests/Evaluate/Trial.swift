import Beacons
import Capture

/// One series of events through the detector.
struct Trial {
  /// A chance below this counts as found.
  static let threshold = 1e-4
  /// Natural logarithm of one over the chance that this is nothing.
  let evidence: Double
  /// Beats until it was found; `nil` where it was not.
  let beatsNeeded: Int?

  /// Runs the detector over event times in seconds, rising.
  init(_ times: [Double]) {
    guard let first = times.first else {
      evidence = 0
      beatsNeeded = nil
      return
    }
    func timestamp(_ time: Double) -> Timestamp { Timestamp(rawValue: Int64(time * 1e9)) }
    var series = BeatSeries(first: timestamp(first))
    var needed: Int?
    for time in times.dropFirst() where series.add(timestamp(time), fold: 1_000_000_000) {
      if needed == nil, series.test.chance <= Trial.threshold { needed = series.beats }
    }
    evidence = series.test.evidence
    beatsNeeded = needed
  }
}
