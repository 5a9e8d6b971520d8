/// What the readers of several logs have to tell, in one place.
final class LogNotes {
  /// The counters.
  var statistics = LogStatistics()
  /// The first lines that were left out, for people.
  private(set) var warnings: [String] = []

  /// Keeps a warning while there are few.
  func warn(_ text: String) {
    if warnings.count < LogLimits.warnings { warnings.append(text) }
  }

  /// Takes over what another has to tell of a log without records.
  func add(_ other: LogNotes) {
    statistics.inputBytes += other.statistics.inputBytes
    statistics.brokenLines += other.statistics.brokenLines
    statistics.otherLines += other.statistics.otherLines
    statistics.truncatedLogs += other.statistics.truncatedLogs
    for warning in other.warnings { warn(warning) }
  }
}
