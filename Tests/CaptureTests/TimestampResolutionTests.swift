import Testing

@testable import Capture

@Suite struct TimestampResolutionTests {
  /// The option's byte, units, and the nanoseconds by hand.
  @Test(
    arguments: [
      (0, 7, 7_000_000_000), (3, 7, 7_000_000), (6, 7, 7000), (9, 7, 7), (10, 79, 7),
      (12, 7999, 7), (28, .max, 1), (29, .max, 0), (127, .max, 0),
      (0x80, 7, 7_000_000_000), (0x81, 7, 3_500_000_000), (0x8a, 1536, 1_500_000_000),
      (0xa0, 1 << 31, 500_000_000), (0xc0, 1 << 63, 500_000_000), (0xc1, 1 << 63, 250_000_000),
      (0xff, .max, 0), (6, .max, .max), (9, .max, .max), (0x80, .max, .max),
      (0xbf, .max, 1_999_999_999),
    ] as [(UInt8, UInt64, Int64)])
  func nanoseconds(option: UInt8, units: UInt64, expected: Int64) {
    #expect(TimestampResolution(option: option).nanoseconds(units) == expected)
  }

  /// No option and no number of units traps.
  @Test(arguments: 0...255 as ClosedRange<UInt8>) func everyOption(option: UInt8) {
    let resolution = TimestampResolution(option: option)
    for shift in 0..<64 as Range<UInt64> {
      #expect(resolution.nanoseconds(1 << shift) >= 0)
      #expect(resolution.nanoseconds(.max >> shift) >= resolution.nanoseconds(1 << (63 - shift)))
    }
  }
}
