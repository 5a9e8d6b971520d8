import Capture
import Flows
import Packets

/// Conversations of logs that are going on: by place, by the time of their end, and by `uid`.
///
/// Memory: about 400 bytes a conversation, and at most `limit` of them.
struct LogConversations {
  /// However many the flow table may follow: their ends are known, and one that is told early does little
  /// harm. 100 MB.
  static let mostAtOnce = 262_144

  /// One of them.
  struct Conversation {
    /// What it is.
    var flow: Flow
    /// What it is taken for.
    var session: Session
    /// The `uid`; empty where nobody asks for it.
    var identifier: String
    /// When it ends, as far as is known.
    var end: Timestamp
    /// Why it ends.
    var reason: FlowEvent.Reason
    /// When the latest name was spoken in it.
    var latestName: Timestamp?
  }

  private let limit: Int
  private var conversations: [Conversation?] = []
  private var free: [UInt32] = []
  private var ends = TimeHeap<UInt32>()
  private var places: [String: UInt32] = [:]
  private var serial: UInt64 = 0
  /// The most that went on at once.
  private(set) var peak = 0

  /// None, and at most `limit` at once.
  init(limit: Int) { self.limit = max(1, limit) }

  /// How many are going on.
  var count: Int { ends.count }
  /// Whether there is no room for one more.
  var isFull: Bool { ends.count >= limit }

  /// The one with that `uid`.
  func place(of identifier: String) -> UInt32? {
    identifier.isEmpty ? nil : places[identifier]
  }

  /// The one at a place that `open` gave and that did not end yet.
  subscript(place: UInt32) -> Conversation? {
    get { conversations[Int(place)] }
    set { conversations[Int(place)] = newValue }
  }

  /// Adds one; its place.
  mutating func open(_ conversation: Conversation) -> UInt32 {
    let place: UInt32
    if let reused = free.popLast() {
      place = reused
      conversations[Int(place)] = conversation
    } else {
      place = UInt32(truncatingIfNeeded: conversations.count)
      conversations.append(conversation)
    }
    if !conversation.identifier.isEmpty { places[conversation.identifier] = place }
    schedule(place, at: conversation.end)
    peak = max(peak, ends.count)
    return place
  }

  /// Takes out the one that ends first, if that is before `time`.
  mutating func removeEarliest(
    before time: Timestamp
  ) -> (place: UInt32, conversation: Conversation)? {
    while let next = ends.earliest, next < time, let place = ends.removeEarliest(),
      let conversation = conversations[Int(place)]
    {
      // It went on in the meantime.
      if conversation.end > next {
        schedule(place, at: conversation.end)
        continue
      }
      return (place, remove(place, conversation))
    }
    return nil
  }

  /// Takes out the one that ends first, whenever that is.
  mutating func removeEarliest() -> (place: UInt32, conversation: Conversation)? {
    while let next = ends.earliest, let place = ends.removeEarliest(),
      let conversation = conversations[Int(place)]
    {
      if conversation.end > next {
        schedule(place, at: conversation.end)
        continue
      }
      return (place, remove(place, conversation))
    }
    return nil
  }

  private mutating func remove(_ place: UInt32, _ conversation: Conversation) -> Conversation {
    conversations[Int(place)] = nil
    free.append(place)
    if places[conversation.identifier] == place { places[conversation.identifier] = nil }
    return conversation
  }

  private mutating func schedule(_ place: UInt32, at time: Timestamp) {
    serial += 1
    ends.insert(place, at: time, serial: serial)
  }
}
