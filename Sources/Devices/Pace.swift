/// How many conversations are normal in a time: `12/1h`.
public struct Pace: Hashable, Sendable {
  /// Conversations, 1 to 1,000,000: so many may also come at once.
  public let count: Int
  /// The time that they are for, in whole seconds, 1 second to 366 days.
  public let seconds: Int

  /// The largest count that may be written.
  static let largestCount = 1_000_000
  /// The longest time that may be written: 366 days.
  static let longestSeconds = 366 * 86_400

  /// A pace; `nil` where a number is out of its range.
  public init?(count: Int, seconds: Int) {
    guard (1...Pace.largestCount).contains(count), (1...Pace.longestSeconds).contains(seconds)
    else { return nil }
    self.count = count
    self.seconds = seconds
  }

  /// Reads a count, a slash, and a time in `s`, `m`, `h` or `d`: `12/1h`, `100/30m`, `1/h`; `nil` for
  /// anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Pace.number(parts[0]), let letter = parts[1].last,
      let unit = Pace.units.first(where: { $0.letter == letter })
    else { return nil }
    let digits = parts[1].dropLast()
    guard let number = digits.isEmpty ? 1 : Pace.number(digits), number <= Pace.longestSeconds
    else { return nil }
    self.init(count: count, seconds: number * unit.seconds)
  }

  /// The time, in nanoseconds.
  public var nanoseconds: Int64 { Int64(seconds) * 1_000_000_000 }

  private static let units: [(letter: Character, seconds: Int)] = [
    ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
  ]

  private static func number(_ text: some StringProtocol) -> Int? {
    guard let number = Int(text), String(number) == text, number > 0 else { return nil }
    return number
  }
}

extension Pace: CustomStringConvertible {
  /// As it is written, in the largest unit that divides the time: `12/1h`.
  public var description: String {
    let unit = Pace.units.first { seconds % $0.seconds == 0 } ?? ("s", 1)
    return "\(count)/\(seconds / unit.seconds)\(unit.letter)"
  }
}
