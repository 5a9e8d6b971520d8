import Capture

/// What the beats of one series have in common.
///
/// The description is part of finding identifiers and never changes.
protocol RhythmChannel: Hashable, Sendable, Storable, CustomStringConvertible {
  /// What the series goes by, as evidence: `peer`, `network`.
  var word: String { get }
  /// What the device does by the clock, as a sentence says it: `contacts 203.0.113.7 on tcp/443`.
  var deed: String { get }
}
