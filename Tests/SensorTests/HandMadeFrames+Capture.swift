import Capture

extension HandMadeFrames {
  /// All frames of a capture file.
  init(capture path: String) throws {
    var source = try CaptureSeries(paths: [path])
    while let frames = try source.nextBatch() {
      for position in 0..<frames.count {
        var record = frames.records[position]
        let start = record.offset
        record.offset = bytes.count
        records.append(record)
        for place in start..<start + Int(record.capturedLength) {
          bytes.append(unsafe frames.bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self))
        }
      }
    }
  }

  /// Hands the frames of a range out in batches.
  func forEachBatch(
    of range: Range<Int>, size: Int, _ body: (borrowing FrameBatch) throws -> Void
  ) rethrows {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + size, range.upperBound)
      let part = records[start..<end]
      let batch = unsafe FrameBatch(records: part.span, bytes: bytes.span.bytes)
      try body(batch)
      start = end
    }
  }
}
