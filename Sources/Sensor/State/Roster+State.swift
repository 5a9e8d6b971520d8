import Capture
public import Devices
import FoundationEssentials
import GRDB

extension Roster {
  /// The machines that a run has heard, as its state tells them; nobody where it did not listen for that.
  ///
  /// The state is not changed; another undertick may go on writing to it.
  /// - Throws: `StateError` where the file is no state, or cannot be read.
  public init(state path: String) throws(StateError) {
    self = try StateStore.look(into: path) { database in
      let body = try Data.fetchOne(
        database, sql: "SELECT body FROM stages WHERE name = ?",
        arguments: [PipelineMemory.Stage.roster])
      return try body.map { try Roster(stored: Array($0)) } ?? Roster()
    }
  }
}
