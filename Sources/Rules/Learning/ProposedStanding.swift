/// Whether something that was seen is proposed as expected, or only shown.
public enum ProposedStanding: Int, Hashable, Comparable, Sendable {
  /// Expected.
  case expected
  /// Between machines that are managed from elsewhere.
  case lateral
  /// With an outside peer.
  case outside
  /// Seen a single time.
  case once
  /// A group that was looked at for too short to narrow the shipped profiles to it, whatever is accepted.
  case brief

  /// What is expected first.
  public static func < (left: ProposedStanding, right: ProposedStanding) -> Bool {
    left.rawValue < right.rawValue
  }
}
