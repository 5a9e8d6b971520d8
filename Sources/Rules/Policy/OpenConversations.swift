import Capture
import Flows
import Packets

/// Conversations that go on at the moment and that their other end has accepted, by device and peer.
///
/// Bounded: of more than 16,384 at once the later ones are not followed.
struct OpenConversations: Sendable {
  /// What a stored entry is called.
  private static let label = "open"

  private struct Pair: Hashable {
    var device: Int
    var peer: IPAddress
  }

  private let limit: Int
  private let isRemembered: Bool
  private var conversations: [ConversationKey: IPAddress] = [:]
  private var counts: [Pair: Int] = [:]
  private var changed: Set<ConversationKey> = []

  init(isRemembered: Bool, limit: Int = 16_384) {
    self.isRemembered = isRemembered
    self.limit = limit
  }

  /// Whether a device and a peer have one.
  func isOpen(device: Int, peer: IPAddress) -> Bool {
    counts[Pair(device: device, peer: peer)] != nil
  }

  /// Notes what an event says of a conversation.
  mutating func note(_ sighting: borrowing Sighting) {
    let event = sighting.event
    if event.kind == .ended {
      if event.reason != .active { remove(ConversationKey(sighting)) }
      return
    }
    guard Answer(event.flow).isAccepted else { return }
    let key = ConversationKey(sighting)
    guard conversations[key] == nil, conversations.count < limit else { return }
    if isRemembered { changed.insert(key) }
    insert(key, sighting.peerEnd.address)
  }

  private mutating func insert(_ key: ConversationKey, _ peer: IPAddress) {
    conversations[key] = peer
    counts[Pair(device: key.device, peer: peer), default: 0] += 1
  }

  private mutating func remove(_ key: ConversationKey) {
    guard let peer = conversations.removeValue(forKey: key) else { return }
    if isRemembered { changed.insert(key) }
    let pair = Pair(device: key.device, peer: peer)
    let left = (counts[pair] ?? 1) - 1
    counts[pair] = left > 0 ? left : nil
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { key in
      var body: [UInt8]?
      if let peer = conversations[key] {
        var writer = StoredWriter()
        writer.add(peer)
        body = writer.octets
      }
      return Remembered(
        .other, key: key.stored, device: key.device, label: OpenConversations.label, body: body)
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .other && entry.label == OpenConversations.label {
      guard let device = entry.device, let body = entry.body else { continue }
      var key = try ConversationKey(stored: entry.key)
      key.device = device
      var reader = StoredReader(body)
      let peer = try reader.address()
      try reader.end()
      if conversations[key] == nil { insert(key, peer) }
    }
  }
}
