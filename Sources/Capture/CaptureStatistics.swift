/// What a source read, and what it knows to be lost.
public struct CaptureStatistics: Hashable, Sendable {
  /// Frames handed out.
  public var frames: UInt64 = 0
  /// Bytes of the input consumed, headers included (of the file as it lies on disk where compressed).
  public var inputBytes: UInt64 = 0
  /// Bytes of the input in all, 0 where unknown (a pipe, an interface).
  public var inputSize: UInt64 = 0
  /// Frames that the filter refused.
  public var filtered: UInt64 = 0
  /// Frames that the kernel dropped for want of buffer.
  public var kernelDrops: UInt64 = 0
  /// Frames that the interface dropped.
  public var interfaceDrops: UInt64 = 0
  /// Captures that ended inside a record.
  public var truncatedCaptures: UInt64 = 0

  /// Nothing read yet.
  public init() {}
}
