/// What sort of observation speaks for a role.
///
/// The raw value is what output calls it; the order is that of the families below, and of output where
/// weights are equal.
public enum RoleEvidenceKind: String, CaseIterable, Sendable {
  // Remote management.
  /// An answer in ASF on RMCP, by the name of the message.
  case rmcp
  /// An answer in IPMI, by the name of the command or of the payload.
  case ipmi
  /// A command or an answer between a management controller and its network card, by its name.
  case sideband = "nc_si"
  /// A session of Intel's Active Management Technology, by what is sent.
  case activeManagement = "amt"

  // Assignment of addresses.
  /// DHCP option 60 of a client.
  case vendorClass = "dhcp_vendor_class"
  /// DHCP option 55 of a client: the options that it asks for, in its order.
  case parameterRequests = "dhcp_parameters"
  /// A name that the machine gives itself.
  case hostName = "host_name"

  // Discovery of services.
  /// What a machine announces or answers over SSDP.
  case ssdp
  /// A service or a name that a machine announces over multicast DNS.
  case multicastDNS = "mdns"
  /// What a machine says over the Service Location Protocol.
  case serviceLocation = "slp"
  /// What a machine announces over WS-Discovery.
  case webServicesDiscovery = "ws_discovery"
  /// What a machine says in NetBIOS or LLMNR.
  case localNames = "local_names"

  // What a service says of itself.
  /// Subject or issuer of the certificate that a TLS server shows.
  case certificate
  /// The `Server` of an answer in HTTP or SSDP, or the realm that it wants credentials for.
  case webServer = "http_server"
  /// The software of an SSH server.
  case secureShell = "ssh_server"
  /// The version of a remote framebuffer server.
  case framebuffer = "rfb_server"
  /// The greeting of a server of FTP, SMTP or Telnet.
  case greeting
  /// What an SNMP agent says of its system, or the enterprise of its trap.
  case managementAgent = "snmp_agent"

  // Neighbours.
  /// The capabilities that a neighbour has switched on, by LLDP, CDP or FDP.
  case capabilities
  /// What a neighbour says it is, by LLDP, CDP, EDP or FDP.
  case platform
  /// What the firmware of a network card says in LLDP.
  case cardFirmware = "nic_firmware"
  /// A protocol that only bridges speak to their neighbours.
  case bridging
  /// A protocol that routers speak among themselves, or by which they offer themselves.
  case routing
  /// Packets of other machines that come from this one's hardware address.
  case forwarding

  // What is offered and asked for.
  /// A TCP port that accepts connections.
  case service
  /// Answers to others in a protocol of the network's own services.
  case answers
  /// What several others send to this machine unasked.
  case collects
  /// Of how many others this machine asks the same.
  case polls
  /// The software of an HTTP client.
  case userAgent = "user_agent"
  /// A name that only certain systems ask for.
  case asksFor = "asks_for"

  // Hardware.
  /// The maker of the network interface.
  case maker = "oui"
  /// A hardware address that a standard sets apart.
  case reservedAddress = "reserved_mac"

  /// Whether what it shows lies in the open to be copied by all of one maker's machines, so that alone it
  /// does not make a device worth keeping.
  var isHardware: Bool { self == .maker || self == .reservedAddress }
}
