public import Capture
public import Packets

/// A connection as the system at one end of it began it: its SYN or SYN-ACK.
public struct StackConnection: Sendable {
  /// What the SYN or SYN-ACK tells.
  public let signature: TCPSignature
  /// Its marks.
  public let marks: StackMarks
  /// The other end.
  public let peer: IPAddress
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
    signature: TCPSignature, marks: StackMarks, peer: IPAddress, port: UInt16, isOutside: Bool,
    isSideband: Bool, time: Timestamp
  ) {
    self.signature = signature
    self.marks = marks
    self.peer = peer
    self.port = port
    self.isOutside = isOutside
    self.isSideband = isSideband
    self.time = time
  }
}

/// A connection as it is kept over a restart.
extension StackConnection: Storable {
  /// Writes the connection.
  public func store(to writer: inout StoredWriter) {
    writer.add(signature)
    writer.add(marks)
    writer.add(peer.high)
    writer.add(peer.low)
    writer.add(port)
    writer.add(isOutside)
    writer.add(isSideband)
    writer.add(time)
  }

  /// Reads a connection back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    signature = try reader.value()
    marks = try reader.value()
    peer = IPAddress(high: try reader.number(), low: try reader.number())
    port = try reader.number()
    isOutside = try reader.flag()
    isSideband = try reader.flag()
    time = try reader.time()
  }
}
