import Capture

/// All that logs gave, and how they ended.
struct DrainedLog {
  private(set) var records: [LogRecord] = []
  private(set) var error: CaptureError?
  private(set) var statistics = LogStatistics()
  private(set) var warnings: [String] = []

  /// Reads the logs at `paths` to their end.
  init(paths: [String], limits: LogLimits = LogLimits()) {
    do throws(CaptureError) {
      var log = try ConversationLog(paths: paths, limits: limits)
      do throws(CaptureError) {
        while let record = try log.next() { records.append(record) }
      } catch {
        self.error = error
      }
      statistics = log.statistics
      warnings = log.warnings
    } catch {
      self.error = error
    }
  }

  /// Reads one log of these bytes.
  init(_ bytes: [UInt8]) {
    let file = TemporaryFile(bytes)
    self.init(paths: [file.path])
    let path = file.path
    warnings = warnings.map { $0.hasPrefix(path) ? "log" + $0.dropFirst(path.count) : $0 }
  }

  /// Reads one log of this text.
  init(_ text: String) { self.init(Array(text.utf8)) }

  /// When the conversations began, in seconds.
  var starts: [Int] { records.map { Int($0.time.rawValue / 1_000_000_000) } }
}
