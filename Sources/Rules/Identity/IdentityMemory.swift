import Capture
import Flows

/// What a rule of identity remembers: notes of conversations that are going on, and how often each address
/// was told.
struct IdentityMemory<Note: Sendable & Storable>: Sendable {
  /// The notes.
  var conversations: ConversationNotes<Note>
  /// What was told.
  var told: ToldAddresses

  /// Nothing remembered.
  init(settings: RuleSettings) {
    conversations = ConversationNotes(isRemembered: settings.isRemembered)
    told = ToldAddresses(isRemembered: settings.isRemembered)
  }

  /// Forgets a conversation that is over; one that the active time-out has split goes on.
  mutating func end(_ sighting: borrowing Sighting) {
    if sighting.event.reason != .active { conversations[ConversationKey(sighting)] = nil }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] { conversations.changes() + told.changes() }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try conversations.restore(entries)
    try told.restore(entries)
  }
}
