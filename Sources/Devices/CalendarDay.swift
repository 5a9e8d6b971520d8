public import Capture

/// A day of the Gregorian calendar, in UTC: `2027-03-31`.
public struct CalendarDay: Hashable, Sendable {
  /// Days since 1970-01-01.
  public let number: Int

  /// Reads `YYYY-MM-DD`, years 1970 to 2261; `nil` for anything else, and for days that do not exist.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1970...2261).contains(year), (1...12).contains(month),
      (1...CalendarDay.days(of: month, in: year)).contains(day)
    else { return nil }
    let leaps = { (before: Int) in (before - 1) / 4 - (before - 1) / 100 + (before - 1) / 400 }
    var number = (year - 1970) * 365 + leaps(year) - leaps(1970)
    for earlier in 1..<month { number += CalendarDay.days(of: earlier, in: year) }
    self.number = number + day - 1
  }

  /// The day of a moment.
  public init(of moment: Timestamp) {
    let (days, rest) = moment.rawValue.quotientAndRemainder(dividingBy: 86_400_000_000_000)
    number = Int(days) - (rest < 0 ? 1 : 0)
  }

  /// The moment at which it is over: 00:00 of the next day.
  public var end: Timestamp { Timestamp(seconds: Int64(number + 1) * 86_400, nanoseconds: 0) }

  private static func days(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDay: CustomStringConvertible {
  /// `2027-03-31`, ISO 8601.
  public var description: String {
    // Counted from 2000-03-01, so that a leap day is the last of its 4, 100 or 400 years.
    let days = number - 11_017
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    var rest = days - era * 146_097
    let century = min(rest / 36_524, 3)
    rest -= century * 36_524
    let olympiad = min(rest / 1_461, 24)
    rest -= olympiad * 1_461
    let year = min(rest / 365, 3)
    rest -= year * 365
    // Months of 31, 30, 31, 30, 31 days, over and over: March to July, August to December, January.
    let month = (5 * rest + 2) / 153
    let day = rest - (153 * month + 2) / 5 + 1
    let number = era * 400 + century * 100 + olympiad * 4 + year + 2000 + (month < 10 ? 0 : 1)
    return [(number, 4), ((month + 2) % 12 + 1, 2), (day, 2)]
      .map { CalendarDay.padded($0.0, $0.1) }.joined(separator: "-")
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
