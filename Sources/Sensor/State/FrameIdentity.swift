import Capture

/// Tells the first frame of a run from others: its time, its lengths and what it begins with.
enum FrameIdentity {
  /// Octets of a frame that count.
  static let counted = 64

  /// A text that two frames share only where they are the same, and were chosen by the same filter.
  static func text(
    _ record: FrameRecord, in bytes: RawSpan, filter: String
  ) -> String {
    let start = record.offset
    let count = min(counted, Int(record.capturedLength))
    var digest = FowlerNollVo()
    for position in start..<start + count {
      digest.add(unsafe bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self))
    }
    // A separator, so that the filter cannot pass for octets of the frame.
    digest.add(0)
    digest.add(filter)
    return
      "\(record.timestamp.rawValue) \(record.wireLength) \(record.capturedLength) "
      + String(digest.value, radix: 16)
  }
}
