public import Capture

/// Connections of one system between which none of another system was opened, or accepted.
public struct StackRun: Sendable {
  /// The cluster of the first connection, by its place; another one of its system where that gave way.
  public internal(set) var cluster: Int
  /// The first connection.
  public let first: Timestamp
  /// The latest connection.
  public internal(set) var last: Timestamp
  /// Connections.
  public internal(set) var count: UInt32
}

/// A run as it is kept over a restart.
extension StackRun: Storable {
  /// Writes the run.
  public func store(to writer: inout StoredWriter) {
    writer.add(UInt32(cluster))
    writer.add(first)
    writer.add(last)
    writer.add(count)
  }

  /// Reads a run back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    cluster = Int(try reader.number(UInt32.self))
    first = try reader.time()
    last = try reader.time()
    count = try reader.number()
  }
}
