/// The VLANs in which devices were seen.
public struct ProposedVLANs: Sendable {
  /// Whom it is about.
  public let subject: ProposedSubject
  /// The VLANs, ascending; 0 stands for frames without a tag.
  public let tags: [Tag]

  /// One VLAN.
  public struct Tag: Hashable, Sendable {
    /// Its identifier; 0 stands for frames without a tag.
    public let identifier: UInt16
    /// Devices that sent in it.
    public let devices: Int
    /// Conversations in which they did.
    public let conversations: Int
  }
}
