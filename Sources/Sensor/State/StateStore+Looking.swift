import Capture
import GRDB

/// Looking into a state without changing it.
extension StateStore {
  /// Reads something of a state; another undertick may go on writing to it.
  /// - Throws: `StateError` where the file is no state, or cannot be read.
  static func look<Value>(
    into path: String, _ read: (Database) throws -> Value
  ) throws(StateError) -> Value {
    do {
      var configuration = Configuration()
      configuration.label = "undertick.look"
      configuration.readonly = true
      configuration.busyMode = .timeout(1)
      let queue = try DatabaseQueue(
        path: path.hasPrefix("/") ? path : "./" + path, configuration: configuration)
      let value = try queue.read { database in
        try StateStore.check(database, path)
        return try read(database)
      }
      try queue.close()
      return value
    } catch let error as StoredFault {
      throw StateStore.damaged(path, "\(error.expected) is missing at octet \(error.offset)")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
      throw StateError.cannotOpen(
        "\(path): cannot be opened for reading; give the file that --state of a run has made")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw StateError.unusable("\(path): is no state of undertick; give another file to --state")
    } catch {
      throw StateStore.translate(error, path)
    }
  }
}
