import Capture
import Packets

/// What one LLDP agent says of its system and its port, from message to message.
struct NeighborSpeaker: Sendable, Storable {
  /// What has changed although the agent never fell silent.
  enum Change: Hashable, Sendable {
    /// The system description.
    case description(from: String, to: String)
    /// What the port can do.
    case abilities(from: String, to: String)
    /// What the port does.
    case operation(from: String, to: String)
  }

  private var last: Timestamp
  private var timeToLive: UInt32
  private var description: String
  private var abilities: String
  private var operation: String

  /// The first message.
  init(_ statement: NeighborStatement, at time: Timestamp) {
    last = time
    timeToLive = statement.timeToLive
    description = statement.description ?? ""
    abilities = statement.abilities ?? ""
    operation = statement.operation ?? ""
  }

  /// A further message. Behind one that ended the agent's life (time to live 0), and behind a silence of more
  /// than twice the time to live, everything may be new.
  mutating func note(_ statement: NeighborStatement, at time: Timestamp) -> Change? {
    // The last message of an agent says nothing but that it ends (IEEE 802.1AB-2016 section 9.1.2).
    guard statement.timeToLive > 0 else {
      last = time
      timeToLive = 0
      return nil
    }
    defer { self = NeighborSpeaker(statement, at: time) }
    guard timeToLive > 0,
      time.nanoseconds(since: last) <= Int64(timeToLive) * 2_000_000_000
    else { return nil }
    if let new = statement.description, !description.isEmpty, new != description {
      return .description(from: description, to: new)
    }
    if let new = statement.abilities, !abilities.isEmpty, new != abilities {
      return .abilities(from: abilities, to: new)
    }
    if let new = statement.operation, !operation.isEmpty, new != operation {
      return .operation(from: operation, to: new)
    }
    return nil
  }

  func store(to writer: inout StoredWriter) {
    writer.add(last)
    writer.add(timeToLive)
    for text in [description, abilities, operation] { writer.add(text) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    last = try reader.time()
    timeToLive = try reader.number()
    description = try reader.text()
    abilities = try reader.text()
    operation = try reader.text()
  }
}
