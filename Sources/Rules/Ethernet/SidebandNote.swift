import Capture

/// What is known of one sender of NC-SI.
struct SidebandNote: Sendable, Storable {
  /// What was told.
  private var story: Story
  /// When the burst of events began, and how many there are in it.
  private var burst: (start: Timestamp, count: UInt32)
  /// How much what was told mattered.
  private var severity = Severity.low

  init(first: Timestamp) {
    story = Story(first: first)
    burst = (first, 0)
  }

  /// Events in the burst that goes on.
  var events: Int { Int(burst.count) }

  /// Counts an asynchronous event.
  /// - Returns: Whether so many have come within a minute that it is a burst.
  mutating func noteEvent(at time: Timestamp) -> Bool {
    if time.nanoseconds(since: burst.start) > SidebandFrame.burst { burst = (time, 0) }
    burst.count &+= 1
    return burst.count >= SidebandFrame.fewestEvents
  }

  /// Counts a frame; a line is due at growing counts, and where it matters more than before.
  mutating func tell(_ severity: Severity) -> Story.Due? {
    let isWorse = self.severity < severity
    self.severity = max(self.severity, severity)
    return story.tell(isWorse: isWorse)
  }

  /// How much the worst frame so far matters.
  var worst: Severity { severity }

  func store(to writer: inout StoredWriter) {
    writer.add(story)
    writer.add(burst.start)
    writer.add(burst.count)
    writer.add(UInt8(severity.rawValue))
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    story = try reader.value()
    burst = (try reader.time(), try reader.number())
    guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
      throw reader.fault("a severity")
    }
    self.severity = severity
  }
}
