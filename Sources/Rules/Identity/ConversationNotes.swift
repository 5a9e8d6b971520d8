import Capture

/// What a rule notes of conversations that are going on, until they end.
///
/// Bounded: the latest 4096 conversations that were noted; an older one is forgotten.
struct ConversationNotes<Note: Sendable & Storable>: Sendable {
  private let capacity: Int
  private let isRemembered: Bool
  private var notes: [ConversationKey: (slot: Int, note: Note)] = [:]
  /// The conversations in the order in which they were noted; the hand is at the oldest.
  private var ring: [ConversationKey] = []
  private var hand = 0
  private var changed: Set<ConversationKey> = []

  init(isRemembered: Bool, capacity: Int = 4096) {
    self.isRemembered = isRemembered
    self.capacity = capacity
  }

  /// How many conversations are noted.
  var count: Int { notes.count }

  /// The note of a conversation.
  subscript(key: ConversationKey) -> Note? {
    get { notes[key]?.note }
    set {
      guard newValue != nil || notes[key] != nil else { return }
      if isRemembered { changed.insert(key) }
      guard let newValue else {
        notes[key] = nil
        return
      }
      notes[key] = (notes[key]?.slot ?? slot(for: key), newValue)
    }
  }

  /// Changes the note of a conversation in place.
  /// - Returns: What the change gives; `nil` where there is no note.
  mutating func update<Result>(
    _ key: ConversationKey, _ change: (inout Note) -> Result
  ) -> Result? {
    guard let place = notes.index(forKey: key) else { return nil }
    if isRemembered { changed.insert(key) }
    return change(&notes.values[place].note)
  }

  /// Whether a note of some conversation is as asked for. Looks at each.
  func contains(where isMeant: (ConversationKey, Note) -> Bool) -> Bool {
    notes.contains { isMeant($0.key, $0.value.note) }
  }

  private mutating func slot(for key: ConversationKey) -> Int {
    guard ring.count >= capacity else {
      ring.append(key)
      return ring.count - 1
    }
    let slot = hand
    hand = (hand + 1) % capacity
    let oldest = ring[slot]
    if notes[oldest]?.slot == slot {
      notes[oldest] = nil
      if isRemembered { changed.insert(oldest) }
    }
    ring[slot] = key
    return slot
  }

  /// How what is kept is called.
  static var label: String { "conversation" }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { key in
      Remembered(
        .other, key: key.stored, device: key.device, label: ConversationNotes.label,
        body: notes[key]?.note.stored)
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .other && entry.label == ConversationNotes.label {
      guard let device = entry.device, let body = entry.body else { continue }
      var key = try ConversationKey(stored: entry.key)
      key.device = device
      notes[key] = (slot(for: key), try Note(stored: body))
    }
  }
}
