/// Numbers that are not whole, rounded from their exact binary value, ties to even, as `printf` does.
extension JSONWriter {
  /// Writes a number with a fixed count of decimals.
  ///
  /// Never `-0.0`. NaN and the infinities are `null`, since JSON has no word for them. From 2^63 on
  /// the decimals say nothing and the shortest form that reads back is written: `1e+19`.
  /// `places` is 0 to 9; what lies outside counts as the nearer end.
  public mutating func decimal(_ value: Double, places: Int) {
    guard value.isFinite else { return null() }
    guard value.magnitude < 0x1p63 else {
      beginValue()
      return literal(value.description)
    }
    beginValue()
    let places = min(max(places, 0), 9)
    var scale: UInt64 = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = roundedProduct(value.magnitude, UInt128(scale))
    let (whole, fraction) = divided(scaled, by: scale)
    if value < 0, scaled > 0 { buffer.append(0x2d) }
    digits(whole)
    guard places > 0 else { return }
    buffer.append(0x2e)
    digits(fraction, width: places)
  }

  /// Writes a number between 0 and 1 with two significant digits: `1.2e-07`, and 0 as `0.0e+00`.
  ///
  /// What lies outside is written as the nearer end, NaN as `null`.
  public mutating func probability(_ value: Double) {
    guard !value.isNaN else { return null() }
    beginValue()
    guard value > 0 else { return literal("0.0e+00") }
    let rounded = TwoDigitRounding(min(value, 1))
    digits(UInt64(rounded.digits / 10))
    buffer.append(0x2e)
    digits(UInt64(rounded.digits % 10))
    literal(rounded.exponent < 0 ? "e-" : "e+")
    digits(UInt64(rounded.exponent.magnitude), width: 2)
  }

  /// Quotient and remainder; the quotient must be below 2^64.
  private func divided(_ value: UInt128, by divisor: UInt64) -> (UInt64, UInt64) {
    // Division of 128 bits is slow, and needed for very large numbers only.
    if let value = UInt64(exactly: value) { return value.quotientAndRemainder(dividingBy: divisor) }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: UInt128(divisor))
    return (UInt64(truncatingIfNeeded: quotient), UInt64(truncatingIfNeeded: remainder))
  }

  /// `value * scale`, rounded to a whole number; below 2^93, since `value` < 2^63 and `scale` <= 10^9.
  private func roundedProduct(_ value: Double, _ scale: UInt128) -> UInt128 {
    // Subnormal numbers are far too small to round to anything but 0.
    guard value.isNormal else { return 0 }
    let significand = UInt128(1 << 52 | value.significandBitPattern)
    let exponent = Int(value.exponentBitPattern) - 1075
    let product = significand * scale
    guard exponent < 0 else { return product << UInt128(exponent) }
    // The product has at most 83 bits: past 84 it is less than a half.
    guard exponent >= -84 else { return 0 }
    let shift = UInt128(-exponent)
    let quotient = product >> shift
    let remainder = product & (1 << shift - 1)
    let half: UInt128 = 1 << (shift - 1)
    let roundsUp = remainder > half || remainder == half && quotient & 1 == 1
    return quotient + (roundsUp ? 1 : 0)
  }
}
