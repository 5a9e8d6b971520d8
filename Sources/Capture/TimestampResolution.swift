/// What one unit of a pcapng interface's time stamps is worth (option if_tsresol).
struct TimestampResolution: Hashable, Sendable {
  private enum Scale: Hashable {
    /// Nanoseconds a unit.
    case multiplied(UInt64)
    /// Units a nanosecond; 0 where a unit is too small for 64 bits of them to make one.
    case divided(UInt64)
    /// A unit is 2 to the minus this seconds.
    case binary(UInt64)
  }

  private let scale: Scale

  /// Microseconds, where the option is not given.
  static let microseconds = TimestampResolution(option: 6)

  /// From the option's byte: the negative power of 10, or of 2 where the top bit is set.
  init(option: UInt8) {
    let exponent = Int(option & 0x7f)
    if option & 0x80 != 0 {
      scale = .binary(UInt64(exponent))
    } else if exponent <= 9 {
      scale = .multiplied(Self.powerOfTen(9 - exponent))
    } else {
      // 10^19 is the largest power of ten below 2^64.
      scale = .divided(exponent - 9 <= 19 ? Self.powerOfTen(exponent - 9) : 0)
    }
  }

  private static func powerOfTen(_ exponent: Int) -> UInt64 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// The nanoseconds that `units` are, rounded down; saturates.
  @inline(__always)
  func nanoseconds(_ units: UInt64) -> Int64 {
    switch scale {
    case .multiplied(let factor):
      let (product, overflow) = units.multipliedReportingOverflow(by: factor)
      return overflow ? .max : Int64(clamping: product)
    case .divided(let divisor): return divisor == 0 ? 0 : Int64(clamping: units / divisor)
    case .binary(let exponent): return Self.binary(units, exponent)
    }
  }

  private static func binary(_ units: UInt64, _ exponent: UInt64) -> Int64 {
    let (high, low) = units.multipliedFullWidth(by: 1_000_000_000)
    if exponent >= 64 { return Int64(clamping: high >> (exponent - 64)) }
    if high >> exponent != 0 { return .max }
    // Swift's shifts past the width give 0.
    return Int64(clamping: high << (64 - exponent) | low >> exponent)
  }
}
