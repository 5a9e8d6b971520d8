public import Capture

/// How often an entry of the policy has excused something.
public struct EntryUse: Hashable, Sendable, Storable {
  /// Conversations: counted when they are over, or after their first half hour.
  public var conversations: UInt64
  /// When the first of them was over.
  public var first: Timestamp
  /// When it was of use last.
  public var last: Timestamp

  /// One conversation.
  init(at time: Timestamp) {
    conversations = 1
    first = time
    last = time
  }

  /// Writes the value.
  public func store(to writer: inout StoredWriter) {
    writer.add(conversations)
    writer.add(first)
    writer.add(last)
  }

  /// Reads a value back.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    conversations = try reader.number()
    first = try reader.time()
    last = try reader.time()
  }
}
