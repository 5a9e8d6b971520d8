import Capture

/// Frames one after the other in memory, as a source hands them out.
struct HandMadeFrames {
  var records: [FrameRecord] = []
  var bytes: [UInt8] = []

  /// 02:00:00:00:01:01 to 02:00:00:00:00:01, 10.0.1.1 to 203.0.113.7, UDP 40000 to 9999, 18 bytes.
  static let sample: [UInt8] = [
    0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00, 0x00, 0x00, 0x01, 0x01, 0x08, 0x00,
    0x45, 0x00, 0x00, 0x2e, 0x00, 0x01, 0x00, 0x00, 0x40, 0x11, 0x00, 0x00, 0x0a, 0x00, 0x01, 0x01,
    0xcb, 0x00, 0x71, 0x07, 0x9c, 0x40, 0x27, 0x0f, 0x00, 0x1a, 0x00, 0x00, 0x30, 0x31, 0x32, 0x33,
    0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x40, 0x41,
  ]

  mutating func append(
    at seconds: Double, _ frame: [UInt8] = sample, linkType: LinkType = LinkType(rawValue: 1)
  ) {
    append(Timestamp(rawValue: Int64((seconds * 1e9).rounded())), frame, linkType: linkType)
  }

  mutating func append(
    _ time: Timestamp, _ frame: [UInt8] = sample, linkType: LinkType = LinkType(rawValue: 1)
  ) {
    records.append(
      FrameRecord(
        timestamp: time, offset: bytes.count, capturedLength: UInt32(frame.count),
        wireLength: UInt32(frame.count), linkType: linkType))
    bytes += frame
  }
}
