import Capture

/// The latest moments of something that may come too often, a second apart at least.
///
/// Bounded: four moments.
struct MomentRow: Sendable, Storable {
  private static let capacity = 4
  private var moments: [Timestamp] = []

  init() {}

  /// Once more; what comes within a second of the latest is the same once more.
  /// - Returns: Whether it is the fourth within some nanoseconds.
  mutating func note(_ time: Timestamp, within window: Int64) -> Bool {
    if let latest = moments.last, time.nanoseconds(since: latest) < 1_000_000_000 { return false }
    if moments.count == MomentRow.capacity { moments.removeFirst() }
    moments.append(time)
    return moments.count == MomentRow.capacity
      && time.nanoseconds(since: moments[0]) <= window
  }

  /// The earliest of them.
  var first: Timestamp? { moments.first }
  /// How many there are.
  var count: Int { moments.count }

  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(moments.count))
    for moment in moments { writer.add(moment) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    let count = try reader.count(ofAtLeast: 8)
    guard count <= MomentRow.capacity else { throw reader.fault("fewer moments") }
    for _ in 0..<count { moments.append(try reader.time()) }
  }
}
