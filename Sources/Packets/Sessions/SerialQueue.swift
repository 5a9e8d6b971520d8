/// Keys in the order in which they came, each with the serial number that it had then.
///
/// A key that has ended stays until its turn comes or until most are such; so all work together is
/// linear in the number of keys.
struct SerialQueue: Sendable {
  private var entries: [(key: UInt32, serial: UInt64)] = []
  private var start = 0
  private var nextCompaction = 1024

  /// What has not been taken out, oldest first, whether it is still alive or not.
  var waiting: ArraySlice<(key: UInt32, serial: UInt64)> { entries[start...] }

  /// Adds a key at the end.
  mutating func append(_ key: UInt32, _ serial: UInt64) { entries.append((key, serial)) }

  /// Takes the oldest entry out, whether its key is still alive or not.
  mutating func popFirst() -> (key: UInt32, serial: UInt64)? {
    guard start < entries.count else { return nil }
    start += 1
    return entries[start - 1]
  }

  /// Forgets what is no longer alive, when the queue has doubled since the last time.
  mutating func compact(_ isAlive: (UInt32, UInt64) -> Bool) {
    guard entries.count >= nextCompaction else { return }
    entries.removeSubrange(..<start)
    start = 0
    entries.removeAll { !isAlive($0.key, $0.serial) }
    nextCompaction = max(1024, entries.count * 2)
  }
}
