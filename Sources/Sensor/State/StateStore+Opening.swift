import GRDB

/// Opening, and looking whether this is a state at all.
extension StateStore {
  static func open(_ path: String, isEmpty: Bool) throws(StateError) -> DatabaseQueue {
    do {
      var configuration = Configuration()
      configuration.label = "undertick.state"
      // Somebody who looks into the file with another program may hold it for a moment.
      configuration.busyMode = .timeout(1)
      // SQLite would take some names for addresses.
      let queue = try DatabaseQueue(
        path: path.hasPrefix("/") ? path : "./" + path, configuration: configuration)
      try queue.inDatabase { database in
        let isNew = try isEmpty || isWithoutTables(database)
        if !isNew { try check(database, path) }
        try setUp(database, isNew: isNew)
      }
      try StateSchema.migrator.migrate(queue)
      try queue.read { database in try checkFormat(database, path) }
      return queue
    } catch {
      throw translate(error, path)
    }
  }

  /// Whether a file was begun, and the program ended before anything was in it.
  private static func isWithoutTables(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "PRAGMA application_id") == 0
      && Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
  }

  /// Before anything is written to a file that may be somebody else's.
  static func check(_ database: Database, _ path: String) throws {
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id")
    guard application == StateSchema.applicationID else {
      throw StateError.unusable(
        "\(path): is a database of another program; give another file to --state")
    }
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= StateSchema.version else {
      throw StateError.unusable(
        "\(path): was written by a newer undertick (tables \(version), this one knows "
          + "\(StateSchema.version)); use that one, or give another file to --state")
    }
    let answer = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
    guard answer == "ok" else {
      throw damaged(path, answer.split(separator: "\n").first.map(String.init) ?? answer)
    }
  }

  private static func setUp(_ database: Database, isNew: Bool) throws {
    // Only an empty file can be told to give pages back.
    if isNew { try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
    _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
    // A killed program loses nothing by it; a power failure the last flushes, and never the file.
    try database.execute(sql: "PRAGMA synchronous = NORMAL")
    _ = try Int.fetchOne(database, sql: "PRAGMA journal_size_limit = 16777216")
  }

  private static func checkFormat(_ database: Database, _ path: String) throws {
    let sql = "SELECT value FROM meta WHERE name = 'format'"
    guard let format = try Int64.fetchOne(database, sql: sql) else { return }
    guard format == StateSchema.format else {
      throw StateError.unusable(
        "\(path): was written in format \(format), this undertick reads \(StateSchema.format); use the "
          + "version that wrote it, or give another file to --state")
    }
  }
}
