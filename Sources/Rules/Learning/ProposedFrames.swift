public import Capture
public import Packets

/// Frames of a kind that is in no list, which a device sends.
public struct ProposedFrames: Sendable {
  /// The device, as the policy names it.
  public let device: String
  /// What the frames carry.
  public let type: LinkProtocol
  /// How often they came: a receiver's first, and those after a pause.
  public let occurrences: Int
  /// Whom they went to, with how often, the most frequent first.
  public let receivers: [(address: String, count: Int)]
  /// How often they went to others, which are not told apart.
  public let otherReceivers: Int
  /// The first.
  public let first: Timestamp
  /// The last.
  public let last: Timestamp
}
