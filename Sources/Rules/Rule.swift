/// Watches the conversations of managed devices and says when one is worth a look.
///
/// A rule sees sightings, never bytes; it keeps its own state, bounded; it must give the same answer for
/// the same capture, so it has no clock and no randomness.
public protocol Rule: Sendable {
  /// What stays the same in every alert of the rule.
  static var identity: RuleIdentity { get }

  /// A rule that has seen nothing yet.
  init(settings: RuleSettings)

  /// A conversation started: its first packet.
  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// Payload came after a pause.
  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// A conversation is over.
  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding?

  /// What the rule wants counted in the metric line, in a fixed order.
  var counters: [(name: String, value: UInt64)] { get }
}

extension Rule {
  /// Nothing to say.
  public mutating func opened(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to say.
  public mutating func resumed(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to say.
  public mutating func ended(_: borrowing Sighting, at _: borrowing Site) -> Finding? { nil }
  /// Nothing to count.
  public var counters: [(name: String, value: UInt64)] { [] }
}
