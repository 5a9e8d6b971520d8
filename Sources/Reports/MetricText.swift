/// What the sensor counted, for people: one line, and one more for each thing that went wrong.
///
/// Of logs it counts records.
///
///     2026-01-05T11:59:03Z 8714 packets, 942029 bytes, 2823 conversations, 18 of 19 devices seen, 9 alerts
public struct MetricText: Sendable {
  /// What is only told where it is not zero, and how.
  private static let troubles: [(path: String, text: String)] = [
    ("capture.filtered", "packets left out by the filter"),
    (
      "capture.kernel_drops", "packets dropped by the kernel: it needs a larger buffer, or a filter"
    ),
    ("capture.interface_drops", "packets dropped by the interface"),
    ("capture.truncated_captures", "captures end within a packet"),
    ("logs.broken_lines", "lines left out because they are no records"),
    ("logs.late_records", "records later than could be put into order"),
    ("logs.truncated_logs", "logs end within a line"),
    ("flows.evicted", "conversations ended early: more at once than flows: limit allows"),
  ]

  /// A format for terminals and logs.
  public init() {}

  /// Writes the counters as text, the last line feed included; expects the writer to be empty.
  public func write(_ metrics: borrowing Metrics, to line: inout JSONWriter) {
    let counters = metrics.counters
    func value(_ path: String) -> UInt64 { counters.first { $0.path == path }?.value ?? 0 }
    line.appendDateAndTime(metrics.time)
    line.literal("Z ")
    let isOfLogs = counters.contains { $0.path == "records.total" }
    let heads =
      isOfLogs
      ? [("records.total", " records, ")] : [("packets", " packets, "), ("bytes", " bytes, ")]
    for (path, text) in heads + [
      ("flows.opened", " conversations, "),
      ("devices.seen", " of "), ("devices.known", " devices seen, "), ("alerts.total", " alerts"),
    ] {
      line.digits(value(path))
      line.visible(text, limit: 80)
    }
    line.endLine()
    for (path, text) in MetricText.troubles where value(path) > 0 {
      line.literal("  ")
      line.digits(value(path))
      line.visible(" \(text)", limit: 200)
      line.endLine()
    }
    let faults = counters.filter { $0.path.hasPrefix("faults.") }
    guard !faults.isEmpty else { return }
    line.literal("  broken headers:")
    for (number, fault) in faults.enumerated() {
      line.visible("\(number > 0 ? "," : "") \(fault.path.dropFirst(7)) ", limit: 200)
      line.digits(fault.value)
    }
    line.endLine()
  }
}
