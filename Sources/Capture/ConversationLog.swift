/// Zeek's logs as a source of conversations and of what was said in them, in the order of time.
///
/// `conn.log` gives the conversations; `dns.log`, `ssl.log` and `http.log` give the names spoken in them,
/// each at its own time and with the `uid` of its conversation. At the same time the conversation comes
/// first. The order of the arguments does not matter: logs that are alike to the nanosecond are told apart
/// by their paths.
///
/// Zeek writes a conversation's line at its end, so that a log is not in the order of starts. Records
/// are put into it by holding back `LogLimits.heldRecords` of them. Those of conversations so long that
/// this does not do are found by reading the logs twice, `LogLimits.longConversations` of them. What is
/// beyond that, and from a pipe all that is later than what can be held, comes late and is counted.
///
/// Lines that are no records are left out and counted, and the first of them make `warnings`.
///
/// Memory: see `LogLimits`; the size of the logs does not matter.
public struct ConversationLog: ~Copyable {
  /// Which logs are read, each once.
  public let kinds: Set<LogKind>
  private let limits: LogLimits
  private let notes: LogNotes
  private var source: LogMerge
  private var long: LongConversations
  private var held = TimeHeap<LogRecord>()
  /// Lines read.
  private var serial: UInt64 = 0
  /// The start of the record that left `held` last.
  private var latest: Timestamp?
  private var isAtEnd = false
  private var failure: CaptureError?

  /// Opens logs, finds out which they are, and reads regular files once to find long conversations.
  ///
  /// - Parameters:
  ///   - paths: Files, named pipes, folders (all logs in one; not those in folders below), or `-`. At
  ///     least one.
  ///   - interruptDescriptor: Once this can be read, the stream ends after what has arrived.
  ///   - limits: How much may be held.
  /// - Throws: `CaptureError.unreadable` where one cannot be opened or is no log, or none is a log of
  ///   conversations, `.failed` where one breaks before its first record.
  public init(
    paths: [String], interruptDescriptor: Int32? = nil, limits: LogLimits = LogLimits()
  ) throws(CaptureError) {
    try self.init(
      InputSurvey(logs: paths), interruptDescriptor: interruptDescriptor, limits: limits)
  }

  /// Opens logs that were looked into.
  ///
  /// - Parameters:
  ///   - inputs: What was found.
  ///   - interruptDescriptor: As for paths.
  ///   - limits: As for paths.
  /// - Throws: As for paths.
  public init(
    _ inputs: InputSurvey, interruptDescriptor: Int32? = nil, limits: LogLimits = LogLimits()
  ) throws(CaptureError) {
    let notes = LogNotes()
    let logs = try Self.list(inputs, interruptDescriptor, notes)
    var long = LongConversations()
    if logs.allSatisfy({ $0.opened == nil }) {
      let ahead = LogMerge(logs, interrupt: interruptDescriptor, notes: LogNotes())
      long = LongConversations(ahead, limits: limits)
    }
    kinds = Set(logs.map(\.kind))
    self.notes = notes
    self.limits = limits
    self.long = long
    source = LogMerge(logs, interrupt: interruptDescriptor, notes: notes)
  }

  /// The logs that are read and have records.
  private static func list(
    _ inputs: InputSurvey, _ interrupt: Int32?, _ notes: LogNotes
  ) throws(CaptureError) -> [ListedLog] {
    let files = try files(of: inputs, notes)
    var logs: [ListedLog] = []
    var size: UInt64? = 0
    var known = 0
    for (order, path) in files.enumerated() {
      let isRegularFile = path != "-" && CaptureFolder.isRegularFile(path)
      let looking = isRegularFile ? LogNotes() : notes
      let reader = try LogReader.open(
        path, peeked: inputs.peeked[path], interrupt: interrupt, notes: looking)
      size = isRegularFile ? size.map { $0 &+ reader.size } : nil
      if reader.isInterrupted { break }
      guard let kind = reader.kind else {
        guard order < files.count - 1 || known > 0 else {
          throw .unreadable("\(reader.name): is no log of conversations; \(LogReader.advice)")
        }
        notes.skip(reader.statedKind ?? path)
        continue
      }
      known += 1
      guard let log = try OpenLog(reader, order: order) else {
        // It is not read again.
        if isRegularFile { notes.add(looking) }
        continue
      }
      logs.append(
        ListedLog(
          path: path, order: order, kind: kind, first: log.progress,
          opened: isRegularFile ? nil : log))
    }
    notes.statistics.inputSize = size ?? 0
    return logs
  }

  /// The files behind the paths, in the order of their bytes.
  private static func files(
    of inputs: InputSurvey, _ notes: LogNotes
  ) throws(CaptureError) -> [String] {
    var files: [String] = []
    for path in inputs.paths {
      if path != "-", CaptureFolder.isFolder(path) {
        let found = try LogFolder.logs(in: path, notes: notes)
        guard !found.isEmpty else {
          throw .unreadable(
            "\(path): holds no log of conversations; \(LogReader.advice) (folders below it are not "
              + "looked into)")
        }
        files += found
      } else {
        files.append(path)
      }
    }
    guard !files.isEmpty else { throw .invalid("no log given") }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The next record, or `nil` at the end.
  /// - Throws: `CaptureError.failed` where a log is broken, after the records before.
  public mutating func next() throws(CaptureError) -> LogRecord? {
    while !isAtEnd, held.count < max(limits.heldRecords, 1) { read() }
    let record: LogRecord?
    if let first = long.earliest, held.earliest.map({ first <= $0 }) ?? true {
      record = long.removeEarliest()
    } else {
      if let next = held.earliest { latest = max(latest ?? next, next) }
      record = held.removeEarliest()
    }
    guard let record else {
      if let failure { throw failure }
      return nil
    }
    notes.statistics.records += 1
    return record
  }

  /// Holds the record of the next line of the logs, if it is one.
  private mutating func read() {
    do throws(CaptureError) {
      guard let time = try source.peek() else {
        isAtEnd = true
        return
      }
      serial += 1
      if !long.contains(serial), let record = try source.record() {
        if let latest, time < latest { notes.statistics.lateRecords += 1 }
        held.insert(record, at: time, serial: record.rank(serial))
      }
      source.advance()
    } catch {
      failure = error
      isAtEnd = true
    }
  }

  /// What was read so far; cheap enough to ask after every record.
  public var statistics: LogStatistics { notes.statistics }

  /// What was left out, for people: a line on logs of other kinds, and the first lines that are no records,
  /// at most eight.
  public var warnings: [String] { notes.warnings }
}
