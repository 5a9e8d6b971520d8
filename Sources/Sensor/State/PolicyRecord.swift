public import Capture
import FoundationEssentials
import GRDB
public import Rules

/// What the entries of a policy have done until now, as a state tells it.
public struct PolicyRecord: Sendable {
  /// By `Policy.entryKeys(in:)`; entries that were never of use are not in it.
  public let uses: [String: EntryUse]
  /// Packet time until which that is; `nil` where nothing was ever flushed.
  public let end: Timestamp?

  /// Reads a state without changing it; another undertick may go on writing to it.
  /// - Throws: `StateError` where the file is no state, or cannot be read.
  public init(state path: String) throws(StateError) {
    (uses, end) = try StateStore.look(into: path) { database in
      let time = try Int64.fetchOne(database, sql: "SELECT value FROM meta WHERE name = 'time'")
      return (
        try RuleSet.entryUses(in: try PolicyRecord.entries(database)),
        time.map { Timestamp(rawValue: $0) }
      )
    }
  }

  private static func entries(_ database: Database) throws -> [StoredEntry] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT "key", body FROM entries WHERE rule = ? AND device = '' ORDER BY "key"
        """,
      arguments: [RuleSet.policyRule])
    var entries: [StoredEntry] = []
    while let row = try rows.next() {
      guard let key = Data.fromDatabaseValue(row[0]), let body = Data.fromDatabaseValue(row[1])
      else { continue }
      entries.append(
        StoredEntry(
          rule: RuleSet.policyRule, kind: .other, key: Array(key), device: "", label: "",
          first: Timestamp(rawValue: 0), last: Timestamp(rawValue: 0), count: 0, body: Array(body)))
    }
    return entries
  }
}
