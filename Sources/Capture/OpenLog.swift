/// A log of a merge that is being read.
///
/// A class because a merge holds many of them.
final class OpenLog {
  /// Position in the order of the arguments.
  let order: Int
  /// When the line is of that comes next; `nil` at the end.
  private(set) var next: Timestamp?
  /// How far the log is: the latest start of a conversation so far. Lines come as Zeek wrote them, at
  /// the end of a conversation or later.
  private(set) var progress: Timestamp
  private var reader: LogReader

  /// Goes to the first line; `nil` where the log has none.
  init?(_ reader: consuming LogReader, order: Int) throws(CaptureError) {
    var reader = reader
    guard let first = try reader.advance() else { return nil }
    self.order = order
    next = first
    progress = first
    self.reader = reader
  }

  /// Where the log stands among others.
  var place: StreamPlace { StreamPlace(time: progress, order: order) }
  /// Whether the interrupt ended the log.
  var isInterrupted: Bool { reader.isInterrupted }

  /// Reads the line that comes next, which stays; `nil` where it is no record.
  func record() throws(CaptureError) -> LogRecord? {
    guard let next else { return nil }
    return try reader.record(at: next)
  }

  /// Goes to the line behind it.
  func advance() throws(CaptureError) {
    next = nil
    next = try reader.advance()
    if let next { progress = max(progress, next) }
  }
}
