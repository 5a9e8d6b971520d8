import Capture

/// How often something came: the busiest minute, hour and day of the clock (UTC), and how many had any.
struct LearnedPace: Hashable, Sendable {
  /// The minutes, hours or days of the clock.
  struct Windows: Hashable, Sendable {
    /// How many it came in.
    private(set) var seen = 0
    /// The most that came in one.
    private(set) var busiest = 0
    private var current = Int64.min
    private var count = 0

    /// Notes one more in the window of that number; what is late counts in the latest.
    mutating func note(_ number: Int64) {
      if number > current {
        current = number
        count = 0
        seen += 1
      }
      count += 1
      busiest = max(busiest, count)
    }
  }

  /// Minutes.
  private(set) var minutes = Windows()
  /// Hours.
  private(set) var hours = Windows()
  /// Days.
  private(set) var days = Windows()

  /// Nothing came yet.
  init() {}

  /// Notes that it came.
  mutating func note(_ time: Timestamp) {
    let seconds = time.rawValue >= 0 ? time.rawValue / 1_000_000_000 : 0
    minutes.note(seconds / 60)
    hours.note(seconds / 3600)
    days.note(seconds / 86_400)
  }
}
