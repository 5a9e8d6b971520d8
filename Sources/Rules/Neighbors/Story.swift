import Capture

/// How often something was told of a device, so that what goes on is told at growing distances.
struct Story: Sendable, Storable {
  /// When it was first counted.
  let first: Timestamp
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

  init(first: Timestamp) { self.first = first }

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

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    for number in [count, line, next] { writer.add(number) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
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

  /// Counts once more under a name, which is the finding's channel; `nil` where no line is due.
  mutating func tell(
    _ name: String, of device: Int, at time: Timestamp, isWorse: Bool = false
  ) -> Story.Due? {
    var story = self[device, name] ?? Story(first: time)
    let due = story.tell(isWorse: isWorse)
    self[device, name] = story
    // Without room for the story nobody could say whether it was told.
    return self[device, name] == nil ? nil : due
  }
}
