import Capture

/// How much a peer has read of a device by SNMP, or whether it has a file transfer open with it.
struct ReadTally: Sendable, Storable {
  /// Nanoseconds after which octets are counted anew: an hour.
  private static let span: Int64 = 3_600_000_000_000

  /// The first of it.
  private(set) var first: Timestamp
  /// The latest of it.
  var last: Timestamp
  /// Requests that go on from one object to the next.
  var steps: UInt32 = 0
  /// Octets that the device answered in conversations that are over, within an hour.
  private(set) var octets: UInt64 = 0

  /// Nothing read yet.
  init(at time: Timestamp) {
    first = time
    last = time
  }

  /// Counts what the device answered in a conversation that is over.
  mutating func note(octets more: UInt64, at time: Timestamp) {
    if time.nanoseconds(since: first) > ReadTally.span {
      first = time
      octets = 0
    }
    octets &+= more
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
