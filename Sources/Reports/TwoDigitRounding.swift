/// A small number as two decimal digits and a power of ten, rounded from its exact value, ties to even.
///
/// A double of at most 1 is `m / 2^s`. Times `10^k` it is `m * 5^k / 2^(s-k)`, so with whole numbers
/// that are wide enough the digits, and what is cut off behind them, come out exactly.
struct TwoDigitRounding {
  /// The digits as a number, 10 to 99: 12 for `1.2e-07`.
  let digits: Int
  /// The power of ten of the first digit: -7 for `1.2e-07`.
  let exponent: Int

  /// Rounds a number that is more than 0 and at most 1.
  init(_ value: Double) {
    let isNormal = value.isNormal
    let significand = isNormal ? 1 << 52 | value.significandBitPattern : value.significandBitPattern
    let scale = isNormal ? 1075 - Int(value.exponentBitPattern) : 1074
    let binaryExponent = 63 - significand.leadingZeroBitCount - scale
    // 315653 / 2^20 is a little more than log10(2), so that a negative power is never guessed too high.
    var power = (binaryExponent * 315_653) >> 20
    var rounded = TwoDigitRounding.scaled(significand, by: 1 - power, over: scale)
    if rounded >= 100 {
      // The guess was one too low, or 99.5 and more rounded up.
      power += 1
      rounded = TwoDigitRounding.scaled(significand, by: 1 - power, over: scale)
    }
    digits = rounded
    exponent = power
  }

  /// `significand * 10^power / 2^scale`, rounded; the result is below 1000.
  ///
  /// The widest product is that of numbers near 2^-1022: less than 800 bits.
  private static func scaled(_ significand: UInt64, by power: Int, over scale: Int) -> Int {
    var limbs = InlineArray<13, UInt64>(repeating: 0)
    limbs[0] = significand
    for _ in 0..<power {
      var carry: UInt64 = 0
      for index in limbs.indices {
        let (high, low) = limbs[index].multipliedFullWidth(by: 5)
        let (sum, overflow) = low.addingReportingOverflow(carry)
        limbs[index] = sum
        carry = high + (overflow ? 1 : 0)
      }
    }
    func bit(_ position: Int) -> Int {
      Int(truncatingIfNeeded: limbs[position / 64] >> UInt64(position % 64) & 1)
    }
    let shift = scale - power
    var quotient = 0
    for position in stride(from: min(shift + 9, 831), through: shift, by: -1) {
      quotient = quotient << 1 | bit(position)
    }
    guard bit(shift - 1) == 1 else { return quotient }
    let isTie = !(0..<(shift - 1)).contains { bit($0) == 1 }
    return isTie && quotient & 1 == 0 ? quotient : quotient + 1
  }
}
