import Capture
import FoundationEssentials
import GRDB
import Rules

/// A flush.
extension StateStore {
  /// Writes what a pipeline remembers: all of it or, where that fails, nothing.
  /// - Parameters:
  ///   - memory: Its conversations and stages; its entries do not count.
  ///   - entries: The entries that have changed since the last flush that went well, each once.
  ///   - mark: How far this is.
  /// - Throws: `StateError` where that fails.
  func write(
    _ memory: PipelineMemory, entries: some Sequence<StoredEntry>, _ mark: StateMark
  ) throws(StateError) {
    try perform { queue in
      try queue.write { database in
        try StateStore.writeMark(mark, to: database)
        try StateStore.writeEntries(entries, to: database)
        let flows = memory.flows.enumerated().map { (Int64($0), $1) }
        try StateStore.replace("flows", "place", flows, in: database)
        let sessions = memory.sessions.map { (Int64($0.place), $0.octets) }
        try StateStore.replace("sessions", "place", sessions, in: database)
        let stages = memory.stages.map { ($0, $1) }
        try StateStore.replace("stages", "name", stages, in: database)
        // Pages that were left since are given back, some at a time.
        try database.execute(sql: "PRAGMA incremental_vacuum(1024)")
      }
    }
  }

  private static func writeMark(_ mark: StateMark, to database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")
    let values: [(String, any DatabaseValueConvertible)] = [
      ("format", StateSchema.format), ("version", mark.version), ("time", mark.time.rawValue),
      ("packets", Int64(clamping: mark.packets)), ("run", mark.run),
      ("frames", Int64(clamping: mark.frames)),
    ]
    for (name, value) in values { try statement.execute(arguments: [name, value]) }
  }

  private static func writeEntries(
    _ entries: some Sequence<StoredEntry>, to database: Database
  ) throws {
    let insertion = try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO entries
          (rule, kind, "key", device, label, first, last, count, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    let deletion = try database.cachedStatement(
      sql: "DELETE FROM entries WHERE rule = ? AND kind = ? AND \"key\" = ?")
    for entry in entries {
      let key = Data(entry.key)
      guard let body = entry.body else {
        try deletion.execute(arguments: [entry.rule, entry.kind.rawValue, key])
        continue
      }
      try insertion.execute(
        arguments: [
          entry.rule, entry.kind.rawValue, key, entry.device, entry.label, entry.first.rawValue,
          entry.last.rawValue, entry.count, Data(body),
        ])
    }
  }

  /// Puts new rows into a table in place of all that it has.
  private static func replace<Key: DatabaseValueConvertible>(
    _ table: String, _ key: String, _ rows: [(Key, [UInt8])], in database: Database
  ) throws {
    try database.execute(sql: "DELETE FROM \(table)")
    let insertion = try database.cachedStatement(
      sql: "INSERT INTO \(table) (\(key), body) VALUES (?, ?)")
    for (key, body) in rows { try insertion.execute(arguments: [key, Data(body)]) }
  }
}
