import Reports

/// The counters that a person wants to see at the end of a run.
enum MetricSummary {
  /// One or a few lines of text.
  static func text(_ metrics: Metrics) -> String {
    func value(_ path: String) -> UInt64 {
      metrics.counters.first { $0.path == path }?.value ?? 0
    }
    var text =
      "\(value("packets")) packets, \(value("bytes")) bytes, \(value("flows.opened")) "
      + "conversations, \(value("devices.seen")) of \(value("devices.known")) devices seen, "
      + "\(value("alerts.total")) alerts\n"
    let faults = metrics.counters.filter { $0.path.hasPrefix("faults.") }
    if !faults.isEmpty {
      let parts = faults.map { "\($0.path.dropFirst(7)) \($0.value)" }
      text += "decode faults: \(parts.joined(separator: ", "))\n"
    }
    for path in [
      "capture.kernel_drops", "capture.interface_drops", "capture.truncated_captures",
      "flows.evicted",
    ] where value(path) > 0 {
      text += "\(path): \(value(path))\n"
    }
    return text
  }
}
