/// Reads one log, line by line.
struct LogReader: ~Copyable {
  /// Which log it is; `nil` where it is none that is read, or where it has no lines yet.
  private(set) var kind: LogKind?
  private let notes: LogNotes
  private var lines: LineInput
  private var syntax: LogLine.Syntax
  private var values = LogValues()
  /// The first line of data, found while looking for the kind.
  private var pending: Range<Int>?
  private var records = 0
  private var broken = 0
  private var countedBytes: UInt64 = 0
  private var isEnded = false
  /// Whether the lines that come now belong to a header of another log.
  private var isOtherLog = false
  /// The path that the first line of JSON states.
  private var statedPath: String?

  /// Opens a log and reads its header.
  /// - Throws: `CaptureError.unreadable` where the input cannot be opened or is no log.
  static func open(
    _ path: String, peeked: PeekedInput? = nil, interrupt: Int32?, notes: LogNotes
  ) throws(CaptureError) -> LogReader {
    let lines = try LineInput.open(path, peeked: peeked, interrupt: interrupt)
    if !LogSignature.isLog(lines.firstBytes), !lines.isInterrupted {
      let found = CaptureSignature.describe(unsafe lines.firstBytes.span.bytes)
      throw .unreadable("\(lines.name): is not a log: \(found); \(advice)")
    }
    var reader = LogReader(lines, notes)
    try reader.readHeader()
    return reader
  }

  private init(_ lines: consuming LineInput, _ notes: LogNotes) {
    syntax = lines.firstBytes.first == 0x7b ? .json : .tabular(TabularFormat())
    self.lines = lines
    self.notes = notes
  }

  /// What to give instead.
  static let advice =
    "give Zeek's conn.log, dns.log, ssl.log or http.log, as columns or JSON, plain or compressed by "
    + "gzip or zstd"

  /// The kind that the log itself states, whether it is one that is read or not.
  var statedKind: String? {
    switch syntax {
    case .tabular(let format): format.path
    case .json: statedPath
    }
  }
  /// What errors call the log.
  var name: String { lines.name }
  /// Bytes on the disk; 0 where unknown.
  var size: UInt64 { lines.size }
  /// Whether the interrupt ended the log.
  var isInterrupted: Bool { lines.isInterrupted }

  /// Reads up to the first line of data.
  private mutating func readHeader() throws(CaptureError) {
    while let line = try nextLine() {
      if case .json = syntax {
        do throws(LogFault) {
          let names = try JSONLine.names(lines.block, line)
          try JSONLine.split(lines.block, line, into: &values)
          let path = LogLine(lines.block, values, syntax).text(.path)
          kind = LogKind(path: path, fields: names)
          statedPath = path
        } catch {
          // The next line may tell; this one is counted.
          try leaveOut(error)
          continue
        }
        pending = line
        return
      }
      guard isHeader(line) else {
        try checkHeader()
        pending = line
        return
      }
      takeHeader(line)
    }
    // A log without lines is known by its header.
    if case .tabular(let format) = syntax {
      kind = LogKind(path: format.path, fields: format.names)
    }
  }

  private func isHeader(_ line: Range<Int>) -> Bool { lines.block[line].first == 0x23 }

  private mutating func takeHeader(_ line: Range<Int>) {
    guard case .tabular(let format) = syntax else { return }
    format.take(lines.block[line])
  }

  /// Looks at a header once it is complete: which log it is of, and whether it can be read.
  private mutating func checkHeader() throws(CaptureError) {
    guard case .tabular(let format) = syntax else { return }
    guard !format.names.isEmpty else {
      throw .unreadable(
        "\(name): line \(lines.number): is data before a #fields line; give the log with its header"
      )
    }
    let found = LogKind(path: format.path, fields: format.names)
    if kind == nil { kind = found }
    isOtherLog = found == nil || found != kind
    guard !isOtherLog else { return }
    let fields = format.names.compactMap { LogField(name: $0) }
    for field in LogField.required where !fields.contains(field) {
      throw .unreadable(
        "\(name): line \(lines.number): #fields names no \(field.name); give a log that has it")
    }
  }

  /// Goes on to the next line that has a time, and gives it; `nil` at the end.
  /// - Throws: `CaptureError.failed` where the log is broken, after the lines before.
  mutating func advance() throws(CaptureError) -> Timestamp? {
    guard kind != nil, !isEnded else {
      countInput()
      return nil
    }
    var isNewHeader = false
    while let line = try nextLine() {
      if case .tabular = syntax {
        if isHeader(line) {
          takeHeader(line)
          isNewHeader = true
          continue
        }
        // Logs put behind one another, each with its header.
        if isNewHeader {
          try checkHeader()
          isNewHeader = false
        }
        if isOtherLog {
          notes.statistics.otherLines += 1
          continue
        }
      }
      do throws(LogFault) {
        guard let time = try readTime(line) else {
          notes.statistics.otherLines += 1
          continue
        }
        return time
      } catch {
        try leaveOut(error)
      }
    }
    return nil
  }

  /// Finds the values of a line, and reads when it is of; `nil` where it is of another log.
  private mutating func readTime(_ line: Range<Int>) throws(LogFault) -> Timestamp? {
    switch syntax {
    case .tabular(let format): try format.split(lines.block, line, into: &values)
    case .json: try JSONLine.split(lines.block, line, into: &values)
    }
    let line = LogLine(lines.block, values, syntax)
    if case .json = syntax, let path = line.text(.path), path != statedPath { return nil }
    return try line.required(.time, LogNumber.time)
  }

  /// Reads the line that `advance()` went to, whose time is given; `nil` where it is no record, and
  /// counted.
  /// - Throws: `CaptureError.failed` where there were too many of those.
  mutating func record(at time: Timestamp) throws(CaptureError) -> LogRecord? {
    guard let kind else { return nil }
    do throws(LogFault) {
      var line = LogLine(lines.block, values, syntax)
      let record = try LogRecord(&line, kind, at: time, number: lines.number)
      notes.statistics.brokenValues += line.brokenValues
      records += 1
      return record
    } catch {
      try leaveOut(error)
      return nil
    }
  }

  /// The next line that is not blank.
  private mutating func nextLine() throws(CaptureError) -> Range<Int>? {
    if let line = pending {
      pending = nil
      return line
    }
    while !isEnded {
      switch try lines.next() {
      case .line(let line):
        countInput()
        if !line.isEmpty { return line }
      case .tooLong:
        countInput()
        try leaveOut(.tooLong)
      case .end:
        isEnded = true
        countInput()
        if lines.isCutShort { notes.statistics.truncatedLogs += 1 }
      }
    }
    return nil
  }

  private mutating func countInput() {
    notes.statistics.inputBytes += lines.bytesConsumed - countedBytes
    countedBytes = lines.bytesConsumed
  }

  /// Counts a line that is no record.
  private mutating func leaveOut(_ fault: LogFault) throws(CaptureError) {
    if lines.isUnfinished {
      // The writer was stopped, or is at it now.
      if !lines.isCutShort { notes.statistics.truncatedLogs += 1 }
      return
    }
    broken += 1
    notes.statistics.brokenLines += 1
    let text = "\(name): line \(lines.number): \(fault.text)"
    notes.warn("\(text); the line is left out")
    if records == 0, broken >= LogLimits.brokenLinesAtStart {
      throw .failed("\(text), and none of the lines before is a record; \(Self.advice)")
    }
  }
}
