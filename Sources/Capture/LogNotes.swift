/// What the readers of several logs have to tell, in one place.
final class LogNotes {
  /// The counters.
  var statistics = LogStatistics()
  private var texts: [String] = []
  /// Kinds of logs that are not read, in the order in which they came, and how many there are of each.
  private var skipped: [(kind: String, count: Int)] = []

  /// What was left out, for people: logs first, then the first lines.
  var warnings: [String] {
    guard !skipped.isEmpty else { return texts }
    let first = skipped.prefix(LogLimits.warnings).map {
      $0.count == 1 ? $0.kind : "\($0.kind) (\($0.count) logs)"
    }
    let more = skipped.count > first.count ? " and \(skipped.count - first.count) other kinds" : ""
    return ["not read: \(first.joined(separator: ", "))\(more); conn, dns, ssl and http are"]
      + texts
  }

  /// Keeps a warning while there are few.
  func warn(_ text: String) {
    if texts.count < LogLimits.warnings { texts.append(text) }
  }

  /// Notes a log that is of no kind that is read.
  func skip(_ kind: String) {
    statistics.skippedLogs += 1
    if let index = skipped.firstIndex(where: { $0.kind == kind }) {
      skipped[index].count += 1
    } else {
      skipped.append((kind, 1))
    }
  }

  /// Takes over what another has to tell of a log without records.
  func add(_ other: LogNotes) {
    statistics.inputBytes += other.statistics.inputBytes
    statistics.brokenLines += other.statistics.brokenLines
    statistics.otherLines += other.statistics.otherLines
    statistics.truncatedLogs += other.statistics.truncatedLogs
    for text in other.texts { warn(text) }
  }
}
