import Capture
import Devices

/// How a pace is proposed: twice what came in the busiest hour of the clock, in the busiest day where no hour
/// had two and there was a day and a half, in the busiest minute where there were not two hours.
///
/// Twice is always enough for what was seen: with at most `m` in each hour of the clock, any `t` hours hold at
/// most `(t + 2) m`, and a bucket of `2 m` that fills in an hour gives `2 m + 2 m t`.
struct PaceRule {
  private let length: Int64

  /// A rule for what was seen over a time.
  init(_ span: ClosedRange<Timestamp>?) {
    length = span.map { $0.upperBound.nanoseconds(since: $0.lowerBound) } ?? 0
  }

  /// Hours that were seen, to the nearest.
  var hours: Int64 { (length + 1_800_000_000_000) / 3_600_000_000_000 }

  /// The most that came in a window of the clock, as a pace of twice that; `nil` where there were not
  /// two minutes, or it was more than a policy can say.
  func pace(minute: Int, hour: Int, day: Int) -> (pace: Pace, busiest: Int)? {
    let (busiest, seconds) =
      if length >= 36 * 3_600_000_000_000 && hour == 1 {
        (day, 86_400)
      } else if length >= 2 * 3_600_000_000_000 {
        (hour, 3600)
      } else {
        (minute, 60)
      }
    guard length >= 2 * 60_000_000_000, let pace = Pace(count: 2 * busiest, seconds: seconds)
    else { return nil }
    return (pace, busiest)
  }
}
