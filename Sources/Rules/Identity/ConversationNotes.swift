import Capture

/// What a rule notes of conversations that are going on, until they end.
///
/// Bounded: 16,384 conversations, of one device 512. A new one takes the place of the device's own that was written
/// longest ago; where all places are taken and the device has less than its part of them, of the device's that has
/// most. So a device that opens many conversations, or to which many are opened, pushes out no other device's.
struct ConversationNotes<Note: Sendable & Storable>: Sendable {
  /// A place, in the chain of its device's conversations from the one that was written longest ago on.
  private struct Slot: Sendable {
    var key: ConversationKey
    /// `nil` where the place is free.
    var note: Note?
    /// The number of the latest writing.
    var order: UInt64
    var older = -1
    var newer = -1
  }

  /// The conversations of a device.
  private struct Chain: Sendable {
    var oldest = -1
    var newest = -1
    var count = 0
  }

  /// What is kept of a note.
  private struct Entry: Storable {
    let order: UInt64
    let note: Note

    init(order: UInt64, note: Note) {
      self.order = order
      self.note = note
    }

    func store(to writer: inout StoredWriter) {
      writer.add(order)
      writer.add(note)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      order = try reader.number()
      note = try reader.value()
    }
  }

  private let limit: Int
  private let share: Int
  private let isRemembered: Bool
  private var places: [ConversationKey: Int] = [:]
  private var slots: [Slot] = []
  private var free: [Int] = []
  private var chains: [Int: Chain] = [:]
  private var nextOrder: UInt64 = 0
  private var changed: Set<ConversationKey> = []

  init(isRemembered: Bool, limit: Int = 16_384, share: Int = 512) {
    self.isRemembered = isRemembered
    self.limit = limit
    self.share = share
  }

  /// How many conversations are noted.
  var count: Int { places.count }

  /// The note of a conversation.
  subscript(key: ConversationKey) -> Note? {
    get { places[key].flatMap { slots[$0].note } }
    set {
      guard let newValue else {
        remove(key)
        return
      }
      if isRemembered { changed.insert(key) }
      if let place = places[key] {
        slots[place].note = newValue
        renew(place)
      } else {
        insert(newValue, of: key, order: nextOrder)
      }
    }
  }

  /// Changes the note of a conversation in place.
  /// - Returns: What the change gives; `nil` where there is no note.
  mutating func update<Result>(
    _ key: ConversationKey, _ change: (inout Note) -> Result
  ) -> Result? {
    guard let place = places[key], let result = slots[place].note.changed(by: change) else {
      return nil
    }
    if isRemembered { changed.insert(key) }
    renew(place)
    return result
  }

  /// Whether a note of some conversation is as asked for. Looks at each.
  func contains(where isMeant: (ConversationKey, Note) -> Bool) -> Bool {
    slots.contains { slot in slot.note.map { isMeant(slot.key, $0) } ?? false }
  }

  private mutating func insert(_ note: Note, of key: ConversationKey, order: UInt64) {
    makeRoom(for: key.device)
    let slot = Slot(key: key, note: note, order: order)
    let place = free.popLast() ?? slots.count
    if place < slots.count { slots[place] = slot } else { slots.append(slot) }
    places[key] = place
    append(place)
    nextOrder = max(nextOrder, order &+ 1)
  }

  private mutating func renew(_ place: Int) {
    slots[place].order = nextOrder
    nextOrder &+= 1
    guard slots[place].newer >= 0 else { return }
    takeOut(place)
    append(place)
  }

  private mutating func makeRoom(for device: Int) {
    let own = chains[device]?.count ?? 0
    var giver = device
    if own < share {
      guard places.count >= limit else { return }
      if own * chains.count < limit {
        let richest = chains.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
        giver = richest?.key ?? device
      }
    }
    guard let oldest = chains[giver]?.oldest, oldest >= 0 else { return }
    remove(slots[oldest].key)
  }

  private mutating func remove(_ key: ConversationKey) {
    guard let place = places.removeValue(forKey: key) else { return }
    takeOut(place)
    slots[place].note = nil
    free.append(place)
    if isRemembered { changed.insert(key) }
  }

  /// Puts a place at the young end of its device's chain.
  private mutating func append(_ place: Int) {
    let device = slots[place].key.device
    var chain = chains[device] ?? Chain()
    slots[place].older = chain.newest
    slots[place].newer = -1
    if chain.newest >= 0 { slots[chain.newest].newer = place } else { chain.oldest = place }
    chain.newest = place
    chain.count += 1
    chains[device] = chain
  }

  private mutating func takeOut(_ place: Int) {
    let device = slots[place].key.device
    guard var chain = chains[device] else { return }
    let (older, newer) = (slots[place].older, slots[place].newer)
    if older >= 0 { slots[older].newer = newer } else { chain.oldest = newer }
    if newer >= 0 { slots[newer].older = older } else { chain.newest = older }
    chain.count -= 1
    chains[device] = chain.count > 0 ? chain : nil
  }

  /// How what is kept is called.
  static var label: String { "conversation" }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { key in
      let slot = places[key].map { slots[$0] }
      let entry = slot.flatMap { slot in slot.note.map { Entry(order: slot.order, note: $0) } }
      return Remembered(
        .other, key: key.stored, device: key.device, label: ConversationNotes.label,
        body: entry?.stored)
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    var kept: [(key: ConversationKey, entry: Entry)] = []
    for entry in entries where entry.kind == .other && entry.label == ConversationNotes.label {
      guard let device = entry.device, let body = entry.body else { continue }
      var key = try ConversationKey(stored: entry.key)
      key.device = device
      kept.append((key, try Entry(stored: body)))
    }
    for (key, entry) in kept.sorted(by: { $0.entry.order < $1.entry.order }) {
      remove(key)
      insert(entry.note, of: key, order: entry.order)
    }
  }
}

extension Optional {
  /// Changes what is there, without a copy of it.
  fileprivate mutating func changed<Result>(by change: (inout Wrapped) -> Result) -> Result? {
    guard var value = self else { return nil }
    self = nil
    defer { self = value }
    return change(&value)
  }
}
