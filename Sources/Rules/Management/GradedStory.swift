import Capture

/// How often something was told of a device and how bad it has become, so that what goes on is told at
/// growing distances, and what grows worse is told at once.
struct GradedStory: Sendable, Storable {
  /// When it was first counted.
  let first: Timestamp
  /// When it was last counted.
  private(set) var last: Timestamp
  /// The highest grade so far.
  private(set) var grade: UInt8 = 0
  /// Whether it is counted only.
  private let isQuiet: Bool
  private var count: UInt32 = 0
  private var line: UInt32 = 0
  private var next: UInt32 = 1

  init(first: Timestamp, isQuiet: Bool) {
    self.first = first
    last = first
    self.isQuiet = isQuiet
  }

  /// Counts once more, or only takes in a higher grade.
  /// - Returns: The line that is due: at the first time, whenever the count is four times that of the line
  ///   before, and where the grade has risen.
  mutating func tell(grade: UInt8, at time: Timestamp, isAnother: Bool) -> Story.Due? {
    last = max(last, time)
    if isAnother { count &+= 1 }
    let isWorse = grade > self.grade
    self.grade = max(self.grade, grade)
    guard !isQuiet, isWorse || isAnother && count >= next else { return nil }
    defer { line &+= 1 }
    next = UInt32(clamping: UInt64(max(1, count)) * 4)
    return Story.Due(update: Int(line), count: Int(max(1, count)), first: first)
  }

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    writer.add(last)
    writer.add(grade)
    writer.add(isQuiet)
    for number in [count, line, next] { writer.add(number) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    last = try reader.time()
    grade = try reader.number()
    isQuiet = try reader.flag()
    count = try reader.number()
    line = try reader.number()
    next = try reader.number()
  }
}

extension DeviceNotes where Note == GradedStory {
  /// Stories that a rule tells of devices.
  init(isRemembered: Bool) {
    self.init("story", as: .finding, isRemembered: isRemembered)
  }

  /// Counts once more under a name, which is the finding's channel, or takes in a higher grade only; `nil`
  /// where no line is due. A story that begins as a quiet one never has a line. Where the device has as many
  /// stories as it may have, a new one takes the place of one of a lower grade, or one that was not counted for a day.
  mutating func tell(
    _ name: String, of device: Int, grade: UInt8 = 1, at time: Timestamp, isAnother: Bool = true,
    isQuiet: Bool = false
  ) -> Story.Due? {
    var story = self[device, name] ?? GradedStory(first: time, isQuiet: isQuiet)
    let due = story.tell(grade: grade, at: time, isAnother: isAnother)
    let isThere = put(story, under: name, of: device) { other in
      other.grade < grade || time.nanoseconds(since: other.last) >= Story.patience
    }
    // Without room for the story nobody could say whether it was told.
    return isThere ? due : nil
  }
}
