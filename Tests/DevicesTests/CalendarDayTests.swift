import Capture
import Testing

@testable import Devices

/// Against the numbers that `date -u -d DAY +%s` gives, divided by 86,400.
@Suite struct CalendarDayTests {
  @Test(
    arguments: [
      ("1970-01-01", 0), ("1972-02-29", 789), ("1999-12-31", 10_956), ("2000-02-29", 11_016),
      ("2000-03-01", 11_017), ("2026-11-21", 20_778), ("2027-03-31", 20_908),
      ("2100-02-28", 47_540),
      ("2100-03-01", 47_541), ("2261-12-31", 106_650),
    ])
  func right(text: String, number: Int) throws {
    let day = try #require(CalendarDay(text))
    #expect(day.number == number)
    #expect(day.description == text)
    #expect(day.end == Timestamp(seconds: Int64(number + 1) * 86_400, nanoseconds: 0))
    #expect(CalendarDay(of: day.end).number == number + 1)
    #expect(CalendarDay(of: Timestamp(rawValue: day.end.rawValue - 1)) == day)
  }

  @Test(arguments: [
    "", "2027", "2027-3-31", "2027-03-31 ", "31.03.2027", "2027-02-29", "2100-02-29", "2027-04-31",
    "2027-13-01", "2027-00-10", "2027-01-00", "1969-12-31", "2262-01-01", "+027-01-01",
    "20a7-01-01",
  ])
  func wrong(text: String) { #expect(CalendarDay(text) == nil) }

  /// Every day of the range follows the day before, and reads back what it writes.
  @Test func everyDay() {
    var before: CalendarDay?
    for number in 0...106_650 {
      let day = CalendarDay(of: Timestamp(seconds: Int64(number) * 86_400, nanoseconds: 0))
      guard day.number == number, CalendarDay(day.description) == day,
        before.map({ $0.description < day.description }) ?? true
      else {
        Issue.record("day \(number): \(day)")
        return
      }
      before = day
    }
  }

  @Test func beforeTheEpoch() {
    #expect(CalendarDay(of: Timestamp(rawValue: -1)).description == "1969-12-31")
    #expect(CalendarDay(of: Timestamp(rawValue: .min)).description == "1677-09-21")
  }
}
