/// A peer, or a member of a group, as a proposed policy writes it.
public struct ProposedMember: Hashable, Sendable {
  /// A device's name, an address, a network or a DNS name.
  public let text: String
  /// What it is beside that: its addresses, how many of a network's addresses were seen; may be empty.
  public let note: String
  /// Devices that had to do with it; 0 where that was not counted for it alone.
  public let devices: Int
  /// Conversations, and times that payload came after a pause in them; 0 where that was not counted for it
  /// alone.
  public let occurrences: Int
}
