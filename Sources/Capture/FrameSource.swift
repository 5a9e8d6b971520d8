/// Something that frames can be pulled from: a file, a pipe, an interface.
public protocol FrameSource: ~Copyable {
  /// The next frames in capture order, or `nil` when there are no more.
  ///
  /// An empty batch means that the source waited long enough for now (a quiet interface); ask again.
  /// - Throws: `CaptureError` when the source is broken; frames read before it were delivered.
  @_lifetime(&self)
  mutating func nextBatch() throws(CaptureError) -> FrameBatch?

  /// What was read, and what was lost, so far.
  var statistics: CaptureStatistics { get }
}
