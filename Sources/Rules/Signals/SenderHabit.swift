import Capture

/// Since when a sender sends something to a device.
struct SenderHabit: Sendable, Storable {
  /// The first time.
  let first: Timestamp
  /// The latest; a minute behind at most.
  private(set) var last: Timestamp

  /// Nanoseconds for which somebody who has used a service of a device counts as its user: a day.
  static let acquaintance: Int64 = 86_400_000_000_000

  init(first: Timestamp) {
    self.first = first
    last = first
  }

  /// Whether it has gone on for longer than a call may come behind its cause.
  func isSettled(at time: Timestamp) -> Bool {
    time.nanoseconds(since: first) > WakeUpLedger.window
  }

  /// Goes on.
  /// - Returns: Whether that is worth to be written: once a minute.
  mutating func goOn(at time: Timestamp) -> Bool {
    guard time.nanoseconds(since: last) > WakeUpLedger.window else { return false }
    last = time
    return true
  }

  func store(to writer: inout StoredWriter) {
    writer.add(first)
    writer.add(last)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    first = try reader.time()
    last = try reader.time()
  }
}
