/// A single value of a YAML file, and where it stands.
public struct YAMLScalar: Hashable, Sendable {
  /// The value as text, quotes and escapes resolved.
  public let text: String
  /// Whether it was written without quotes and not as a block, so that it may be a number or a flag.
  public let isPlain: Bool
  /// The file as it was named.
  public let file: String
  /// Line, counted from 1.
  public let line: Int
  /// Column, counted from 1 in Unicode scalars.
  public let column: Int

  /// Whether it is the absence of a value, YAML 1.2.2 section 10.2.1.1.
  var isNull: Bool { isPlain && ["", "~", "null", "Null", "NULL"].contains(text) }

  /// An error at this place.
  public func error(_ reason: String) -> ConfigurationError {
    ConfigurationError(file: file, line: line, column: column, reason: reason)
  }
}
