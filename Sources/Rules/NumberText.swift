/// Numbers as the sentences in findings want them.
enum NumberText {
  /// A number with a fixed count of decimals, 0 to 6.
  static func decimal(_ value: Double, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let digits = String(Int(scaled))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// A duration in the unit that a person would use: `300.02 s`, `12.0 min`, `4.0 h`, `1.5 d`.
  static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<600: decimal(seconds, places: 2) + " s"
    case ..<7200: decimal(seconds / 60, places: 1) + " min"
    case ..<172_800: decimal(seconds / 3600, places: 1) + " h"
    default: decimal(seconds / 86400, places: 1) + " d"
    }
  }

  /// A small chance as people say it: `1 in 2,000`, `1 in a million`, `less than 1 in a billion`.
  static func chance(_ value: Double) -> String {
    guard value > 0 else { return "less than 1 in a billion" }
    let odds = 1 / value
    switch odds {
    case ..<1000: return "1 in \(Int(odds.rounded(.down)))"
    case ..<1e6: return "1 in \(Int((odds / 1000).rounded(.down))),000"
    case ..<1e9: return "1 in \(Int((odds / 1e6).rounded(.down))) million"
    default: return "less than 1 in a billion"
    }
  }
}
