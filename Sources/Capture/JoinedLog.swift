/// Conversations in the order in which the logs have them, with the names that other logs know.
///
/// The logs of names are read along: as far as the conversations have ended, and ten minutes more.
struct JoinedLog: ~Copyable {
  private var events: LogMerge
  private var names: LogMerge
  private var table: NameTable
  private var latestEnd: Timestamp?
  private let notes: LogNotes
  private var isCounted = false

  /// Nothing read yet.
  ///
  /// - Parameters:
  ///   - logs: The logs. Where none is `conn.log`, all of them tell of conversations.
  ///   - limits: How many conversations wait for their line.
  ///   - interrupt: Ends the stream.
  ///   - notes: Where to count.
  init(_ logs: [ListedLog], limits: LogLimits, interrupt: Int32?, notes: LogNotes) {
    let conversations = logs.filter { $0.kind == .conn }
    let others = logs.filter { $0.kind != .conn }
    events = LogMerge(
      conversations.isEmpty ? others : conversations, interrupt: interrupt, notes: notes)
    names = LogMerge(conversations.isEmpty ? [] : others, interrupt: interrupt, notes: notes)
    table = NameTable(limit: limits.waitingNames)
    self.notes = notes
  }

  /// The next conversation, or `nil` at the end.
  /// - Throws: `CaptureError` where a log is broken, after the conversations before.
  mutating func next() throws(CaptureError) -> LogRecord? {
    guard var record = try events.take() else {
      try readRest()
      return nil
    }
    let end = max(record.end, latestEnd ?? record.end)
    latestEnd = end
    try readNames(until: end.advanced(byNanoseconds: LogLimits.nameDelay))
    if !record.identifier.isEmpty, let found = table.remove(record.identifier) {
      record.names = found
      notes.statistics.joinedNames += UInt64(found.count)
    }
    return record
  }

  private mutating func readNames(until limit: Timestamp) throws(CaptureError) {
    while let progress = try names.progress(), progress <= limit, let record = try names.take() {
      keep(record)
    }
  }

  private mutating func keep(_ record: LogRecord) {
    guard !record.identifier.isEmpty else {
      notes.statistics.unmatchedNames += 1
      return
    }
    if !table.insert(record.names.first, for: record.identifier) {
      notes.statistics.unmatchedNames += 1
    }
  }

  /// Counts what is left when there are no more conversations.
  private mutating func readRest() throws(CaptureError) {
    guard !isCounted, !events.isInterrupted else { return }
    while let record = try names.take() { keep(record) }
    notes.statistics.unmatchedNames += UInt64(table.count)
    isCounted = true
  }
}
