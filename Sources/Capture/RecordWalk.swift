/// How far a walk over the records in the block got.
struct RecordWalk: Sendable {
  /// Why it stopped.
  enum Stop: Sendable {
    /// The batch is full.
    case full
    /// The record at `position` needs so many bytes in the block, more than there are.
    case needs(Int)
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
