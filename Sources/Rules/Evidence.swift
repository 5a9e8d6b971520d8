/// One named value that supports a finding; written under `undertick.` in the order given.
public struct Evidence: Hashable, Sendable {
  /// Dotted path below `undertick`: `beacon.period`. Paths of one finding that share a head are adjacent.
  public let path: String
  /// The value.
  public let value: Value

  /// A value under a path.
  public init(_ path: String, _ value: Value) {
    self.path = path
    self.value = value
  }

  /// What evidence can be.
  public enum Value: Hashable, Sendable {
    /// A whole number.
    case integer(Int)
    /// A number written with a fixed count of decimals (0 to 9).
    case decimal(Double, places: Int)
    /// A small probability, written as `1.2e-07`: one decimal, two digits of exponent at least.
    case probability(Double)
    /// Any text, also from the wire.
    case text(String)
    /// Yes or no.
    case flag(Bool)
    /// A list of texts.
    case texts([String])
    /// A list of numbers, each with a fixed count of decimals.
    case decimals([Double], places: Int)
    /// A moment, written as `@timestamp` is.
    case moment(Int64)
  }
}
