public import Capture

/// Connections of one cluster between which none of another cluster was opened.
public struct StackRun: Sendable {
  /// The cluster, by its place.
  public let cluster: Int
  /// The first connection.
  public let first: Timestamp
  /// The latest connection.
  public internal(set) var last: Timestamp
  /// Connections.
  public internal(set) var count: UInt32
}
