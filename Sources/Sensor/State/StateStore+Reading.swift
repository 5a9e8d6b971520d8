import Capture
import FoundationEssentials
import GRDB
import Rules

/// What an earlier run left.
extension StateStore {
  /// How far the state has come; `nil` where nothing was ever flushed.
  func mark() throws(StateError) -> StateMark? {
    let path = path
    return try perform { queue in
      try queue.read { database in
        var values: [String: DatabaseValue] = [:]
        let rows = try Row.fetchCursor(database, sql: "SELECT name, value FROM meta")
        while let row = try rows.next() {
          guard let name = String.fromDatabaseValue(row[0]) else { continue }
          values[name] = row[1]
        }
        if values.isEmpty { return nil }
        guard let time = values["time"].flatMap(Int64.fromDatabaseValue),
          let packets = values["packets"].flatMap(Int64.fromDatabaseValue),
          let run = values["run"].flatMap(String.fromDatabaseValue),
          let frames = values["frames"].flatMap(Int64.fromDatabaseValue), frames >= 0
        else { throw StateStore.damaged(path, "table meta") }
        return StateMark(
          version: values["version"].flatMap(String.fromDatabaseValue) ?? "",
          time: Timestamp(rawValue: time), packets: UInt64(clamping: packets), run: run,
          frames: UInt64(frames))
      }
    }
  }

  /// All that was remembered.
  func memory() throws(StateError) -> PipelineMemory {
    let path = path
    return try perform { queue in
      try queue.read { database in
        var memory = PipelineMemory()
        try StateStore.readEntries(database, path, into: &memory)
        for (_, body) in try StateStore.bodies(database, path, table: "flows", key: "place") {
          memory.flows.append(body)
        }
        for (place, body) in try StateStore.bodies(
          database, path, table: "sessions", key: "place")
        {
          guard let place = UInt32.fromDatabaseValue(place) else {
            throw StateStore.damaged(path, "table sessions")
          }
          memory.sessions.append((place, body))
        }
        for (name, body) in try StateStore.bodies(database, path, table: "stages", key: "name") {
          if let name = String.fromDatabaseValue(name) { memory.stages[name] = body }
        }
        return memory
      }
    }
  }

  private static func bodies(
    _ database: Database, _ path: String, table: String, key: String
  ) throws -> [(key: DatabaseValue, body: [UInt8])] {
    var found: [(key: DatabaseValue, body: [UInt8])] = []
    let rows = try Row.fetchCursor(
      database, sql: "SELECT \(key), body FROM \(table) ORDER BY \(key)")
    while let row = try rows.next() {
      guard let body = Data.fromDatabaseValue(row[1]) else { throw damaged(path, "table \(table)") }
      found.append((row[0], Array(body)))
    }
    return found
  }

  private static func readEntries(
    _ database: Database, _ path: String, into memory: inout PipelineMemory
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT rule, kind, "key", device, label, first, last, count, body FROM entries
        ORDER BY rule, kind, "key"
        """)
    while let row = try rows.next() {
      guard let rule = String.fromDatabaseValue(row[0]),
        let kind = String.fromDatabaseValue(row[1]).flatMap(StoredEntry.Kind.init),
        let key = Data.fromDatabaseValue(row[2]), let device = String.fromDatabaseValue(row[3]),
        let label = String.fromDatabaseValue(row[4]), let first = Int64.fromDatabaseValue(row[5]),
        let last = Int64.fromDatabaseValue(row[6]), let count = Int.fromDatabaseValue(row[7]),
        let body = Data.fromDatabaseValue(row[8])
      else { throw damaged(path, "table entries") }
      memory.entries.append(
        StoredEntry(
          rule: rule, kind: kind, key: Array(key), device: device, label: label,
          first: Timestamp(rawValue: first), last: Timestamp(rawValue: last), count: count,
          body: Array(body)))
    }
  }
}
