import GRDB

/// A state in one SQLite file: what is needed so that a run goes on where another one stopped.
///
/// One undertick at a time may have it; whoever else wants to read it may. Each flush is one transaction,
/// so that a program that is killed leaves the flush before.
final class StateStore: Sendable {
  /// The file, as it was named.
  let path: String
  let queue: DatabaseQueue
  /// Below the queue: it must be let go last.
  private let lock: StateLock

  /// Opens a state, makes one where there is none, and brings an older one up to date.
  /// - Throws: `StateError` where the file cannot be made, is used by somebody else, or is no state of this
  ///   or an earlier version.
  init(path: String) throws(StateError) {
    self.path = path
    lock = try StateLock(path: path)
    queue = try Self.open(path, isEmpty: lock.isEmpty)
  }

  deinit { close() }

  /// Puts everything into the one file and lets it go. Nothing can be read or written afterwards.
  func close() {
    try? queue.close()
    lock.release()
  }

  /// What a fault in the file means, and what to do.
  static func translate(_ error: any Error, _ path: String) -> StateError {
    if let error = error as? StateError { return error }
    guard let error = error as? DatabaseError else { return .failed("\(path): \(error)") }
    let text = error.message ?? "\(error.resultCode)"
    return switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: damaged(path, text)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
      .cannotOpen(
        "\(path): cannot be written (\(text)); undertick needs the right to write to it and to its folder"
      )
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      .cannotOpen("\(path): somebody else is writing to it (\(text)); end that program")
    case .SQLITE_FULL: .failed("\(path): the disk is full; make room")
    default: .failed("\(path): \(text)")
    }
  }

  /// A file that cannot be believed.
  static func damaged(_ path: String, _ what: String) -> StateError {
    .unusable(
      "\(path): is damaged (\(what)); put back a copy, or move it away and begin with an empty memory"
    )
  }

  /// Runs a piece of work on the database.
  func perform<Value>(_ work: (DatabaseQueue) throws -> Value) throws(StateError) -> Value {
    do {
      return try work(queue)
    } catch {
      throw StateStore.translate(error, path)
    }
  }
}
