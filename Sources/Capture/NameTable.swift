/// Names that wait for the line of their conversation, by `uid`.
///
/// At the limit the conversation that waits longest goes.
struct NameTable {
  private struct Entry {
    var names: [LogName]
    let serial: UInt64
  }

  private let limit: Int
  private var entries: [String: Entry] = [:]
  /// Conversations in the order of their first name; some are gone from the table.
  private var queue: [(identifier: String, serial: UInt64)] = []
  private var oldest = 0
  private var serial: UInt64 = 0

  /// An empty table.
  init(limit: Int) { self.limit = max(limit, 1) }

  /// Conversations that wait.
  var count: Int { entries.count }

  /// Keeps a name; `false` where another conversation had to go for it.
  mutating func insert(_ name: LogName?, for identifier: String) -> Bool {
    if var entry = entries[identifier] {
      if let name, entry.names.count < LogLimits.namesEach, !entry.names.contains(name) {
        entry.names.append(name)
        entries[identifier] = entry
      }
      return true
    }
    let hasRoom = entries.count < limit
    if !hasRoom { removeOldest() }
    serial += 1
    entries[identifier] = Entry(names: name.map { [$0] } ?? [], serial: serial)
    queue.append((identifier, serial))
    compact()
    return hasRoom
  }

  /// Takes out the names of a conversation; `nil` where none was kept.
  mutating func remove(_ identifier: String) -> [LogName]? {
    entries.removeValue(forKey: identifier)?.names
  }

  private mutating func removeOldest() {
    while oldest < queue.count {
      let next = queue[oldest]
      oldest += 1
      if entries[next.identifier]?.serial == next.serial {
        entries.removeValue(forKey: next.identifier)
        return
      }
    }
  }

  /// Forgets places of the queue that stand for nothing, so that it stays twice the limit at most.
  private mutating func compact() {
    guard queue.count >= 2 * limit else { return }
    queue = queue[oldest...].filter { entries[$0.identifier]?.serial == $0.serial }
    oldest = 0
  }
}
