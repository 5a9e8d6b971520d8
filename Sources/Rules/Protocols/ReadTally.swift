import Capture

/// How much a peer has read of a device by SNMP, or whether it has a file transfer open with it.
struct ReadTally: Sendable, Storable {
  /// The first of it.
  let first: Timestamp
  /// The latest of it.
  var last: Timestamp
  /// Requests that go on from one object to the next.
  var steps: UInt32 = 0
  /// Octets that the device answered in conversations that are over.
  var octets: UInt64 = 0

  /// Nothing read yet.
  init(at time: Timestamp) {
    first = time
    last = time
  }

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    writer.add(last)
    writer.add(steps)
    writer.add(octets)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    last = try reader.time()
    steps = try reader.number()
    octets = try reader.number()
  }
}
