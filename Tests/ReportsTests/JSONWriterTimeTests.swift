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

  /// The last second of every second day of the range agrees with the C library's calendar.
  @Test func everySecondDay() {
    var text = [CChar](repeating: 0, count: 64)
    for day in stride(from: -106_751, through: 106_750, by: 2) {
      var seconds = time_t(day * 86_400 + 86_399)
      var parts = unsafe tm()
      _ = unsafe gmtime_r(&seconds, &parts)
      let count = unsafe strftime(&text, text.count, "\"%Y-%m-%dT%H:%M:%S.000000007Z\"", &parts)
      let line = written { $0.moment(Timestamp(seconds: Int64(seconds), nanoseconds: 7)) }
      guard line.count == count, (0..<count).allSatisfy({ line[$0] == UInt8(text[$0]) }) else {
        Issue.record("day \(day) is written \(String(decoding: line, as: UTF8.self))")
        return
      }
    }
  }
}
