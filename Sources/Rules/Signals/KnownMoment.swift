import Capture

/// Since when something is known, and whether it was told.
struct KnownMoment: Sendable, Storable {
  /// The first time.
  let first: Timestamp
  /// Whether it was told.
  var isTold = false

  init(first: Timestamp, isTold: Bool = false) {
    self.first = first
    self.isTold = isTold
  }

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    writer.add(isTold)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    isTold = try reader.flag()
  }
}
