import Capture

/// Devices that were told to be in step.
struct StepGroup: Sendable, Storable {
  /// What its lines are known by.
  let id: String
  /// The first of the beats that told it.
  let first: Timestamp
  /// The number of the next line.
  var lines: UInt32 = 0
  /// Devices that the latest line named.
  var count: UInt32 = 0
  /// Beats of the series that has just beaten at which the next update is due.
  var nextBeats: UInt32 = 0
  /// How much it mattered.
  var severity = Severity.low
  /// Whether it still holds.
  var isOpen = true
  /// Who met whom in the latest line.
  var scene: RhythmScene?

  init(id: String, first: Timestamp) {
    self.id = id
    self.first = first
  }

  func store(to writer: inout StoredWriter) {
    writer.add(id)
    writer.add(first)
    for number in [lines, count, nextBeats] { writer.add(number) }
    writer.add(UInt8(severity.rawValue))
    writer.add(isOpen)
    writer.add(scene)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    id = try reader.text()
    first = try reader.time()
    lines = try reader.number()
    count = try reader.number()
    nextBeats = try reader.number()
    guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
      throw reader.fault("a severity")
    }
    self.severity = severity
    isOpen = try reader.flag()
    scene = try reader.optional()
  }
}
