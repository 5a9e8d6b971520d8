/// A log of a merge that is being read.
///
/// A class because a merge holds many of them.
final class OpenLog {
  /// Position in the order of the arguments.
  let order: Int
  /// The record that comes next; `nil` at the end.
  private(set) var head: LogRecord?
  /// How far the log is: the latest start of a conversation so far. Lines come as Zeek wrote them, at
  /// the end of a conversation or later.
  private(set) var progress: Timestamp
  private var reader: LogReader

  /// Reads the first record; `nil` where the log has none.
  init?(_ reader: consuming LogReader, order: Int) throws(CaptureError) {
    var reader = reader
    guard let first = try reader.next() else { return nil }
    self.order = order
    head = first
    progress = first.time
    self.reader = reader
  }

  /// Where the log stands among others.
  var place: StreamPlace { StreamPlace(time: progress, order: order) }
  /// Whether the interrupt ended the log.
  var isInterrupted: Bool { reader.isInterrupted }

  /// Takes the next record; the one behind it is read.
  func take() throws(CaptureError) -> LogRecord? {
    let record = head
    head = nil
    head = try reader.next()
    if let head { progress = max(progress, head.time) }
    return record
  }
}
