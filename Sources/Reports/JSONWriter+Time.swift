public import Capture

/// Moments, by arithmetic alone: no time zone, no leap seconds, no library.
extension JSONWriter {
  /// Writes a moment in UTC with nine decimals, RFC 3339: `2026-11-21T08:15:30.123456789Z`.
  public mutating func moment(_ value: Timestamp) {
    beginValue()
    buffer.append(0x22)
    appendDateAndTime(value)
    buffer.append(0x2e)
    digits(UInt64(bitPattern: value.secondsAndNanoseconds.nanoseconds), width: 9)
    literal("Z\"")
  }

  /// Appends `2026-11-21T08:15:30`, the second that the moment lies in.
  mutating func appendDateAndTime(_ value: Timestamp) {
    let seconds = value.secondsAndNanoseconds.seconds
    let (days, secondOfDay) = floorDivide(seconds, by: 86_400)
    appendDate(days)
    buffer.append(0x54)
    digits(UInt64(bitPattern: secondOfDay / 3600), width: 2)
    buffer.append(0x3a)
    digits(UInt64(bitPattern: secondOfDay / 60 % 60), width: 2)
    buffer.append(0x3a)
    digits(UInt64(bitPattern: secondOfDay % 60), width: 2)
  }

  /// Appends the Gregorian date of a day counted from 1970-01-01; the year must have four digits.
  ///
  /// Years are counted from March, so that the leap day is the last of a year and every month but
  /// the last two starts on a multiple of 153/5 days.
  private mutating func appendDate(_ daysSinceEpoch: Int64) {
    // 0000-03-01 is 719,468 days before 1970-01-01; 400 years have 146,097 days.
    let (era, dayOfEra) = floorDivide(daysSinceEpoch + 719_468, by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    digits(UInt64(bitPattern: year), width: 4)
    buffer.append(0x2d)
    digits(UInt64(bitPattern: month), width: 2)
    buffer.append(0x2d)
    digits(UInt64(bitPattern: day), width: 2)
  }
}

extension Timestamp {
  /// Whole seconds since the epoch, rounded down, and the nanoseconds (0 to 999,999,999) after them.
  fileprivate var secondsAndNanoseconds: (seconds: Int64, nanoseconds: Int64) {
    floorDivide(rawValue, by: 1_000_000_000)
  }
}

/// Quotient rounded down and the remainder that belongs to it, which is never negative.
private func floorDivide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
