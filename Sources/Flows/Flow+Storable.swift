public import Capture

/// Everything but the tag, which depends on the seed of the table.
extension Flow: Storable {
  /// Octets that a flow takes.
  static let storedSize = 6 * 8 + 2 * 8 + 2 * (4 + 8 + 8) + 4 + 2 * (4 + 2 + 1) + 1 + 1

  /// Writes the flow.
  public func store(to writer: inout StoredWriter) {
    for word in [key.high0, key.low0, key.high1, key.low1, key.ends, key.vlans] { writer.add(word) }
    writer.add(first)
    writer.add(last)
    for side in 0..<2 {
      writer.add(packets[side])
      writer.add(frameBytes[side])
      writer.add(payloadBytes[side])
      writer.add(macLow[side])
      writer.add(macHigh[side])
      writer.add(flags[side])
    }
    writer.add(mark)
    writer.add(traits.rawValue)
    writer.add(timeToLive)
  }

  /// Reads a flow back.
  /// - Throws: `StoredFault` where its key is none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    self.init()
    key.high0 = try reader.number()
    key.low0 = try reader.number()
    key.high1 = try reader.number()
    key.low1 = try reader.number()
    key.ends = try reader.number()
    key.vlans = try reader.number()
    guard FlowKey.Family(rawValue: UInt8(truncatingIfNeeded: key.ends)) != nil else {
      throw reader.fault("the key of a flow")
    }
    first = try reader.time()
    last = try reader.time()
    for side in 0..<2 {
      packets[side] = try reader.number()
      frameBytes[side] = try reader.number()
      payloadBytes[side] = try reader.number()
      macLow[side] = try reader.number()
      macHigh[side] = try reader.number()
      flags[side] = try reader.number()
    }
    mark = try reader.number()
    traits = FlowTraits(rawValue: try reader.number())
    timeToLive = try reader.number()
  }
}
