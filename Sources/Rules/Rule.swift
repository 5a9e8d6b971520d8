public import Capture
public import Flows
public import Packets

/// Watches the conversations of managed devices and says when one is worth a look.
///
/// A rule sees sightings, never bytes; it keeps its own state, bounded; it must give the same answer for
/// the same capture, so it has no clock and no randomness.
public protocol Rule: Sendable {
  /// What stays the same in every alert of the rule.
  static var identity: RuleIdentity { get }

  /// What it tells beside that: findings with an identity of their own.
  static var further: [RuleIdentity] { get }

  /// What it can tell in all: its own identity and those beside, or those that a table of the settings gives.
  static func told(under settings: RuleSettings) -> [RuleIdentity]

  /// What it is asked about: it hears of nothing else.
  static var hooks: RuleHooks { get }

  /// Protocols of whose messages it wants to hear by `overheard` and `spoke`; none where it does not say.
  static var languages: Set<ProtocolName> { get }

  /// A rule that has seen nothing yet.
  init(settings: RuleSettings)

  /// A conversation started: its first packet.
  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// Payload came after a pause.
  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// A message was read that asks for a name: `Sighting.content` has both.
  mutating func heard(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// A message of one of `languages` was read, whoever sent it: that of machines that nobody watches, too, as
  /// far as `FlowInterest` hears strangers. Once for each message, before `spoke`.
  mutating func overheard(
    _ event: borrowing FlowEvent, _ content: borrowing SightedContent, at site: borrowing Site
  ) -> Finding?

  /// A message of one of `languages` was read: `Sighting.content` has it. Of ARP the message is its header.
  /// Behind `marked` and before `heard`, where the same packet is about those, too.
  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// What a machine is has become clear, or has changed, by its evidence; also of machines that the
  /// inventory does not name. Before the event that showed it.
  mutating func identified(
    _ identification: borrowing Identification, at site: borrowing Site
  ) -> Finding?

  /// A packet came that shows what sent it: `Sighting.content` has `marks`, and of a SYN or SYN-ACK
  /// `signature`. Before `heard`, where the packet carries a message, too; and where it carries none,
  /// nothing else is known of the content, and the policy was not asked.
  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// A packet came near the beginning of a conversation, or after a pause: `Sighting.content.sample` has its
  /// octets from the transport header on. Before `marked`; the policy was not asked, but where the packet
  /// is about a message or name, too.
  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// A conversation is over.
  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// Packet time has come so far; findings about what did not happen, in the order of their times.
  ///
  /// Called before what happens at that time, so that what is told depends on packet time alone.
  mutating func advance(to time: Timestamp, at site: borrowing Site) -> [Finding]

  /// The policy may say something else than when findings were told: closes those that it expects now.
  mutating func reconsider(
    _ reconsideration: Reconsideration, at site: borrowing Site
  ) -> [Finding]

  /// What has changed in the rule's memory since the last call; everything the first time. In any order.
  mutating func changes() -> [Remembered]

  /// Takes back what `changes()` gave in earlier runs: of each key the latest, in any order.
  /// - Throws: `StoredFault` where an entry is none of this rule's.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault)

  /// What the rule wants counted in the metric line, in a fixed order.
  var counters: [(name: String, value: UInt64)] { get }
}

extension Rule {
  /// Nothing else.
  public static var further: [RuleIdentity] { [] }
  /// Its own identity and those beside.
  public static func told(under _: RuleSettings) -> [RuleIdentity] { [identity] + further }
  /// Nothing.
  public static var languages: Set<ProtocolName> { [] }
  /// Nothing to say.
  public mutating func overheard(
    _: borrowing FlowEvent, _: borrowing SightedContent, at _: borrowing Site
  ) -> Finding? { nil }
  /// Nothing to say.
  public mutating func spoke(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to say.
  public mutating func identified(
    _: borrowing Identification, at _: borrowing Site
  ) -> Finding? { nil }
  /// Nothing to say.
  public mutating func opened(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to say.
  public mutating func resumed(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to say.
  public mutating func ended(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to say.
  public mutating func marked(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to say.
  public mutating func signaled(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to say.
  public mutating func heard(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to say.
  public mutating func advance(to _: Timestamp, at _: borrowing Site) -> [Finding] { [] }
  /// Nothing to reconsider.
  public mutating func reconsider(_: Reconsideration, at _: borrowing Site) -> [Finding] { [] }
  /// Nothing to remember.
  public mutating func changes() -> [Remembered] { [] }
  /// Nothing was remembered.
  public mutating func restore(_: [Remembered]) throws(StoredFault) {}
  /// Nothing to count.
  public var counters: [(name: String, value: UInt64)] { [] }
}
