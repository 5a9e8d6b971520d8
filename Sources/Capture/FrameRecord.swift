/// Where one captured frame lies in its batch, and what the capture says of it.
public struct FrameRecord: Sendable {
  /// When the frame was captured.
  public var timestamp: Timestamp
  /// Offset of the first captured byte in the batch's bytes.
  public var offset: Int
  /// Bytes that were captured.
  public var capturedLength: UInt32
  /// Bytes that the frame had on the wire; at least `capturedLength`.
  public var wireLength: UInt32
  /// What the first byte belongs to.
  public var linkType: LinkType
  /// Frame check sequence bytes at the end of the frame, 0 or 4, where the capture says so.
  public var checkSequenceLength: UInt8

  /// A record of a frame at `offset`.
  public init(
    timestamp: Timestamp, offset: Int, capturedLength: UInt32, wireLength: UInt32,
    linkType: LinkType, checkSequenceLength: UInt8 = 0
  ) {
    self.timestamp = timestamp
    self.offset = offset
    self.capturedLength = capturedLength
    self.wireLength = wireLength
    self.linkType = linkType
    self.checkSequenceLength = checkSequenceLength
  }
}
