/// What a frame's first byte belongs to, by its LINKTYPE_ number in capture files (tcpdump.org/linktypes.html).
public struct LinkType: RawRepresentable, Hashable, Sendable {
  /// The LINKTYPE_ number as it stands in a file.
  public let rawValue: UInt16

  /// A link type by number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// LINKTYPE_NULL: four bytes of address family in the capturing machine's byte order.
  public static let null = LinkType(rawValue: 0)
  /// LINKTYPE_ETHERNET.
  public static let ethernet = LinkType(rawValue: 1)
}
