import Capture
import Devices
import Packets

/// A rule about conversations that outside addresses start and devices answer.
///
/// It says what a clear answer means (`tell`); what is an answer, and when it is clear, is the same for all of them.
protocol OutsideAnswers: Rule {
  /// What its ledger tells services apart by.
  associatedtype Service: ContactPart
  /// The roles whose devices are judged.
  var roles: Set<DeviceRole> { get }
  /// The conversations of which it is not clear yet what they are.
  var conversations: AnsweredConversations { get set }
  /// Who was told.
  var ledger: ContactLedger<Service, IPAddress> { get set }

  /// What to say of an answer that is clear.
  mutating func tell(
    _ clear: AnsweredConversations.Clear?, _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding?
}

extension OutsideAnswers {
  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let isUnexplained = isUnexplained(sighting)
    return tell(conversations.opened(sighting, isUnexplained: isUnexplained), sighting, at: site)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.scope == .outside else { return nil }
    return tell(conversations.marked(sighting), sighting, at: site)
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let isUnexplained = isUnexplained(sighting)
    return tell(conversations.resumed(sighting, isUnexplained: isUnexplained), sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let isUnexplained = isUnexplained(sighting)
    return tell(conversations.ended(sighting, isUnexplained: isUnexplained), sighting, at: site)
  }

  mutating func changes() -> [Remembered] { conversations.changes() + ledger.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try conversations.restore(entries)
    try ledger.restore(entries)
  }

  /// Whether an outside peer and a device of these roles have a conversation that no entry of the policy
  /// expects.
  private func isUnexplained(_ sighting: borrowing Sighting) -> Bool {
    sighting.scope == .outside && sighting.expectation == nil
      && roles.contains(sighting.device.role)
  }
}
