public import Capture

/// A day of the Gregorian calendar, in UTC: `2027-03-31`.
public struct CalendarDay: Hashable, Sendable {
  /// Days since 1970-01-01.
  public let number: Int
  /// As it is written, ISO 8601.
  private let text: String

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
    self.text = String(text)
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
  /// `2027-03-31`.
  public var description: String { text }
}
