import Capture

/// The longest gap of the last two to four weeks, so that nights and weekends stay known however many
/// short gaps come between them, and an outage is forgotten in the end. 16 bytes.
///
/// Two spans of a fortnight: the one that is on, and the one before.
struct LongestGap: Sendable, Storable {
  /// Nanoseconds of a span.
  private static let span: Int64 = 14 * 86_400_000_000_000

  /// When the span that is on began.
  private var since: Timestamp
  /// Milliseconds (to 49 days).
  private var latest: UInt32 = 0
  private var former: UInt32 = 0

  /// No gap so far.
  init(since: Timestamp) { self.since = since }

  /// The longest gap in seconds; 0 where there was none.
  var seconds: Double { Double(max(latest, former)) / 1000 }

  /// Notes a gap in milliseconds that ended at a time.
  mutating func note(_ gap: UInt32, at time: Timestamp) {
    let age = time.nanoseconds(since: since)
    // A clock that was set back starts the span anew and forgets nothing.
    if age < 0 { since = time }
    if age >= LongestGap.span {
      former = age >= 2 * LongestGap.span ? 0 : latest
      latest = 0
      since = time
    }
    latest = max(latest, gap)
  }

  func store(to writer: inout StoredWriter) {
    writer.add(since)
    writer.add(latest)
    writer.add(former)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    since = try reader.time()
    latest = try reader.number()
    former = try reader.number()
  }
}
