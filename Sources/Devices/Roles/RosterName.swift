public import Packets

/// What a machine calls itself.
public struct RosterName: Hashable, Sendable {
  /// The name.
  public let text: String
  /// The protocol that it stood in.
  public let protocolName: ProtocolName
  /// The IP address under which it was said; `.zero` below IP.
  public let address: IPAddress

  /// Protocols whose names are those that operators give, most trusted first.
  private static let order: [ProtocolName] = [
    "lldp", "cdp", "fdp", "edp", "snmp", "dhcp", "dhcpv6", "mdns", "nbns",
  ]

  /// How far behind in trust it is.
  var place: Int { Self.order.firstIndex(of: protocolName) ?? Self.order.count }
}
