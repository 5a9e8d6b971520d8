/// A moment of packet time: nanoseconds since 1970-01-01T00:00:00Z.
///
/// The only clock below the command line is the one the packets carry, so that a replay gives what
/// the live run gave. Range: years 1677 to 2262.
public struct Timestamp: RawRepresentable, Hashable, Comparable, Sendable {
  /// Nanoseconds since the epoch.
  public let rawValue: Int64

  /// A moment from nanoseconds since the epoch.
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// A moment from whole seconds and nanoseconds; saturates at the ends of the range.
  public init(seconds: Int64, nanoseconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, again) = product.addingReportingOverflow(nanoseconds)
    rawValue = overflow || again ? (seconds < 0 ? .min : .max) : sum
  }

  /// Earlier moments first.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.rawValue < right.rawValue
  }

  /// Nanoseconds from `earlier` to this moment; negative where this moment is before it. Saturates.
  public func nanoseconds(since earlier: Timestamp) -> Int64 {
    let (difference, overflow) = rawValue.subtractingReportingOverflow(earlier.rawValue)
    return overflow ? (rawValue < 0 ? .min : .max) : difference
  }

  /// Seconds from `earlier` to this moment.
  public func seconds(since earlier: Timestamp) -> Double {
    Double(nanoseconds(since: earlier)) / 1e9
  }

  /// The moment `nanoseconds` later; saturates.
  public func advanced(byNanoseconds nanoseconds: Int64) -> Timestamp {
    let (sum, overflow) = rawValue.addingReportingOverflow(nanoseconds)
    return Timestamp(rawValue: overflow ? (nanoseconds < 0 ? .min : .max) : sum)
  }
}
