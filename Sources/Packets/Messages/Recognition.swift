/// What a protocol says of bytes that might be its own, judged by their content alone.
public enum Recognition: UInt8, Comparable, Sendable {
  /// They contradict the protocol.
  case notMine
  /// They could be the protocol's, and as well something else's: believed where the port says so.
  case unsure
  /// No other use of these bytes is likely (below one in a million for random bytes).
  case certain

  /// Less sure before surer.
  public static func < (left: Recognition, right: Recognition) -> Bool {
    left.rawValue < right.rawValue
  }
}
