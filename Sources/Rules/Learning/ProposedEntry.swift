public import Capture
public import Devices
public import Packets

/// An entry of `expected` in a proposed policy, and the counts behind it.
public struct ProposedEntry: Sendable {
  /// Whom it is about.
  public var subject: ProposedSubject
  /// Whether it is proposed as expected.
  public var standing: ProposedStanding
  /// Which end starts.
  public var direction: ExpectedDirection
  /// What IP carries.
  public var transport: IPProtocol
  /// The ports of the service; empty where the transport has none.
  public var ports: [ClosedRange<UInt16>]
  /// How many ports were seen.
  public var portCount: Int
  /// What the conversations spoke beyond doubt, with their numbers, the most frequent first.
  public var protocols: [(name: String, count: Int)]
  /// Whether those are all that they spoke, as far as it was recognised.
  public var namesAllProtocols: Bool
  /// The peers.
  public var peers: [ProposedMember]
  /// The group that stands for the peers, where several entries have the same.
  public var group: String?
  /// Twice the most that was seen; `nil` where too little was seen to say.
  public var pace: Pace?
  /// The most that one device and one peer did in the time that `pace` is for.
  public var busiest: Int
  /// Devices that did it.
  public var deviceCount: Int
  /// Addresses of peers that were seen.
  public var addressCount: Int
  /// Pairs of a device and a peer's address that were seen.
  public var pairCount: Int
  /// Conversations.
  public var conversations: Int
  /// Times that payload came after a pause in them.
  public var beats: Int
  /// Of the conversations those in which the responder said nothing, or only refused.
  public var unanswered: Int
  /// The most hours of the clock in which one pair did it.
  public var hours: Int
  /// The first.
  public var first: Timestamp
  /// The last.
  public var last: Timestamp
}
