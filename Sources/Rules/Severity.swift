/// How much an alert matters, with the numbers that Elastic gives the words.
public enum Severity: Int, Comparable, Sendable {
  /// Worth a look when there is time.
  case low = 21
  /// Worth a look.
  case medium = 47
  /// Worth a look now.
  case high = 73
  /// Worth waking somebody.
  case critical = 99

  /// Less before more.
  public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

  /// `low`, `medium`, `high` or `critical`.
  public var word: String {
    switch self {
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }
}
