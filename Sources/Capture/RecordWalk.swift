/// How far a walk over the records in the block got.
struct RecordWalk: Sendable {
  /// Why it stopped.
  enum Stop: Sendable {
    /// The batch is full.
    case full
    /// The block ends inside the record at `position`.
    case needsMore
    /// The record at `position` cannot be read.
    case broken(RecordFault)
  }

  /// Frames found.
  var count: Int
  /// Offset in the block of the first byte not used.
  var position: Int
  /// Why the walk stopped.
  var stop: Stop
}
