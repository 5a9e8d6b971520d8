import Capture
import Reports

/// What is told of a state to people.
enum StateText {
  /// Where a run goes on; live also how much was missed.
  static func beginning(_ mark: StateMark, now: Timestamp?) -> String {
    let time = moment(mark.time)
    guard let now else {
      return "state: going on behind \(mark.packets) packets, the last of \(time)"
    }
    let seconds = max(0, now.nanoseconds(since: mark.time)) / 1_000_000_000
    return "state of \(time), \(seconds) s of traffic before now are missing"
  }

  private static func moment(_ time: Timestamp) -> String {
    var line = JSONWriter()
    line.moment(time)
    return String(line.text.dropFirst().dropLast())
  }
}
