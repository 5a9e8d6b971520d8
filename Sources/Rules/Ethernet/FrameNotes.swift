import Capture

/// What a rule notes of senders of frames, of machines that nobody knows, too.
///
/// Bounded: 1024 senders; further ones are not noted, and counted.
struct FrameNotes<Note: Sendable & Storable>: Sendable {
  /// Senders that are noted.
  static var limit: Int { 1024 }

  private let isRemembered: Bool
  private var notes: [FrameSource: Note] = [:]
  private var changed: Set<FrameSource> = []
  /// Notes that were not taken for want of room.
  private(set) var refused: UInt64 = 0

  init(isRemembered: Bool) { self.isRemembered = isRemembered }

  /// How many senders are noted.
  var count: Int { notes.count }

  /// Whether a note of a sender can be kept.
  func hasRoom(for source: FrameSource) -> Bool {
    notes[source] != nil || notes.count < FrameNotes.limit
  }

  /// The note of a sender.
  subscript(source: FrameSource) -> Note? {
    get { notes[source] }
    set {
      guard hasRoom(for: source) else {
        refused &+= 1
        return
      }
      notes[source] = newValue
      if isRemembered { changed.insert(source) }
    }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { source in
      Remembered(
        .finding, key: source.stored, device: nil, label: source.description,
        body: notes[source]?.stored)
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .finding {
      guard let body = entry.body else { continue }
      notes[try FrameSource(stored: entry.key)] = try Note(stored: body)
    }
  }
}
