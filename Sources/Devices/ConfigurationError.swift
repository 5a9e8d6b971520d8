/// What is wrong in a file that the operator wrote, and where (exit code 78).
public struct ConfigurationError: Error, Hashable, Sendable {
  /// The file as it was named.
  public let file: String
  /// Line, counted from 1; 0 where the fault is not in a line.
  public let line: Int
  /// Column, counted from 1; 0 where only the line is known.
  public let column: Int
  /// What is wrong and what would be right.
  public let reason: String

  /// An error at a place.
  public init(file: String, line: Int = 0, column: Int = 0, reason: String) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// `file:line:column: reason`, as compilers print it.
  public var message: String {
    let place = line == 0 ? "" : column == 0 ? ":\(line)" : ":\(line):\(column)"
    return "\(file)\(place): \(reason)"
  }
}
