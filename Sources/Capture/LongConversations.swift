/// Conversations whose lines come so late that holding others back for them would not do, found by
/// reading the logs to their end once before.
///
/// `conn.log` has a line when a conversation is over, and a conversation may last for days.
struct LongConversations {
  /// One of them, with its place among those of the same time.
  private struct Found {
    let record: LogRecord
    let rank: UInt64
  }

  // The earliest last.
  private var found: [Found] = []
  private var serials: Set<UInt64> = []

  /// None.
  init() {}

  /// Reads the logs, and keeps the records that come after `limits.heldRecords` of later ones.
  ///
  /// At a broken log the search ends; who reads it again learns of it.
  init(_ logs: consuming LogMerge, limits: LogLimits) {
    var heap = TimeHeap<Void>()
    var latest: Timestamp?
    var serial: UInt64 = 0
    var logs = logs
    while found.count < limits.longConversations {
      do throws(CaptureError) {
        guard let time = try logs.peek() else { break }
        serial += 1
        if let latest, time < latest {
          if let record = try logs.record() {
            found.append(Found(record: record, rank: record.rank(serial)))
            serials.insert(serial)
          }
        } else {
          heap.insert((), at: time, serial: serial)
          if heap.count >= max(limits.heldRecords, 1) {
            latest = heap.earliest
            _ = heap.removeEarliest()
          }
        }
      } catch {
        break
      }
      logs.advance()
    }
    found.sort { ($1.record.time, $1.rank) < ($0.record.time, $0.rank) }
  }

  /// When the earliest of those that are left began.
  var earliest: Timestamp? { found.last?.record.time }

  /// Takes out the earliest.
  mutating func removeEarliest() -> LogRecord? { found.popLast()?.record }

  /// Whether the line with that number in the order of reading is one of them.
  func contains(_ serial: UInt64) -> Bool { !serials.isEmpty && serials.contains(serial) }
}
