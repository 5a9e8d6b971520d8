internal import Capture
public import Rules

/// A finding as one readable line for a terminal. An incident's own line tells the finding that has joined it;
/// what only adds to an incident has its severity in lower case.
///
///     2026-11-21T08:15:30Z HIGH     policy.first-contact bmc-7 (10.20.0.17) -> 203.0.113.77:443: reason
///     2026-11-21T08:45:30Z HIGH     incident.story bmc-7 (10.20.0.17) -> 203.0.113.77:443: also rule: reason
public struct AlertText: ReportFormat {
  /// Whether the severity is coloured with the escape sequences of ECMA-48.
  private let isColored: Bool

  /// A format for a terminal that understands colours, or for anything else.
  public init(isColored: Bool) {
    self.isColored = isColored
  }

  /// Writes the finding as one line, line feed included. Nothing that came over the wire can move the
  /// cursor, change colours or reorder the text: such characters are escaped as `\u{1b}`.
  public func write(_ finding: borrowing Finding, to line: inout JSONWriter) {
    line.appendDateAndTime(finding.time)
    line.literal("Z ")
    let isColored = isColored && !finding.isPart
    if isColored { line.literal(finding.severity.color) }
    line.literal(finding.isPart ? finding.severity.word : finding.severity.word.uppercased())
    if isColored { line.literal("\u{1b}[0m") }
    for _ in finding.severity.word.utf8.count..<9 { line.literal(" ") }
    line.visible(finding.rule.name, limit: 96)
    line.literal(" ")
    line.visible(finding.pairLabel, limit: 400)
    line.literal(": ")
    if let news = finding.news {
      line.literal(finding.state == .closed ? "over: " : "also ")
      line.visible(news, limit: 800)
      line.literal(" [")
      line.digits(UInt64(finding.incident.map { $0.parts.count + $0.further } ?? 0))
      line.literal(" findings")
      if let combination = finding.incident?.combination {
        line.literal("; critical together: ")
        line.visible(combination, limit: 200)
      }
      line.literal("]")
    } else {
      line.visible(finding.reason, limit: 800)
    }
    if finding.update > 0, finding.news == nil {
      line.literal(" (update ")
      line.digits(UInt64(finding.update))
      line.literal(")")
    }
    line.endLine()
  }
}

extension Severity {
  /// The escape sequence that turns the colour on: cyan, yellow, red, white on red.
  fileprivate var color: String {
    switch self {
    case .low: "\u{1b}[36m"
    case .medium: "\u{1b}[33m"
    case .high: "\u{1b}[31m"
    case .critical: "\u{1b}[1;37;41m"
    }
  }
}
