/// Peculiarities of the headers of a SYN or SYN-ACK.
public struct StackQuirks: OptionSet, Hashable, Sendable {
  /// One bit a peculiarity, in the order in which p0f writes them.
  public let rawValue: UInt32
  /// Peculiarities from their bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// IPv4 with Don't Fragment.
  public static let dontFragment = StackQuirks(rawValue: 1 << 0)
  /// Don't Fragment with an identification, although none is needed then.
  public static let needlessIdentification = StackQuirks(rawValue: 1 << 1)
  /// No Don't Fragment and no identification either.
  public static let missingIdentification = StackQuirks(rawValue: 1 << 2)
  /// Explicit congestion notification in IP or TCP (RFC 3168, RFC 3540).
  public static let congestionNotification = StackQuirks(rawValue: 1 << 3)
  /// The reserved flag of IPv4 is set.
  public static let reservedFlag = StackQuirks(rawValue: 1 << 4)
  /// IPv6 with a flow label.
  public static let flowLabel = StackQuirks(rawValue: 1 << 5)
  /// The sequence number is zero.
  public static let zeroSequence = StackQuirks(rawValue: 1 << 6)
  /// An acknowledgment number without ACK.
  public static let needlessAcknowledgment = StackQuirks(rawValue: 1 << 7)
  /// ACK with an acknowledgment number of zero.
  public static let zeroAcknowledgment = StackQuirks(rawValue: 1 << 8)
  /// An urgent pointer without URG.
  public static let needlessUrgentPointer = StackQuirks(rawValue: 1 << 9)
  /// URG.
  public static let urgent = StackQuirks(rawValue: 1 << 10)
  /// PSH.
  public static let push = StackQuirks(rawValue: 1 << 11)
  /// The sender's own timestamp is zero.
  public static let zeroTimestamp = StackQuirks(rawValue: 1 << 12)
  /// A SYN that echoes a timestamp, although it heard none.
  public static let needlessEcho = StackQuirks(rawValue: 1 << 13)
  /// Something else than zero behind the end of the options.
  public static let trailingOptions = StackQuirks(rawValue: 1 << 14)
  /// A window shift above 14, which RFC 7323 section 2.3 forbids.
  public static let excessiveScale = StackQuirks(rawValue: 1 << 15)
  /// Options with lengths that are none of theirs.
  public static let malformedOptions = StackQuirks(rawValue: 1 << 16)

  /// What p0f calls them, by bit.
  private static let words = [
    "df", "id+", "id-", "ecn", "0+", "flow", "seq-", "ack+", "ack-", "uptr+", "urgf+", "pushf+",
    "ts1-", "ts2+", "opt+", "exws", "bad",
  ]

  /// As p0f writes them: `df,id+`.
  var text: String {
    StackQuirks.words.indices.filter { rawValue & 1 << UInt32($0) != 0 }
      .map { StackQuirks.words[$0] }.joined(separator: ",")
  }
}
