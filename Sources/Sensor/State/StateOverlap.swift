import Capture

/// Which frames of a run a state has already.
///
/// A run that begins with the same frame as the one that wrote the state is that run again: as many frames
/// as are in the state come again, and are left out. Any other run that begins a second or more before the
/// state's latest packet overlaps with it: what is not later than that is left out, up to the first that is.
struct StateOverlap {
  /// This run, by its first frame; empty before that.
  private(set) var run = ""
  /// Frames of this run that are in the state, or would be after a flush now.
  var frames: UInt64 { max(seen, stored) }
  /// Frames that came again.
  private(set) var repeated: UInt64 = 0
  /// Frames that were older than the state.
  private(set) var older: UInt64 = 0
  private let earlier: StateMark?
  private let filter: String
  private var seen: UInt64 = 0
  /// Frames of this run that were in the state when it began.
  private var stored: UInt64 = 0
  private var isBehindTime = false
  private var isTold = false

  /// How much before the state's latest packet a run may begin and still follow it: captures that are cut
  /// into files are ordered no better than that.
  static let tolerance: Int64 = 1_000_000_000

  /// Nothing seen of a run after a state that has come to `earlier`; `nil` where nothing comes again.
  init(earlier: StateMark?, filter: String) {
    self.earlier = earlier
    self.filter = filter
  }

  /// How many frames at the beginning of a batch are in the state.
  mutating func skip(_ frames: borrowing FrameBatch) -> Int {
    guard frames.count > 0 else { return 0 }
    if run.isEmpty { begin(frames) }
    let before = seen
    seen &+= UInt64(frames.count)
    if before < stored {
      let count = Int(min(UInt64(frames.count), stored - before))
      repeated &+= UInt64(count)
      return count
    }
    guard isBehindTime, let earlier else { return 0 }
    for position in 0..<frames.count where frames.records[position].timestamp > earlier.time {
      isBehindTime = false
      older &+= UInt64(position)
      return position
    }
    older &+= UInt64(frames.count)
    return frames.count
  }

  private mutating func begin(_ frames: borrowing FrameBatch) {
    let first = frames.records[0]
    run = FrameIdentity.text(first, in: frames.bytes, filter: filter)
    guard let earlier else { return }
    if run == earlier.run {
      stored = earlier.frames
    } else {
      isBehindTime = earlier.time.nanoseconds(since: first.timestamp) > Self.tolerance
    }
  }

  /// What became of frames that came again, as soon as one is new.
  mutating func takeNote(isOver: Bool = false) -> String? {
    guard !isTold, repeated + older > 0, isOver || seen > repeated + older else { return nil }
    isTold = true
    return older > 0
      ? "state: \(older) packets are older than the state and were left out"
      : "state: \(repeated) packets of this run are in the state already and were left out"
  }
}
