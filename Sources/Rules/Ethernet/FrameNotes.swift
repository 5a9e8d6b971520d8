import Capture

/// What a rule notes of senders of frames, of machines that nobody knows, too.
///
/// Bounded: 1024 senders. For what is new the oldest notes give way that the rule can do without, and are counted.
struct FrameNotes<Note: Sendable & Storable>: Sendable {
  /// Senders that are noted.
  static var limit: Int { 1024 }
  /// Notes that give way together, so that looking for them costs little each time.
  private static var batch: Int { 64 }

  private struct Entry: Sendable, Storable {
    var note: Note
    /// Counts up with every sender that is noted.
    let order: UInt64

    init(_ note: Note, order: UInt64) {
      self.note = note
      self.order = order
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

  private let isRemembered: Bool
  private let mayYield: @Sendable (Note) -> Bool
  private var entries: [FrameSource: Entry] = [:]
  /// Senders of each VLAN.
  private var senders: [UInt16: Int] = [:]
  private var nextOrder: UInt64 = 0
  private var changed: Set<FrameSource> = []
  /// Notes that gave way, or were not taken for want of room.
  private(set) var refused: UInt64 = 0

  /// No notes yet; `mayYield` says which the rule can do without.
  init(isRemembered: Bool, mayYield: @escaping @Sendable (Note) -> Bool) {
    self.isRemembered = isRemembered
    self.mayYield = mayYield
  }

  /// How many senders are noted.
  var count: Int { entries.count }

  /// How many of them in a VLAN.
  func count(in vlan: UInt16) -> Int { senders[vlan] ?? 0 }

  /// The note of a sender.
  subscript(source: FrameSource) -> Note? { entries[source]?.note }

  /// Writes a note.
  /// - Returns: Whether there was room.
  @discardableResult
  mutating func put(_ note: Note, of source: FrameSource) -> Bool {
    if entries[source] != nil {
      entries[source]?.note = note
    } else {
      guard makeRoom() else {
        refused &+= 1
        return false
      }
      insert(Entry(note, order: nextOrder), of: source)
      nextOrder &+= 1
    }
    if isRemembered { changed.insert(source) }
    return true
  }

  private mutating func insert(_ entry: Entry, of source: FrameSource) {
    if entries.updateValue(entry, forKey: source) == nil { senders[source.vlan, default: 0] += 1 }
  }

  private mutating func makeRoom() -> Bool {
    guard entries.count >= Self.limit else { return true }
    let yielding = entries.filter { mayYield($0.value.note) }
      .sorted { $0.value.order < $1.value.order }
    for (source, _) in yielding.prefix(Self.batch) {
      entries[source] = nil
      let left = count(in: source.vlan) - 1
      senders[source.vlan] = left > 0 ? left : nil
      refused &+= 1
      if isRemembered { changed.insert(source) }
    }
    return !yielding.isEmpty
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { source in
      Remembered(
        .finding, key: source.stored, device: nil, label: source.description,
        body: entries[source]?.stored)
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .finding {
      guard let body = entry.body else { continue }
      let kept = try Entry(stored: body)
      insert(kept, of: try FrameSource(stored: entry.key))
      nextOrder = max(nextOrder, kept.order &+ 1)
    }
  }
}
