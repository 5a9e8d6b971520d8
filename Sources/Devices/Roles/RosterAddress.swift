public import Capture
public import Packets

/// An IP address under which a neighbour was heard.
public struct RosterAddress: Hashable, Sendable {
  /// The address.
  public let address: IPAddress
  /// How sure it is that it is the neighbour's own.
  public internal(set) var claim: Claim
  /// Packets that it was seen in.
  public internal(set) var count: UInt64
  /// When it was seen last.
  public internal(set) var last: Timestamp

  /// How an address was seen.
  public enum Claim: UInt8, Comparable, Sendable {
    /// As the destination of frames to the neighbour.
    case addressed
    /// As the source of packets that no router has passed on, by their TTL.
    case heard
    /// As the source of packets that no router passes on, or claimed in ARP or neighbor discovery.
    case claimed

    /// Weaker before stronger.
    public static func < (left: Claim, right: Claim) -> Bool { left.rawValue < right.rawValue }
  }
}
