import Capture
import Packets

/// What the packets of a device showed so far in one conversation, as far as later ones are measured by it.
struct ConversationFields: Sendable, Storable {
  /// When its latest packet came.
  var last: Timestamp
  /// The latest identification; 0 where there was none.
  var identification: UInt16
  /// The latest flow label.
  var flowLabel: UInt32
  /// Its times to live.
  var timesToLive: ValueTrail
  /// Its DSCP.
  var trafficClasses: ValueTrail

  /// The first packet.
  init(_ marks: StackMarks, at time: Timestamp) {
    last = time
    identification = marks.identification ?? 0
    flowLabel = marks.flowLabel
    timesToLive = ValueTrail(marks.timeToLive)
    trafficClasses = ValueTrail(marks.trafficClass >> 2)
  }

  /// What a packet shows beside those before.
  struct Step: Sendable {
    /// What was known before it.
    var former: ConversationFields
    /// What is known with it.
    var fields: ConversationFields
    /// The chance of its times to live, where it went back to one.
    var timeToLive: Double?
    /// The same of DSCP.
    var trafficClass: Double?
  }

  /// Notes a further packet; those that come too soon say nothing of what does not change.
  mutating func note(_ marks: StackMarks, at time: Timestamp) -> Step {
    var step = Step(former: self, fields: self)
    if time.nanoseconds(since: last) >= CovertField.shortestGap {
      step.timeToLive = timesToLive.note(marks.timeToLive)
      step.trafficClass = trafficClasses.note(marks.trafficClass >> 2)
    }
    last = time
    identification = marks.identification ?? 0
    flowLabel = marks.flowLabel
    step.fields = self
    return step
  }

  func store(to writer: inout StoredWriter) {
    writer.add(last)
    writer.add(identification)
    writer.add(flowLabel)
    writer.add(timesToLive)
    writer.add(trafficClasses)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    last = try reader.time()
    identification = try reader.number()
    flowLabel = try reader.number()
    timesToLive = try reader.value()
    trafficClasses = try reader.value()
  }
}
