/// What was read from logs, and what is known to be lost.
public struct LogStatistics: Hashable, Sendable {
  /// Records handed out.
  public var records: UInt64 = 0
  /// Logs left out because they are of another kind than those that are read.
  public var skippedLogs: UInt64 = 0
  /// Bytes of the input consumed, as they lie on the disk.
  public var inputBytes: UInt64 = 0
  /// Bytes of the input in all, 0 where unknown (a pipe).
  public var inputSize: UInt64 = 0
  /// Lines left out because they are no records.
  public var brokenLines: UInt64 = 0
  /// Values left out, of records that were read otherwise.
  public var brokenValues: UInt64 = 0
  /// Lines of other logs in the same file, skipped.
  public var otherLines: UInt64 = 0
  /// Records handed out after records of later conversations.
  public var lateRecords: UInt64 = 0
  /// Logs that ended inside a line or inside compressed data.
  public var truncatedLogs: UInt64 = 0

  /// Nothing read yet.
  public init() {}
}
