public import Packets

/// A message with what is known of its way, for whoever draws conclusions from it.
public struct RoleMessage: Sendable {
  /// The message.
  public let message: Message
  /// The packet that carried it or completed it.
  public let packet: Packet
  /// Whether whoever started the conversation sent it; `false` of what has no conversation.
  public let fromInitiator: Bool

  /// A message on its way.
  public init(_ message: Message, in packet: Packet, fromInitiator: Bool) {
    self.message = message
    self.packet = packet
    self.fromInitiator = fromInitiator
  }

  var fields: Fields { message.fields }

  func text(_ name: String) -> String? {
    guard let text = fields[name]?.text, !text.isEmpty else { return nil }
    return text
  }

  func flag(_ name: String) -> Bool? {
    if case .flag(let flag) = fields[name] { flag } else { nil }
  }

  func number(_ name: String) -> UInt64? { fields[name]?.number }

  /// The words of a list of texts, with commas.
  func words(_ name: String) -> String {
    (fields[name]?.values ?? []).compactMap(\.text).joined(separator: ",")
  }

  /// What it shows, in the order in which it is said.
  public var statements: [RoleStatement] {
    switch message.name.rawValue {
    case "rmcp", "ipmi", "nc_si", "intel_amt_redirection": managementStatements
    case "dhcp", "dhcpv6": assignmentStatements
    case "ssdp", "mdns", "slp", "ws_discovery", "nbns", "llmnr": discoveryStatements
    case "tls", "http", "ssh", "rfb", "ftp", "smtp", "telnet", "snmp": bannerStatements
    case "lldp", "cdp", "fdp", "edp": neighborStatements
    case "stp", "pvst_plus", "vtp", "dtp", "udld", "pagp", "link_oam", "lacp", "ctp", "eapol":
      bridgeStatements
    case "ospf", "eigrp", "bgp", "rip", "ripng", "pim", "hsrp", "glbp", "vrrp", "carp", "bfd",
      "igmp", "icmp", "icmpv6":
      routingStatements
    case "dns", "ntp", "kerberos", "ldap", "radius", "tacacs_plus", "syslog", "sflow", "netflow",
      "ipfix":
      serviceStatements
    default: []
    }
  }
}
