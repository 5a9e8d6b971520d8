import Capture

/// What names a conversation: `ConnectionUID` makes a text of it.
public struct ConnectionName: Sendable {
  let key: FlowKey
  let start: Timestamp
  let sequel: UInt32

  /// The name as `ConnectionUID` gives it.
  public var uid: String { ConnectionUID.text(key, start: start, sequel: sequel) }
}
