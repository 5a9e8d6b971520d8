import Capture

/// What a rule notes of devices, each note under a name.
///
/// Bounded: 8192 notes, of one device 64. What is new takes the place of the device's own note that was written least
/// often (fewer than four times), of several the one longest ago; where all notes are taken, of the device's that has
/// most. So what was seen once, as often as somebody likes to send it, does not push out what goes on.
struct DeviceNotes<Note: Sendable & Storable>: Sendable {
  private struct Key: Hashable, Sendable {
    let device: Int
    let name: String
  }

  private struct Entry: Sendable, Storable {
    var note: Note
    /// Times that it was written, up to four.
    var uses: UInt8 = 0
    /// The number of the latest time.
    var order: UInt64 = 0

    init(_ note: Note) { self.note = note }

    func store(to writer: inout StoredWriter) {
      writer.add(uses)
      writer.add(order)
      writer.add(note)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      uses = try reader.number()
      order = try reader.number()
      note = try reader.value()
    }
  }

  private let label: String
  private let kind: StoredEntry.Kind
  private let limit: Int
  private let share: Int
  private let isRemembered: Bool
  private var entries: [Key: Entry] = [:]
  /// The names of each device's notes, in no order.
  private var shelves: [Int: [String]] = [:]
  private var nextOrder: UInt64 = 0
  private var changed: Set<Key> = []
  /// Notes that gave way to others, or were not taken for want of room.
  private(set) var refused: UInt64 = 0

  /// No notes yet. `label` tells those of one rule apart; all of them are kept as `kind`.
  init(
    _ label: String, as kind: StoredEntry.Kind = .other, isRemembered: Bool, limit: Int = 8192,
    share: Int = 64
  ) {
    self.label = label
    self.kind = kind
    self.isRemembered = isRemembered
    self.limit = limit
    self.share = share
  }

  /// How many notes there are.
  var count: Int { entries.count }

  /// The note of a device under a name.
  subscript(device: Int, name: String) -> Note? {
    get { entries[Key(device: device, name: name)]?.note }
    set {
      guard let newValue else {
        remove(Key(device: device, name: name))
        return
      }
      put(newValue, under: name, of: device)
    }
  }

  /// Writes a note.
  /// - Parameters:
  ///   - note: The note.
  ///   - name: Its name.
  ///   - device: Whose it is.
  ///   - mayYield: Of a note that is there, whether it may give way to this one.
  /// - Returns: Whether there was room.
  @discardableResult
  mutating func put(
    _ note: Note, under name: String, of device: Int, over mayYield: (Note) -> Bool = { _ in true }
  ) -> Bool {
    let key = Key(device: device, name: name)
    if entries[key] == nil {
      guard makeRoom(for: device, mayYield) else { return false }
      entries[key] = Entry(note)
      shelves[device, default: []].append(name)
    }
    entries[key]?.note = note
    entries[key]?.order = nextOrder
    if let uses = entries[key]?.uses, uses < 4 { entries[key]?.uses = uses + 1 }
    nextOrder &+= 1
    if isRemembered { changed.insert(key) }
    return true
  }

  private mutating func makeRoom(for device: Int, _ mayYield: (Note) -> Bool) -> Bool {
    var giver = device
    if shelves[device]?.count ?? 0 < share {
      if entries.count < limit { return true }
      let richest = shelves.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
      giver = richest?.key ?? device
    }
    refused &+= 1
    var victim: (key: Key, uses: UInt8, order: UInt64)?
    for name in shelves[giver] ?? [] {
      let key = Key(device: giver, name: name)
      guard let entry = entries[key], mayYield(entry.note) else { continue }
      if let least = victim, (least.uses, least.order) < (entry.uses, entry.order) { continue }
      victim = (key, entry.uses, entry.order)
    }
    guard let victim else { return false }
    remove(victim.key)
    return true
  }

  private mutating func remove(_ key: Key) {
    guard entries.removeValue(forKey: key) != nil else { return }
    shelves[key.device]?.removeAll { $0 == key.name }
    if shelves[key.device]?.isEmpty == true { shelves[key.device] = nil }
    if isRemembered { changed.insert(key) }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { key in
      let name = "\(label) \(key.name)"
      return Remembered(
        kind, key: Array(name.utf8), device: key.device, label: name, body: entries[key]?.stored)
    }
  }

  /// Takes back what was kept; other entries are left alone.
  /// - Returns: The device, the name and the note of each, in any order.
  @discardableResult
  mutating func restore(
    _ entries: [Remembered]
  ) throws(StoredFault) -> [(device: Int, name: String, note: Note)] {
    var taken: [(device: Int, name: String, note: Note)] = []
    for entry in entries where entry.kind == kind && entry.key.starts(with: "\(label) ".utf8) {
      guard let device = entry.device, let body = entry.body else { continue }
      let name = String(decoding: entry.key.dropFirst(label.utf8.count + 1), as: UTF8.self)
      let key = Key(device: device, name: name)
      let kept = try Entry(stored: body)
      if self.entries.updateValue(kept, forKey: key) == nil {
        shelves[device, default: []].append(name)
      }
      nextOrder = max(nextOrder, kept.order &+ 1)
      taken.append((device, name, kept.note))
    }
    return taken
  }
}
