public import Capture

/// Marks as they are kept over a restart.
extension StackMarks: Storable {
  /// Writes the marks.
  public func store(to writer: inout StoredWriter) {
    writer.add(timeToLive)
    writer.add(dontFragment)
    writer.add(identification != nil)
    writer.add(identification ?? 0)
    writer.add(flowLabel)
    writer.add(tcpFlags.rawValue)
    writer.add(tcpSequence)
    writer.add(tcpAcknowledgment)
    writer.add(tcpTimestamp)
    writer.add(data)
    writer.add(quote)
  }

  /// Reads marks back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    self.init()
    timeToLive = try reader.number()
    dontFragment = try reader.flag()
    let isIdentified = try reader.flag()
    let number: UInt16 = try reader.number()
    identification = isIdentified ? number : nil
    flowLabel = try reader.number()
    tcpFlags = TCPFlags(rawValue: try reader.number())
    tcpSequence = try reader.number()
    tcpAcknowledgment = try reader.number()
    tcpTimestamp = try reader.number()
    data = try reader.value()
    quote = try reader.number()
  }
}
