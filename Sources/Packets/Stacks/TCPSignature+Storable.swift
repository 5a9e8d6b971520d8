public import Capture

/// A signature as it is kept over a restart.
extension TCPSignature: Storable {
  /// Writes the signature.
  public func store(to writer: inout StoredWriter) {
    writer.add(version)
    writer.add(timeToLive)
    writer.add(networkOptionsLength)
    writer.add(headersLength)
    writer.add(maximumSegmentSize)
    writer.add(window)
    writer.add(windowScale)
    writer.add((0..<options.count).map { options[$0] })
    writer.add(endPadding)
    writer.add(quirks.rawValue)
    writer.add(timestamp)
    writer.add(hasPayload)
    writer.add(isAnswer)
  }

  /// Reads a signature back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    self.init()
    version = try reader.number()
    timeToLive = try reader.number()
    networkOptionsLength = try reader.number()
    headersLength = try reader.number()
    maximumSegmentSize = try reader.number()
    window = try reader.number()
    windowScale = try reader.number()
    let kinds = try reader.values()
    guard kinds.count <= TCPOptionOrder.capacity else { throw reader.fault("fewer options") }
    options = TCPOptionOrder(kinds)
    endPadding = try reader.number()
    quirks = StackQuirks(rawValue: try reader.number())
    timestamp = try reader.number()
    hasPayload = try reader.flag()
    isAnswer = try reader.flag()
  }
}
