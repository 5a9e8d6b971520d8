import Capture
import Glibc
import Reports
import Testing

@Suite struct JSONWriterTimeTests {
  /// Moments with what `date -u -d @SECONDS` says of them.
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000000000Z"),
    (-1, "1969-12-31T23:59:59.999999999Z"),
    (-1_000_000_000, "1969-12-31T23:59:59.000000000Z"),
    (1_795_248_930_123_456_789, "2026-11-21T08:15:30.123456789Z"),
    (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
    (951_868_800_000_000_001, "2000-03-01T00:00:00.000000001Z"),
    (1_709_251_199_000_000_000, "2024-02-29T23:59:59.000000000Z"),
    (1_740_787_199_999_999_999, "2025-02-28T23:59:59.999999999Z"),
    (4_107_542_399_000_000_000, "2100-02-28T23:59:59.000000000Z"),
    (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000000Z"),
    (-2_203_891_201_000_000_000, "1900-02-28T23:59:59.000000000Z"),
    (-2_203_891_200_000_000_000, "1900-03-01T00:00:00.000000000Z"),
    (Int64.max, "2262-04-11T23:47:16.854775807Z"),
    (Int64.min, "1677-09-21T00:12:43.145224192Z"),
  ])
  func known(_ nanoseconds: Int64, _ text: String) {
    #expect(writtenText { $0.moment(Timestamp(rawValue: nanoseconds)) } == "\"\(text)\"")
  }

  /// The first and last second of every day of the range agree with the C library's calendar.
  @Test func everyDay() {
    for day in -106_751...106_750 {
      for second in [day * 86_400, day * 86_400 + 86_399] {
        var seconds = time_t(second)
        var parts = unsafe tm()
        _ = unsafe gmtime_r(&seconds, &parts)
        func two(_ value: Int32) -> String { (value < 10 ? "0" : "") + String(value) }
        let date = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let time = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        let expected = "\"\(date)T\(time).000000007Z\""
        let moment = Timestamp(seconds: Int64(second), nanoseconds: 7)
        let line = writtenText { $0.moment(moment) }
        if line != expected { Issue.record("\(line) is not \(expected)") }
      }
    }
  }
}
