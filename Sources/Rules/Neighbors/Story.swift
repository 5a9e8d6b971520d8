import Capture

/// How often something was told of a device, so that what goes on is told at growing distances.
struct Story: Sendable, Storable {
  /// How long a story of a full shelf is kept for the like of it, in nanoseconds: a day.
  static let patience: Int64 = 86_400_000_000_000

  /// When it was first counted.
  let first: Timestamp
  /// When it was last counted.
  private(set) var last: Timestamp
  /// How much it matters at most.
  private(set) var severity = Severity.low
  /// What was counted so far.
  private var count: UInt32 = 0
  /// The number of the next line.
  private var line: UInt32 = 0
  /// The count at which it is due.
  private var next: UInt32 = 1

  /// A line that is due.
  struct Due: Sendable {
    /// Its number, 0 for the first.
    let update: Int
    /// What was counted so far.
    let count: Int
    /// When it was first counted.
    let first: Timestamp
  }

  init(first: Timestamp) {
    self.first = first
    last = first
  }

  /// Counts once more.
  /// - Returns: The line that is due: at the first time, whenever the count is four times that of the line
  ///   before, and where it has become worse.
  mutating func tell(isWorse: Bool) -> Due? {
    count &+= 1
    guard count >= next || isWorse else { return nil }
    defer { line &+= 1 }
    next = UInt32(clamping: UInt64(count) * 4)
    return Due(update: Int(line), count: Int(count), first: first)
  }

  /// Notes when it goes on, and how much that matters.
  mutating func note(at time: Timestamp, severity: Severity) {
    last = max(last, time)
    self.severity = max(self.severity, severity)
  }

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    writer.add(last)
    writer.add(UInt8(severity.rawValue))
    for number in [count, line, next] { writer.add(number) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    last = try reader.time()
    guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
      throw reader.fault("a severity")
    }
    self.severity = severity
    count = try reader.number()
    line = try reader.number()
    next = try reader.number()
  }
}

extension DeviceNotes where Note == Story {
  /// Stories that a rule tells of devices.
  init(isRemembered: Bool) {
    self.init("story", as: .finding, isRemembered: isRemembered)
  }

  /// Counts once more under a name, which is the finding's channel.
  ///
  /// Where a device has as many stories as it may have, a new one takes the place of one that matters less, or was
  /// not counted for a day; of one that matters as much only a limited number is told.
  /// - Parameters:
  ///   - name: The finding's channel.
  ///   - device: The device.
  ///   - time: When it was counted.
  ///   - first: When it began, where that is earlier.
  ///   - severity: How much it matters.
  ///   - isWorse: Whether a line is due in any case.
  /// - Returns: The line that is due, if one is.
  mutating func tell(
    _ name: String, of device: Int, at time: Timestamp, since first: Timestamp? = nil,
    severity: Severity, isWorse: Bool = false
  ) -> Story.Due? {
    var story = self[device, name] ?? Story(first: first ?? time)
    story.note(at: time, severity: severity)
    let due = story.tell(isWorse: isWorse)
    let isThere = put(story, under: name, of: device) { other in
      other.severity < severity || time.nanoseconds(since: other.last) >= Story.patience
    }
    // Without room for the story nobody could say whether it was told.
    return isThere ? due : nil
  }
}
