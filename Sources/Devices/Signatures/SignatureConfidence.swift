/// How well a signature stands for its implant.
public enum SignatureConfidence: String, CaseIterable, Sendable {
  /// Chance or something ordinary may look so.
  case low
  /// Hardly anything else looks so, or the source is repeated by a single other.
  case medium
  /// Nothing else is known to look so.
  case high
}
