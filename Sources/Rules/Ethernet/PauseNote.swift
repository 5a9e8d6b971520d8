import Capture

/// How fast pause frames come from one sender.
///
/// The latest stretch in which they come at the rate of a flood or faster: where their count falls behind that
/// rate, a new stretch begins.
struct PauseNote: Sendable, Storable {
  /// A stretch that was long enough.
  struct Flood: Hashable, Sendable {
    /// Frames in it.
    var frames: Int
    /// How long it took.
    var seconds: Double
    /// When it began.
    var start: Timestamp

    /// Frames in a second.
    var rate: Double { Double(frames) / seconds }
  }

  private var story: Story
  /// Whether a flood was told.
  private(set) var hasFlooded = false
  /// Where the count stood when the stretch began, and when.
  private var count: UInt64 = 0
  private var start: Timestamp
  /// Begins anew where the flow table has begun to count anew.
  private var flow: Timestamp

  init(first: Timestamp) {
    story = Story(first: first)
    start = first
    flow = Timestamp(rawValue: .min)
  }

  /// Notes that so many frames have come by now.
  /// - Parameters:
  ///   - count: Frames of the sender since the conversation's beginning.
  ///   - time: When the latest came.
  ///   - flow: When the conversation began, as it is counted.
  /// - Returns: The flood, each time it has lasted for a second more.
  mutating func note(_ count: UInt64, at time: Timestamp, of flow: Timestamp) -> Flood? {
    guard flow == self.flow, count > self.count, time >= start else {
      self.flow = flow
      begin(count, at: time)
      return nil
    }
    let elapsed = time.nanoseconds(since: start)
    let frames = Int64(clamping: count - self.count)
    guard Double(frames) * 1e9 >= PauseFlood.rate * Double(elapsed) else {
      begin(count, at: time)
      return nil
    }
    guard elapsed >= PauseFlood.shortest else { return nil }
    defer { begin(count, at: time) }
    return Flood(frames: Int(frames), seconds: Double(elapsed) / 1e9, start: start)
  }

  /// The line that is due, when one more flood was noted.
  mutating func tell() -> Story.Due? {
    hasFlooded = true
    return story.tell(isWorse: false)
  }

  private mutating func begin(_ count: UInt64, at time: Timestamp) {
    self.count = count
    start = time
  }

  func store(to writer: inout StoredWriter) {
    writer.add(story)
    writer.add(hasFlooded)
    writer.add(count)
    writer.add(start)
    writer.add(flow)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    story = try reader.value()
    hasFlooded = try reader.flag()
    count = try reader.number()
    start = try reader.time()
    flow = try reader.time()
  }
}
