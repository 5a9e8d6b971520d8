import Capture

/// What a rule notes of devices, each note under a name.
///
/// Bounded: 8192 notes, of one device 64; what is beyond is not noted, and counted.
struct DeviceNotes<Note: Sendable & Storable>: Sendable {
  private struct Key: Hashable, Sendable {
    let device: Int
    let name: String
  }

  private let label: String
  private let kind: StoredEntry.Kind
  private let limit: Int
  private let share: Int
  private let isRemembered: Bool
  private var notes: [Key: Note] = [:]
  private var held: [Int: Int] = [:]
  private var changed: Set<Key> = []
  /// Notes that were not taken for want of room.
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
  var count: Int { notes.count }

  /// The note of a device under a name.
  subscript(device: Int, name: String) -> Note? {
    get { notes[Key(device: device, name: name)] }
    set {
      let key = Key(device: device, name: name)
      guard let newValue else {
        if notes.removeValue(forKey: key) != nil {
          held[device, default: 1] -= 1
          if isRemembered { changed.insert(key) }
        }
        return
      }
      if notes[key] == nil {
        guard notes.count < limit, held[device, default: 0] < share else {
          refused &+= 1
          return
        }
        held[device, default: 0] += 1
      }
      notes[key] = newValue
      if isRemembered { changed.insert(key) }
    }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { key in
      let name = "\(label) \(key.name)"
      return Remembered(
        kind, key: Array(name.utf8), device: key.device, label: name, body: notes[key]?.stored)
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
      if notes[key] == nil { held[device, default: 0] += 1 }
      let note = try Note(stored: body)
      notes[key] = note
      taken.append((device, name, note))
    }
    return taken
  }
}
