import Capture

/// One line on the terminal that says how far a replay is: bytes of bytes, packets a second, alerts.
struct Progress {
  private let isShown: Bool
  private let started = Environment.uptime
  private var nextAt: Double
  private var isDrawn = false

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
    var text = Progress.quantity(Double(statistics.inputBytes)) + "B"
    var bar = ""
    if statistics.inputSize > 0 {
      let share = min(1, Double(statistics.inputBytes) / Double(statistics.inputSize))
      text += " of \(Progress.quantity(Double(statistics.inputSize)))B"
      let filled = Int(share * 24)
      bar =
        "[" + String(repeating: "=", count: filled) + String(repeating: " ", count: 24 - filled)
        + "] \(Int(share * 100)) %  "
    }
    text = "\(bar)\(text)  \(Progress.quantity(rate)) packets/s  \(alerts()) alerts"
    Console.write("\r\u{1b}[K" + text.prefix(max(Console.columns - 1, 1)))
    isDrawn = true
  }

  /// Takes the line away, so that other text can be written.
  mutating func clear() {
    guard isDrawn else { return }
    Console.write("\r\u{1b}[K")
    isDrawn = false
  }

  /// A number with a decimal prefix and three digits: `12.3 M`.
  static func quantity(_ value: Double) -> String {
    var value = value
    var prefix = 0
    let prefixes = ["", "k", "M", "G", "T", "P"]
    while value >= 999.5, prefix < prefixes.count - 1 {
      value /= 1000
      prefix += 1
    }
    let places = prefix == 0 ? 1.0 : value < 9.995 ? 100 : value < 99.95 ? 10 : 1
    let rounded = (value * places).rounded() / places
    let text = places == 1 ? "\(Int(rounded))" : "\(rounded)"
    return "\(text) \(prefixes[prefix])"
  }
}
