/// Several logs as one, in the order in which Zeek wrote their lines, as far as that can be told.
///
/// A log is opened when the stream comes to its first record, and closed at its end, so that a year of
/// hourly logs needs few at the same time.
struct LogMerge: ~Copyable {
  /// Whether the interrupt ended the stream.
  private(set) var isInterrupted = false
  private var waiting: [ListedLog]
  private var open: [OpenLog] = []
  /// The one that has the next line.
  private var current: OpenLog?
  private let interrupt: Int32?
  private let notes: LogNotes
  private var failure: CaptureError?

  /// Nothing read yet.
  init(_ logs: [ListedLog], interrupt: Int32?, notes: LogNotes) {
    // The next one last.
    waiting = logs.sorted { $1.place < $0.place }
    self.interrupt = interrupt
    self.notes = notes
  }

  /// When the next line is of, or `nil` at the end.
  /// - Throws: `CaptureError` where a log is broken, after the lines before.
  mutating func peek() throws(CaptureError) -> Timestamp? {
    if current == nil { current = try next() }
    return current?.next
  }

  /// Reads the line that `peek()` told of, which stays; `nil` where it is no record.
  func record() throws(CaptureError) -> LogRecord? { try current?.record() }

  /// Goes to the line behind the one that `peek()` told of.
  mutating func advance() {
    guard let log = current else { return }
    current = nil
    do throws(CaptureError) {
      try log.advance()
    } catch {
      failure = error
    }
    if log.next == nil {
      isInterrupted = isInterrupted || log.isInterrupted
      open.removeAll { $0 === log }
    }
  }

  private mutating func next() throws(CaptureError) -> OpenLog? {
    if let failure { throw failure }
    while !isInterrupted {
      let first = open.count == 1 ? open[0] : open.min { $0.place < $1.place }
      guard let next = waiting.last, first.map({ next.place < $0.place }) ?? true else {
        return first
      }
      waiting.removeLast()
      if let log = next.opened {
        open.append(log)
        continue
      }
      guard open.count < CaptureLimits.openCaptures else {
        throw .failed(
          "\(next.path): overlaps in time with \(open.count) other logs, the most that are read at the "
            + "same time; put some of them together first")
      }
      let reader = try LogReader.open(next.path, interrupt: interrupt, notes: notes)
      isInterrupted = reader.isInterrupted
      if let log = try OpenLog(reader, order: next.order) { open.append(log) }
    }
    return nil
  }
}
