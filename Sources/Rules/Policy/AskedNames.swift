import Devices
import Flows

/// The names that conversations which are going on have asked for, as far as the policy lists them.
///
/// A name stands in one packet, and the policy is asked about the whole conversation. Bounded: at the limit
/// further conversations are known by the names of the packet at hand alone. What is known here is not kept
/// over a restart.
struct AskedNames: Sendable {
  /// The most conversations.
  static let mostConversations = 65_536
  /// The most names of one conversation.
  static let mostNames = 8

  private var names: [UInt32: [String]] = [:]

  /// How many conversations have asked for a name that the policy lists.
  var count: Int { names.count }

  /// Adds to a question the names that its conversation asked for earlier, remembers those that it asks for
  /// now, and forgets those of a conversation that is over.
  ///
  /// Only the end that asks is told: the name is that of its peer.
  mutating func complete(_ question: inout PolicyQuestion, at event: FlowEvent, by policy: Policy) {
    guard question.deviceStarted, event.place != .max, !policy.peerNames.isEmpty else { return }
    let earlier = names[event.place] ?? []
    switch event.kind {
    case .opened:
      // Another conversation had the place before.
      names[event.place] = nil
      return
    case .packet:
      let new = question.names.filter { policy.lists($0) && !earlier.contains($0) }
      if !new.isEmpty, !earlier.isEmpty || names.count < AskedNames.mostConversations {
        names[event.place] = Array((earlier + new).prefix(AskedNames.mostNames))
      }
    case .ended:
      // One that the active time-out has split goes on.
      if event.reason != .active { names[event.place] = nil }
    case .resumed: break
    }
    question.names += earlier.filter { !question.names.contains($0) }
  }
}
