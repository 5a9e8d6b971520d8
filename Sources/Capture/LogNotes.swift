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
}
