/// A set of peers that a proposed policy gives a name.
public struct ProposedGroup: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// What it is for, in a few words.
  public let purpose: String
  /// Its members.
  public let members: [ProposedMember]
  /// Peers that were met a single time and are no members until somebody says so.
  public let doubtful: [ProposedMember]
  /// Whether its members are outside, or of an entry that is not expected by itself.
  public let standing: ProposedStanding
}
