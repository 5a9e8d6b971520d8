/// A capture of a series that is being read.
///
/// A class because a series holds many of them; it is touched once a batch.
final class OpenCapture {
  /// Position in the order of the arguments, which decides between equal times.
  let order: Int
  /// The capture.
  private(set) var reader: CaptureReader
  /// Frames of the reader's batch that were handed out.
  private(set) var cursor = 0

  /// A capture of which nothing was read.
  init(_ reader: consuming CaptureReader, order: Int) {
    self.reader = reader
    self.order = order
  }

  /// Whether the batch is used up, so that the next one must be read.
  var isDrained: Bool { cursor == reader.count }

  /// The place of the next frame in the stream. Only where the batch is not drained.
  var head: StreamPlace { StreamPlace(time: reader.records[cursor].timestamp, order: order) }

  /// Reads the next batch; `false` at the end.
  func advance(_ filter: inout FrameFilter?) throws(CaptureError) -> Bool {
    cursor = 0
    return try reader.advance(&filter)
  }

  /// Takes the frames of the batch that come before `limit`, all of them where there is none; always
  /// one at least.
  func take(before limit: StreamPlace?) -> Range<Int> {
    let start = cursor
    guard let limit else {
      cursor = reader.count
      return start..<cursor
    }
    repeat { cursor += 1 } while cursor < reader.count && head < limit
    return start..<cursor
  }
}
