/// What a rule notes of each conversation that is going on, until it ends.
///
/// Bounded: a conversation has the slot of its place in the flow table, some places share one, and the
/// younger conversation takes it over.
struct ConversationSlots<Note: Sendable>: Sendable {
  /// Slots, a power of two.
  static var capacity: UInt32 { 4096 }
  private var notes: [UInt32: (place: UInt32, note: Note)] = [:]

  /// How many conversations are noted.
  var count: Int { notes.count }

  /// The note of the conversation at a place of the flow table.
  subscript(place: UInt32) -> Note? {
    get {
      guard let entry = notes[place % Self.capacity], entry.place == place else { return nil }
      return entry.note
    }
    set {
      if let newValue {
        notes[place % Self.capacity] = (place, newValue)
      } else if notes[place % Self.capacity]?.place == place {
        notes[place % Self.capacity] = nil
      }
    }
  }
}
