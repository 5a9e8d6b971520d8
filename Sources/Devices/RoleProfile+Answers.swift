import Packets

/// What devices answer: the services that they offer.
///
/// Controllers: the vendors' port sheets (Supermicro, Dell iDRAC, HPE iLO, Lenovo XCC, AMI MegaRAC, Cisco
/// CIMC, Intel AMT) and the interface overview of OpenBMC; ASF, DSP0136. Switches and routers: IANA
/// registrations (NETCONF RFC 6242, gNMI port 9339, RADIUS changes of authorization RFC 5176). Left out on
/// purpose is what no manager needs and intruders used: UPnP of old controllers on TCP 49152, Smart
/// Install on TCP 4786, high ports without a vendor's explanation.
extension RoleProfile {
  /// Who works with a device by hand.
  private static let people = ["admins"]
  /// Who works with it by hand or by program.
  private static let managers = ["admins", "management"]
  /// Who asks for its state.
  private static let monitors = ["management", "admins"]

  /// What a baseboard management controller answers.
  static let controllerAnswers: [UsualService] = [
    answer(
      .udp, 623, "ipmi", ["rmcp", "ipmi"], for: managers,
      "sensors, power and consoles, by IPMI and ASF"),
    answer(.udp, 664, "secure-asf", [], for: managers, "the same with ASF's own security"),
    answer(.tcp, 443, "https", ["tls"], for: managers, "its web pages and Redfish"),
    answer(
      .tcp, 80, "http", ["http"], for: managers,
      "its web pages, mostly to point to the encrypted ones"),
    answer(.tcp, 22, "ssh", ["ssh"], for: people, "its command line"),
    answer(.tcp, 2200, "ssh-console", ["ssh"], for: people, "the console of its server, OpenBMC"),
    answer(.udp, 161, "snmp", ["snmp"], for: monitors, "sensors, by SNMP"),
    answer(
      .tcp, 5900...5901, "kvm", ["rfb", "tls"], for: people,
      "screen, keyboard and media: Dell, Supermicro"),
    answer(.tcp, 623, "virtual-media", [], for: people, "virtual media, Supermicro"),
    answer(.tcp, 5120, "virtual-media", [], for: people, "virtual CD: AMI, Supermicro"),
    answer(.tcp, 5122...5124, "virtual-media", [], for: people, "virtual media, AMI"),
    answer(.tcp, 5126...5127, "virtual-media", [], for: people, "virtual media, AMI"),
    answer(.tcp, 7578, "kvm", [], for: people, "screen and keyboard, AMI"),
    answer(.tcp, 7582, "kvm", [], for: people, "screen and keyboard encrypted, AMI"),
    answer(.tcp, 17988, "virtual-media", [], for: people, "virtual media, HPE"),
    answer(.tcp, 17990, "kvm", [], for: people, "screen and keyboard, HPE"),
    answer(.tcp, 3900, "kvm", [], for: people, "screen, keyboard and media, Lenovo"),
    answer(.tcp, 6990, "file-transfer", ["ssh"], for: managers, "firmware files, Lenovo"),
    answer(.tcp, 2068, "kvm", [], for: people, "screen and keyboard, Cisco"),
    answer(.tcp, 5985, "ws-man", ["http"], for: managers, "WS-Management"),
    answer(.tcp, 8889, "ws-man", ["http", "tls"], for: managers, "WS-Management, Supermicro"),
    answer(.tcp, 5988, "cim", ["http"], for: managers, "its inventory, by CIM"),
    answer(.tcp, 5989, "cim", ["tls"], for: managers, "its inventory, by CIM and encrypted"),
    answer(.tcp, 16992, "amt", ["http"], for: managers, "web pages and WS-Management of Intel AMT"),
    answer(.tcp, 16993, "amt", ["tls"], for: managers, "the same encrypted"),
    answer(
      .tcp, 16994, "amt-redirection", ["intel_amt_redirection"], for: people,
      "console and media of Intel AMT"),
    answer(.tcp, 16995, "amt-redirection", ["tls"], for: people, "the same encrypted"),
    answer(.udp, 68, "dhcp", ["dhcp"], "the server's answers and its wish for a renewal, RFC 3203"),
    answer(.udp, 546, "dhcpv6", ["dhcpv6"], "the server's answers and its wish for a renewal"),
    answer(.udp, 427, "slp", ["slp"], "which services it has"),
    answer(.udp, 1900, "ssdp", ["ssdp"], "where its Redfish service is"),
    answer(.udp, 3702, "ws-discovery", ["ws_discovery"], "where its management service is"),
    answer(.udp, 5353, "mdns", ["mdns"], "which services it has"),
    answer(.udp, 5355, "llmnr", ["llmnr"], "what its address is"),
  ]

  /// What a switch or router answers.
  static let forwarderAnswers: [UsualService] = [
    answer(.tcp, 22, "ssh", ["ssh"], for: managers, "its command line"),
    answer(.tcp, 23, "telnet", ["telnet"], for: people, "its command line, not encrypted"),
    answer(.tcp, 443, "https", ["tls"], for: managers, "its web pages, RESTCONF and the like"),
    answer(
      .tcp, 80, "http", ["http"], for: managers,
      "its web pages, mostly to point to the encrypted ones"),
    answer(.udp, 161, "snmp", ["snmp"], for: monitors, "counters and state, by SNMP"),
    answer(.tcp, 830, "netconf", ["ssh"], for: managers, "its configuration, by NETCONF"),
    answer(.tcp, 9339, "gnmi", ["tls", "http2"], for: monitors, "counters and state, by gNMI"),
    answer(.tcp, 6030, "gnmi", ["tls", "http2"], for: monitors, "the same, Arista"),
    answer(
      .tcp, 50051, "gnmi", ["tls", "http2"], for: monitors,
      "the same, by the port of gRPC's examples"),
    answer(.tcp, 57400, "gnmi", ["tls", "http2"], for: monitors, "the same: Cisco, Nokia"),
    answer(.udp, 123, "ntp", ["ntp"], "the time, for the network behind it"),
    answer(.udp, 53, "dns", ["dns"], "names, for the network behind it"),
    answer(.tcp, 53, "dns", ["dns"], "names that do not fit into a datagram"),
    answer(.udp, 3799, "radius", ["radius"], "changes of what a port may do"),
    answer(.udp, 5353, "mdns", ["mdns"], "which services it has"),
    answer(.udp, 1900, "ssdp", ["ssdp"], "which services it has"),
  ]
}
