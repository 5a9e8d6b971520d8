public import Capture

extension Metrics {
  /// Adds what the readers of logs counted, under `logs`.
  public mutating func add(_ statistics: LogStatistics) {
    add(
      "logs",
      [
        ("records", statistics.records),
        ("broken_lines", statistics.brokenLines),
        ("broken_values", statistics.brokenValues),
        ("other_lines", statistics.otherLines),
        ("late_records", statistics.lateRecords),
        ("skipped_logs", statistics.skippedLogs),
        ("truncated_logs", statistics.truncatedLogs),
      ])
  }
}
