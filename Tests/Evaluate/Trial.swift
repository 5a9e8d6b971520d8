import Beacons
import Capture

/// One series of events through the detector.
struct Trial {
  /// A chance below this counts as found.
  static let threshold = 1e-4
  /// Nanoseconds within which events belong to the same beat.
  static let fold: Int64 = 1_000_000_000

  /// Natural logarithm of one over the chance that this is nothing.
  let evidence: Double
  /// Beats until it was found; `nil` where it was not.
  let beatsNeeded: Int?

  /// Runs the detector over event times in seconds, rising.
  init(_ times: [Double]) {
    var needed: Int?
    let series = Trial.series(times) { series in
      if needed == nil, series.test.chance <= Trial.threshold { needed = series.beats }
    }
    evidence = times.isEmpty ? 0 : series.test.evidence
    beatsNeeded = needed
  }

  /// The series that event times in seconds make; `each` sees it after every beat.
  static func series(
    _ times: [Double], each: (borrowing BeatSeries) -> Void = { _ in }
  ) -> BeatSeries {
    var series = BeatSeries(first: timestamp(times.first ?? 0))
    for time in times.dropFirst() where series.add(timestamp(time), fold: fold) { each(series) }
    return series
  }

  private static func timestamp(_ time: Double) -> Timestamp {
    Timestamp(rawValue: Int64(time * 1e9))
  }
}
