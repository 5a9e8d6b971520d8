/// One row of the tables of evidence: what a text of a kind says about who sent it.
///
/// Weights are points, about natural logarithms of odds: 3 is as much as not knowing (`RoleInference`), so
/// that a row of 3 is just enough alone; 6 decides unless something contradicts, 8 outweighs that; 1 and 2 only add to
/// others.
public struct RoleSignature: Hashable, Sendable {
  /// What sort of text it is about.
  public let kind: RoleEvidenceKind
  /// What the text is like.
  public let pattern: TextPattern
  /// What it speaks for.
  public let role: DeviceRole
  /// How much, 1 to 8 points.
  public let weight: Int
  /// Of how many others it must have been seen before it counts, at most `RoleEvidence.mostPeers`.
  public let leastPeers: Int
  /// What it means, in a few words.
  public let meaning: String
  /// Where that is known from.
  public let source: String

  init(
    _ kind: RoleEvidenceKind, _ pattern: TextPattern, _ role: DeviceRole, _ weight: Int,
    _ meaning: String, leastPeers: Int = 1, source: String
  ) {
    self.kind = kind
    self.pattern = pattern
    self.role = role
    self.weight = weight
    self.leastPeers = leastPeers
    self.meaning = meaning
    self.source = source
  }
}
