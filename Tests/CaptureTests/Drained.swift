import Capture

/// All that a source gave, and how it ended.
struct Drained {
  private(set) var frames: [Frame] = []
  private(set) var batchCounts: [Int] = []
  private(set) var error: CaptureError?
  private(set) var statistics = CaptureStatistics()

  /// Reads `source` to its end, at most `limit` batches.
  init<Source: FrameSource & ~Copyable>(_ source: inout Source, limit: Int = 100_000) {
    do throws(CaptureError) {
      while batchCounts.count < limit, let batch = try source.nextBatch() {
        batchCounts.append(batch.count)
        for index in batch.records.indices {
          frames.append(Self.frame(batch.records[index], batch.bytes))
        }
      }
    } catch {
      self.error = error
    }
    statistics = source.statistics
  }

  private static func frame(_ record: FrameRecord, _ bytes: RawSpan) -> Frame {
    let part = bytes.extracting(
      record.offset..<(record.offset + Int(record.capturedLength)))
    return Frame(
      time: record.timestamp.rawValue, bytes: unsafe part.withUnsafeBytes { unsafe Array($0) },
      wireLength: record.wireLength, linkType: record.linkType.rawValue,
      checkSequenceLength: record.checkSequenceLength)
  }
}
