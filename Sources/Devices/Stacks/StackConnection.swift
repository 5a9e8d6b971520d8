public import Capture
public import Packets

/// A connection as the system at one end of it began it: its SYN or SYN-ACK.
public struct StackConnection: Sendable {
  /// What the SYN or SYN-ACK tells.
  public let signature: TCPSignature
  /// Its marks.
  public let marks: StackMarks
  /// The system's own port.
  public let port: UInt16
  /// Whether the other end is outside.
  public let isOutside: Bool
  /// Whether it is at a port on which a card or controller shares its host's address.
  public let isSideband: Bool
  /// When it began.
  public let time: Timestamp

  /// A connection.
  public init(
    signature: TCPSignature, marks: StackMarks, port: UInt16, isOutside: Bool, isSideband: Bool,
    time: Timestamp
  ) {
    self.signature = signature
    self.marks = marks
    self.port = port
    self.isOutside = isOutside
    self.isSideband = isSideband
    self.time = time
  }
}
