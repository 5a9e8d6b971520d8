import Beacons
import Capture

/// What is remembered of a rhythm that was told.
struct ToldRhythm: Sendable, Storable {
  /// The rhythm as it is known by now.
  var learned: LearnedRhythm
  /// Whether it goes on, as far as is known.
  var isOpen = true
  /// Whether it is to be told at the next beat; it was not told yet, or is closed.
  var isAwaited = false
  /// Lines after the first; -1 where there was none yet.
  var updates = 0
  /// How often it changed.
  var changes = 0
  /// How often it stopped.
  var stops = 0
  /// Beats at which the next update is due.
  var nextBeats: Int
  /// It was one of too many and gets no lines.
  var isSilent = false
  /// When silence means that it has stopped.
  var deadline: Timestamp?
  /// The how manieth it was.
  var ordinal: UInt64
  /// Who met whom.
  var scene: RhythmScene?

  init(learned: LearnedRhythm, nextBeats: Int, ordinal: UInt64) {
    self.learned = learned
    self.nextBeats = nextBeats
    self.ordinal = ordinal
  }

  func store(to writer: inout StoredWriter) {
    writer.add(learned)
    writer.add(isOpen)
    writer.add(isAwaited)
    writer.add(Int32(clamping: updates))
    writer.add(UInt32(clamping: changes))
    writer.add(UInt32(clamping: stops))
    writer.add(UInt64(clamping: nextBeats))
    writer.add(isSilent)
    writer.add(deadline ?? Timestamp(rawValue: .min))
    writer.add(ordinal)
    writer.add(scene)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    learned = try reader.value()
    isOpen = try reader.flag()
    isAwaited = try reader.flag()
    updates = Int(try reader.number(Int32.self))
    changes = Int(try reader.number(UInt32.self))
    stops = Int(try reader.number(UInt32.self))
    nextBeats = Int(clamping: try reader.number(UInt64.self))
    isSilent = try reader.flag()
    let deadline = try reader.time()
    self.deadline = deadline.rawValue == .min ? nil : deadline
    ordinal = try reader.number()
    scene = try reader.optional()
  }
}
