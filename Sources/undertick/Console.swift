import Glibc
import Logging
import Reports

/// Standard error: everything that is for people.
enum Console {
  /// Whether standard error is a terminal.
  static let isTerminal = isatty(STDERR_FILENO) == 1
  /// Whether standard output is a terminal.
  static let outputIsTerminal = isatty(STDOUT_FILENO) == 1

  /// Writes text of any origin. A standard error that is gone is no reason to stop.
  static func write(_ text: String) { draw(VisibleText(text).description) }

  /// Writes text as it is, with what moves the cursor.
  static func draw(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = unsafe Glibc.write(
          STDERR_FILENO, bytes.baseAddress.map { unsafe $0 + written }, bytes.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        written += count
      }
    }
  }

  /// The columns of the terminal, 80 where unknown.
  static var columns: Int {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// Sends the program's own messages to standard error.
  static func bootstrap(isQuiet: Bool) {
    LoggingSystem.bootstrap { _ in ConsoleLogHandler(logLevel: isQuiet ? .error : .info) }
  }
}

/// Messages as Unix tools write them: `undertick: warning: text`.
struct ConsoleLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let word = event.level == .info ? "" : "\(event.level): "
    Console.write("undertick: \(word)\(event.message)\n")
  }
}
