import Capture

/// One frame with its bytes, to compare what went into a capture with what came out.
struct Frame: Hashable {
  var time: Int64
  var bytes: [UInt8]
  var wireLength: UInt32
  var linkType: UInt16 = 1
  var checkSequenceLength: UInt8 = 0

  init(
    time: Int64, bytes: [UInt8], wireLength: UInt32? = nil, linkType: UInt16 = 1,
    checkSequenceLength: UInt8 = 0
  ) {
    self.time = time
    self.bytes = bytes
    self.wireLength = wireLength ?? UInt32(bytes.count)
    self.linkType = linkType
    self.checkSequenceLength = checkSequenceLength
  }

  /// Frames of different lengths at whole microseconds, one a millisecond from `start` on.
  static func row(_ count: Int, start: Int64 = 1_700_000_000_000_000_000) -> [Frame] {
    (0..<count).map { index in
      Frame(
        time: start + Int64(index) * 1_000_000,
        bytes: (0..<(14 + index % 50)).map { UInt8(truncatingIfNeeded: $0 + index) })
    }
  }
}
