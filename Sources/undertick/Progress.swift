import Capture

/// One line on the terminal that says how far a replay is: bytes of bytes, packets a second, alerts.
struct Progress {
  private let isShown: Bool
  /// What is counted: packets, or records of logs.
  var unit = "packets"
  private let started = Environment.uptime
  private var nextAt: Double
  /// Columns that the line takes now; 0 where it is not drawn.
  private var width = 0

  /// A progress line; none unless `isShown` and standard error is a terminal.
  init(isShown: Bool) {
    self.isShown = isShown && Console.isTerminal
    nextAt = Environment.uptime + 0.25
  }

  /// Draws the line anew, at most four times a second.
  mutating func update(
    _ statistics: @autoclosure () -> CaptureStatistics, alerts: @autoclosure () -> UInt64
  ) {
    guard isShown else { return }
    let now = Environment.uptime
    guard now >= nextAt else { return }
    nextAt = now + 0.25
    let statistics = statistics()
    let rate = Double(statistics.frames) / max(now - started, 0.001)
    let tail = "  \(Progress.quantity(rate, of: " \(unit)/s"))  \(alerts()) alerts"
    let read = Progress.quantity(Double(statistics.inputBytes), of: "B")
    if statistics.inputSize > 0 {
      let share = min(1, Double(statistics.inputBytes) / Double(statistics.inputSize))
      let size = Progress.quantity(Double(statistics.inputSize), of: "B")
      draw(share: share, text: "\(Int(share * 100)) %  \(read) of \(size)\(tail)")
    } else {
      draw(share: nil, text: read + tail)
    }
  }

  /// Takes the line away, so that other text can be written.
  mutating func clear() {
    guard width > 0 else { return }
    Console.draw("\r\(String(repeating: " ", count: width))\r")
    width = 0
  }

  /// Draws a bar as long as the terminal has room for, and the text behind it.
  ///
  /// Blanks wipe out what was there: no escape sequence, which not every terminal knows.
  private mutating func draw(share: Double?, text: String) {
    let columns = max(Console.columns - 1, 1)
    var line = text
    let room = min(24, columns - text.utf8.count - 3)
    if let share, room >= 4 {
      let filled = Int(share * Double(room))
      line =
        "[" + String(repeating: "=", count: filled)
        + String(repeating: " ", count: room - filled) + "] " + text
    }
    line = String(line.prefix(columns))
    // A terminal that became narrower has put the end of a longer line on the next one.
    let blanks = max(0, min(width, columns) - line.utf8.count)
    Console.draw("\r\(line)\(String(repeating: " ", count: blanks))")
    width = line.utf8.count
  }

  /// A number with a decimal prefix and three digits: `12.3 MB`, `7 B`, `1.42 M packets/s`.
  private static func quantity(_ value: Double, of unit: String) -> String {
    var value = value
    var prefix = 0
    let prefixes = ["", " k", " M", " G", " T", " P"]
    while value >= 999.5, prefix < prefixes.count - 1 {
      value /= 1000
      prefix += 1
    }
    let places = prefix == 0 ? 1.0 : value < 9.995 ? 100 : value < 99.95 ? 10 : 1
    let rounded = (value * places).rounded() / places
    let text = places == 1 ? "\(Int(rounded))" : "\(rounded)"
    return text + (prefix == 0 && !unit.hasPrefix(" ") ? " " : prefixes[prefix]) + unit
  }
}
