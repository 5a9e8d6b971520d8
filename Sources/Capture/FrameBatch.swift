/// Frames read together, borrowed from their source until its next read.
///
/// Keeping a batch, or bytes of it, across the next `nextBatch()` does not compile.
public struct FrameBatch: ~Escapable {
  /// One entry a frame, in capture order. At most `FrameBatch.capacity`.
  public let records: Span<FrameRecord>
  /// The memory that the records' offsets point into.
  public let bytes: RawSpan

  /// The most frames a batch holds. Past 256 the flow table's prefetch gains nothing (measured).
  public static var capacity: Int { 256 }

  /// A batch over borrowed memory. Every record must lie inside `bytes`.
  @_lifetime(copy records, copy bytes)
  public init(records: Span<FrameRecord>, bytes: RawSpan) {
    self.records = records
    self.bytes = bytes
  }

  /// How many frames there are. 0 means that nothing arrived in time: ask again.
  public var count: Int { records.count }
}
