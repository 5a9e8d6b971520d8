/// Numbers and times as logs write them.
enum LogNumber {
  /// The value of a hexadecimal digit.
  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  /// A whole number without sign; `nil` where it is none or does not fit.
  static func count(_ text: ArraySlice<UInt8>) -> UInt64? {
    guard !text.isEmpty else { return nil }
    var value: UInt64 = 0
    for byte in text {
      guard (0x30...0x39).contains(byte) else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, again) = product.addingReportingOverflow(UInt64(byte - 0x30))
      guard !overflow, !again else { return nil }
      value = sum
    }
    return value
  }

  /// Seconds with any number of decimals and an exponent, as nanoseconds, cut off below them; `nil`
  /// where the text is none, is negative, or does not fit.
  static func nanoseconds(_ text: ArraySlice<UInt8>) -> Int64? {
    var mantissa: UInt64 = 0
    var power = 9
    var digits = 0
    var hasPoint = false
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if byte == 0x2e, !hasPoint {
        hasPoint = true
      } else if (0x30...0x39).contains(byte) {
        digits += 1
        if mantissa < 1_000_000_000_000_000_000 {
          mantissa = mantissa * 10 + UInt64(byte - 0x30)
          if hasPoint { power -= 1 }
        } else if !hasPoint {
          power += 1
        }
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    if index < text.endIndex {
      guard text[index] | 0x20 == 0x65 else { return nil }
      guard let exponent = exponent(text[(index + 1)...]) else { return nil }
      power += exponent
    }
    return scaled(mantissa, by: power)
  }

  private static func exponent(_ text: ArraySlice<UInt8>) -> Int? {
    var digits = text
    let isNegative = digits.first == 0x2d
    if isNegative || digits.first == 0x2b { digits = digits.dropFirst() }
    guard digits.count <= 4, let value = count(digits) else { return nil }
    return isNegative ? -Int(value) : Int(value)
  }

  private static func scaled(_ mantissa: UInt64, by power: Int) -> Int64? {
    var value = mantissa
    var rest = power
    while rest < 0, value > 0 {
      value /= 10
      rest += 1
    }
    while rest > 0, value > 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
      rest -= 1
    }
    return Int64(exactly: value)
  }

  /// A moment: seconds since the epoch, milliseconds where the number is whole and too large for
  /// seconds, or ISO 8601 in UTC, which are the three forms that Zeek's JSON writer knows.
  static func time(_ text: ArraySlice<UInt8>) -> Timestamp? {
    let start = text.startIndex
    if text.count >= 19, text[start + 4] == 0x2d { return date(text) }
    // 10^11 seconds are in the year 5138.
    if text.count >= 12, let milliseconds = count(text) {
      let (value, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
      guard !overflow else { return nil }
      return Int64(exactly: value).map { Timestamp(rawValue: $0) }
    }
    return nanoseconds(text).map { Timestamp(rawValue: $0) }
  }

  /// `2025-07-06T12:12:51.058320Z`.
  private static func date(_ text: ArraySlice<UInt8>) -> Timestamp? {
    let start = text.startIndex
    func number(_ offset: Int, _ length: Int, _ range: ClosedRange<Int>) -> Int? {
      guard let value = count(text[(start + offset)..<(start + offset + length)]) else {
        return nil
      }
      return range.contains(Int(value)) ? Int(value) : nil
    }
    guard let year = number(0, 4, 1970...2261), let month = number(5, 2, 1...12),
      let day = number(8, 2, 1...31), let hour = number(11, 2, 0...23),
      let minute = number(14, 2, 0...59), let second = number(17, 2, 0...60),
      text[start + 7] == 0x2d, text[start + 10] == 0x54 || text[start + 10] == 0x20,
      text[start + 13] == 0x3a, text[start + 16] == 0x3a
    else { return nil }
    var rest = text[(start + 19)...]
    if rest.last == 0x5a { rest = rest.dropLast() }
    var fraction: Int64 = 0
    if rest.first == 0x2e {
      guard let value = nanoseconds(rest), value < 1_000_000_000 else { return nil }
      fraction = value
    } else if !rest.isEmpty {
      return nil
    }
    // Days of the proleptic Gregorian calendar, with years that begin in March.
    let shifted = month > 2 ? year : year - 1
    let century = shifted / 100
    let days =
      shifted * 365 + shifted / 4 - century + century / 4
      + (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 719_469
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    return Timestamp(seconds: Int64(seconds), nanoseconds: fraction)
  }

  /// A hardware address with colons or hyphens, in the low 48 bits.
  static func linkAddress(_ text: ArraySlice<UInt8>) -> UInt64? {
    guard text.count == 17 else { return nil }
    var value: UInt64 = 0
    for (offset, byte) in text.enumerated() {
      if offset % 3 == 2 {
        guard byte == 0x3a || byte == 0x2d else { return nil }
      } else {
        guard let digit = hexadecimal(byte) else { return nil }
        value = value << 4 | UInt64(digit)
      }
    }
    return value
  }
}
