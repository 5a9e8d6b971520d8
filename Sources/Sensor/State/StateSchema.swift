import GRDB

/// What a state file looks like inside.
///
/// A change to the tables is a new migration here; a change to what `Storable` types write is a new
/// `format`.
enum StateSchema {
  /// `UTik`: stands in the file's header, so that `file` and SQLite tell it from other databases.
  static let applicationID = 0x5554_696b
  /// The tables that this program knows.
  static let version = 1
  /// How the octets in `key` and `body` are written.
  static let format: Int64 = 1

  /// Brings a file of any earlier version, or an empty one, to this version's tables.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in try createTables(database) }
    return migrator
  }

  /// Version 1. What was before had no number, and some of this.
  private static func createTables(_ database: Database) throws {
    // `first` and `last` are packet times in nanoseconds since 1970.
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS meta (
          name TEXT NOT NULL PRIMARY KEY,
          value NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS entries (
          rule TEXT NOT NULL,
          kind TEXT NOT NULL,
          "key" BLOB NOT NULL,
          device TEXT NOT NULL,
          label TEXT NOT NULL DEFAULT '',
          first INTEGER NOT NULL,
          last INTEGER NOT NULL,
          count INTEGER NOT NULL,
          body BLOB NOT NULL,
          PRIMARY KEY (rule, kind, "key")
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS flows (
          place INTEGER PRIMARY KEY,
          body BLOB NOT NULL
        );
        CREATE TABLE IF NOT EXISTS sessions (
          place INTEGER PRIMARY KEY,
          body BLOB NOT NULL
        );
        CREATE TABLE IF NOT EXISTS stages (
          name TEXT NOT NULL PRIMARY KEY,
          body BLOB NOT NULL
        ) WITHOUT ROWID;
        """)
    if try !database.columns(in: "entries").contains(where: { $0.name == "label" }) {
      try database.execute(sql: "ALTER TABLE entries ADD COLUMN label TEXT NOT NULL DEFAULT ''")
    }
    try database.execute(
      sql: """
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """)
  }
}
