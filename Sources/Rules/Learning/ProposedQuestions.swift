public import Capture

/// A domain that few devices asked DNS for.
public struct ProposedQuestions: Sendable {
  /// The registered domain.
  public let domain: String
  /// Who asked, as the policy names them, role by role.
  public let subjects: [ProposedSubject]
  /// How many questions.
  public let count: Int
  /// Whether nearly every one of the first 64 asked for a name that was not asked for before.
  public let isVaried: Bool
  /// The first.
  public let first: Timestamp
  /// The last.
  public let last: Timestamp
}
