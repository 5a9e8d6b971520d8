import Capture

/// The longest gaps of a series by the hours of the day that they reach into, of the last two to four weeks;
/// and on how many days each hour was seen.
///
/// Hours are those of UTC, by packet time. Two spans of a fortnight as in `LongestGap`: the one that is on, and
/// the one before. Some 330 bytes.
struct GapHours: Sendable, Storable {
  private static let span: Int64 = 14 * 86_400_000_000_000
  private static let hour: Int64 = 3_600_000_000_000
  static let count = 24

  private var since: Timestamp
  /// Milliseconds (to 49 days).
  private var latest: [UInt32]
  private var former: [UInt32]
  private var days: [UInt16]

  /// An event at a time, and nothing before.
  init(since time: Timestamp) {
    since = time
    latest = Array(repeating: 0, count: GapHours.count)
    former = latest
    days = Array(repeating: 0, count: GapHours.count)
    days[GapHours.ofDay(GapHours.number(of: time))] = 1
  }

  /// The hour of a moment, counted from 1970.
  static func number(of time: Timestamp) -> Int64 {
    let (quotient, rest) = time.rawValue.quotientAndRemainder(dividingBy: hour)
    return quotient - (rest < 0 ? 1 : 0)
  }

  /// The first moment of an hour.
  static func start(of number: Int64) -> Timestamp {
    Timestamp(seconds: number * 3600, nanoseconds: 0)
  }

  /// The hour of the day of an hour counted from 1970.
  static func ofDay(_ number: Int64) -> Int { Int((number % 24 + 24) % 24) }

  /// Notes a gap between two events, the second not before the first.
  mutating func note(from start: Timestamp, to end: Timestamp) {
    let age = end.nanoseconds(since: since)
    // A clock that was set back starts the span anew and forgets nothing.
    if age < 0 { since = end }
    if age >= GapHours.span {
      former =
        age >= 2 * GapHours.span ? Array(repeating: 0, count: GapHours.count) : latest
      latest = Array(repeating: 0, count: GapHours.count)
      since = end
    }
    let gap = UInt32(clamping: end.nanoseconds(since: start) / 1_000_000)
    let first = GapHours.number(of: start)
    let last = max(first, GapHours.number(of: end))
    for number in first...min(last, first + Int64(GapHours.count) - 1) {
      latest[GapHours.ofDay(number)] = max(latest[GapHours.ofDay(number)], gap)
    }
    see(after: first, to: last)
  }

  /// Notes that time went on without a gap that counts.
  mutating func skip(to end: Timestamp, from start: Timestamp) {
    let last = GapHours.number(of: end)
    if last > GapHours.number(of: start) { see(after: last - 1, to: last) }
  }

  private mutating func see(after first: Int64, to last: Int64) {
    guard last > first else { return }
    for number in (first + 1)...min(last, first + Int64(GapHours.count)) {
      let hour = GapHours.ofDay(number)
      days[hour] = days[hour] == .max ? .max : days[hour] + 1
    }
  }

  /// The longest gap that reached into an hour of the day, in seconds.
  func longest(_ hour: Int) -> Double { Double(max(latest[hour], former[hour])) / 1000 }

  /// The longest gap of all, in seconds.
  var longest: Double { (0..<GapHours.count).map(longest).max() ?? 0 }

  /// On how many days an hour of the day was seen.
  func days(_ hour: Int) -> Int { Int(days[hour]) }

  func store(to writer: inout StoredWriter) {
    writer.add(since)
    for hour in 0..<GapHours.count {
      writer.add(latest[hour])
      writer.add(former[hour])
      writer.add(days[hour])
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    since = try reader.time()
    latest = []
    former = []
    days = []
    for _ in 0..<GapHours.count {
      latest.append(try reader.number())
      former.append(try reader.number())
      days.append(try reader.number())
    }
  }
}
