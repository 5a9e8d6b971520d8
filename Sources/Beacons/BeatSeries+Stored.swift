public import Capture

extension BeatSeries: Storable {
  /// Writes counts, the kept gaps from old to new, and the test; at most about 900 octets.
  public func store(to writer: inout StoredWriter) {
    writer.add(first)
    writer.add(last)
    writer.add(Int64(beats))
    writer.add(Int64(folded))
    writer.add(longest)
    for place in keptPlaces { writer.add(ring[place]) }
    writer.add(test)
  }

  /// Reads a series back, which goes on bit for bit as the one that was stored.
  /// - Throws: `StoredFault` where the octets are none of a series.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    self.init(first: try reader.time())
    last = try reader.time()
    beats = try reader.tally(from: 1)
    folded = try reader.tally()
    longest = try reader.value()
    for place in keptPlaces { ring[place] = try reader.number() }
    let fault = reader.fault("a test of \(beats - 1) gaps")
    test = try reader.value()
    guard test.settled == UInt32(truncatingIfNeeded: beats - 1) else { throw fault }
  }
}
