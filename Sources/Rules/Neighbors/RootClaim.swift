import Capture

/// Since when a machine has claimed to be the root of the spanning tree, and how often.
struct RootClaim: Sendable, Storable {
  /// When it began.
  let first: Timestamp
  /// Claims so far.
  var count: UInt32 = 0

  init(first: Timestamp) { self.first = first }

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    writer.add(count)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    count = try reader.number()
  }
}
