import Capture
import Devices
import Testing

@testable import Rules

@Suite struct PaceRuleTests {
  private static func span(_ seconds: Int64) -> ClosedRange<Timestamp> {
    Timestamp(seconds: 0, nanoseconds: 0)...Timestamp(seconds: seconds, nanoseconds: 0)
  }

  /// A bucket of the proposed pace, filled evenly, never runs dry on the traffic that it is proposed for.
  @Test func whatWasSeenKeepsThePace() throws {
    var generator = FixedGenerator(state: 9)
    for round in 0..<600 {
      let length = [300.0, 30_000, 400_000][round % 3]
      let mean = length / (5 + 300 * generator.uniform())
      var learned = LearnedPace()
      var times: [Double] = []
      var time = 1_700_000_000.0 + 10_000 * generator.uniform()
      let start = time
      while time - start < length {
        // Bursts, and pauses between them.
        for _ in 0..<(generator.next() % 4 == 0 ? Int(generator.next() % 9) : 1) {
          times.append(time)
          learned.note(Timestamp(rawValue: Int64(time * 1e9)))
          time += 0.5 * generator.uniform()
        }
        time += mean * 2 * generator.uniform()
      }
      let proposed = try #require(
        PaceRule(Self.span(Int64(length))).pace(
          minute: learned.minutes.busiest, hour: learned.hours.busiest,
          day: learned.days.busiest))
      #expect(proposed.pace.count == 2 * proposed.busiest)
      var tokens = Double(proposed.pace.count)
      var last = start
      for time in times {
        let filled = (time - last) * Double(proposed.pace.count) / Double(proposed.pace.seconds)
        tokens = min(Double(proposed.pace.count), tokens + filled)
        last = time
        #expect(tokens >= 1 - 1e-6)
        tokens -= 1
      }
    }
  }

  @Test func windowsFollowWhatWasSeen() {
    #expect(PaceRule(nil).pace(minute: 1, hour: 1, day: 1) == nil)
    #expect(PaceRule(Self.span(119)).pace(minute: 1, hour: 1, day: 1) == nil)
    #expect(PaceRule(Self.span(7199)).pace(minute: 3, hour: 40, day: 40)?.pace == Pace("6/1m"))
    #expect(PaceRule(Self.span(7200)).pace(minute: 1, hour: 40, day: 60)?.pace == Pace("80/1h"))
    #expect(PaceRule(Self.span(129_599)).pace(minute: 1, hour: 1, day: 1)?.pace == Pace("2/1h"))
    #expect(PaceRule(Self.span(129_600)).pace(minute: 1, hour: 1, day: 1)?.pace == Pace("2/1d"))
    #expect(PaceRule(Self.span(129_600)).pace(minute: 1, hour: 2, day: 9)?.pace == Pace("4/1h"))
    #expect(PaceRule(Self.span(7200)).pace(minute: 1, hour: 600_000, day: 0) == nil)
  }

  @Test func windowsOfTheClock() {
    var pace = LearnedPace()
    for seconds in [59.0, 60, 61, 3599, 3600, 3601, 90_000, 3602] {
      pace.note(Timestamp(rawValue: Int64(seconds * 1e9)))
    }
    #expect(pace.hours.busiest == 4 && pace.hours.seen == 3)
    #expect(pace.days.busiest == 6 && pace.days.seen == 2)
    #expect(pace.minutes.busiest == 2 && pace.minutes.seen == 5)
  }
}
