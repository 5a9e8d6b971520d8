public import Rules

/// How a finding is written as one line: the place to add another schema.
///
/// A format is one new file with a conforming type, and one line where the command picks it by name.
public protocol ReportFormat: Sendable {
  /// Writes the finding as one whole line, line feed included, behind what the writer holds.
  ///
  /// The same finding gives the same bytes: no clock, no state that depends on earlier findings.
  mutating func write(_ finding: borrowing Finding, to line: inout JSONWriter)
}
