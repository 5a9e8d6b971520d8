import Packets

/// What devices start themselves. One line a service; sources are the IANA service name and port
/// registries, the interface overview of OpenBMC, and the vendors' port lists for management controllers.
///
/// ICMP is in both profiles as a whole: both sides of a network need its errors, its echoes are how
/// controllers and switches watch a gateway, and IPv6 does not work without it. What is hidden in
/// ICMP shows in its contents, not in that it is spoken. Left out on purpose are logins and file
/// copies that a device starts itself (SSH, Telnet, FTP): an operator who uses them says so.
///
/// Paces stand where a standard or the implementations set one, and are generous: time every 8 s, half of
/// what the shortest poll of NTP allows (RFC 5905 section 7.2: 16 s; systemd-timesyncd 32 s); names
/// every 6 s, where what controllers ask for lives minutes to days; support data once a minute, where
/// the vendors' schedules have hours to weeks. Logs, traps, logins and telemetry come as things happen.
extension RoleProfile {
  /// What a baseboard management controller starts.
  static let controllerServices: [UsualService] = [
    out(
      .udp, 53, "dns", ["dns"], in: "dns", at: "600/1h",
      "finds its servers by name and registers its own"),
    out(
      .tcp, 53, "dns", ["dns"], in: "dns", at: "600/1h",
      "DNS answers that do not fit into a datagram, and updates"),
    out(.udp, 67, "dhcp", ["dhcp"], "gets and renews its address"),
    out(.udp, 547, "dhcpv6", ["dhcpv6"], "gets and renews its IPv6 address"),
    out(.udp, 69, "tftp", ["tftp"], "fetches firmware and configuration files"),
    out(.udp, 123, "ntp", ["ntp"], in: "ntp", at: "450/1h", "sets its clock"),
    out(
      .udp, 162, "snmp-trap", ["snmp"], in: "management", "platform event traps to the monitoring"),
    out(.udp, 514, "syslog", ["syslog"], in: "syslog", "forwards its event log"),
    out(
      .tcp, 514, "syslog", ["syslog", "tls"], in: "syslog",
      "forwards its event log over a connection"),
    out(.tcp, 6514, "syslog-tls", ["tls"], in: "syslog", "forwards its event log encrypted"),
    out(.tcp, 25, "smtp", ["smtp"], "alerts by mail"),
    out(.tcp, 465, "smtps", ["tls"], "alerts by mail, encrypted from the start"),
    out(.tcp, 587, "submission", ["smtp"], "alerts by mail, with a login"),
    out(.tcp, 88, "kerberos", ["kerberos"], "logins against the directory"),
    out(.udp, 88, "kerberos", ["kerberos"], "logins against the directory"),
    out(.tcp, 389, "ldap", ["ldap"], "logins against the directory"),
    out(.tcp, 636, "ldaps", ["tls"], "logins against the directory, encrypted"),
    out(
      .tcp, 3268...3269, "global-catalog", ["ldap", "tls"],
      "logins against the directory's catalogue"),
    out(.udp, 1812...1813, "radius", ["radius"], "logins and their accounting"),
    out(
      .tcp, 443, "https", ["tls"],
      "event subscriptions, firmware and virtual media from a web server"),
    out(.tcp, 80, "http", ["http", "http2"], "firmware and virtual media from a web server"),
    out(.tcp, 445, "smb", [], "virtual media and firmware from a file share"),
    out(.udp, 137, "netbios-ns", ["nbns"], "finds a file share by name"),
    out(.tcp, 2049, "nfs", [], "virtual media and firmware from a file server"),
    out(.udp, 2049, "nfs", [], "virtual media and firmware from a file server, NFS 3"),
    out(.tcp, 111, "portmap", [], "finds the services of an NFS 3 server"),
    out(.udp, 111, "portmap", [], "finds the services of an NFS 3 server"),
    out(
      .tcp, 7906, "support-data", [], in: "call-home", at: "60/1h",
      "support data to a local collecting server"),
    out(
      .tcp, 5333, "health-agent", [], in: "management", "health data to a local monitoring agent"),
    out(.udp, 427, "slp", ["slp"], "service location, asked and announced"),
    out(.udp, 1900, "ssdp", ["ssdp"], "announces its Redfish service"),
    out(.udp, 3702, "ws-discovery", ["ws_discovery"], "announces its management service"),
    out(.udp, 5353, "mdns", ["mdns"], "announces its services"),
    out(.udp, 5355, "llmnr", ["llmnr"], "finds neighbours by name"),
    whole(.icmp, "icmp", "errors, answers, and the watch on its gateway"),
    whole(.icmpv6, "icmpv6", "neighbour discovery, errors and answers"),
    whole(2, "igmp", "joins the groups of its announcements"),
  ]

  /// What a switch or router starts for itself, and what it and its neighbours say to each other.
  static let forwarderServices: [UsualService] = [
    out(.udp, 514, "syslog", ["syslog"], in: "syslog", "sends its log"),
    out(.tcp, 514, "syslog", ["syslog", "tls"], in: "syslog", "sends its log over a connection"),
    out(.tcp, 6514, "syslog-tls", ["tls"], in: "syslog", "sends its log encrypted"),
    out(.udp, 162, "snmp-trap", ["snmp"], in: "management", "traps and informs to the monitoring"),
    out(.udp, 123, "ntp", ["ntp"], in: "ntp", at: "450/1h", "sets its clock"),
    both(.udp, 319...320, "ptp", ["ptp"], "precise time for and from its neighbours"),
    out(.udp, 53, "dns", ["dns"], in: "dns", at: "600/1h", "finds its servers by name"),
    out(
      .tcp, 53, "dns", ["dns"], in: "dns", at: "600/1h",
      "DNS answers that do not fit into a datagram"),
    out(.tcp, 49, "tacacs+", ["tacacs_plus"], "logins, and what was typed in them"),
    out(.udp, 1812...1813, "radius", ["radius"], "logins and port authentication"),
    out(.udp, 1645...1646, "radius", ["radius"], "logins and port authentication, old ports"),
    out(.tcp, 2083, "radsec", ["tls"], "logins and port authentication, encrypted"),
    out(.tcp, 389, "ldap", ["ldap"], "logins against the directory"),
    out(.tcp, 636, "ldaps", ["tls"], "logins against the directory, encrypted"),
    both(.udp, 67...68, "dhcp", ["dhcp"], "gets its own address, and relays for its clients"),
    both(
      .udp, 546...547, "dhcpv6", ["dhcpv6"], "gets its own IPv6 address, and relays for its clients"
    ),
    out(.udp, 69, "tftp", ["tftp"], "fetches its system and configuration when it is installed"),
    out(.tcp, 443, "https", ["tls"], "fetches its system and configuration when it is installed"),
    out(
      .tcp, 80, "http", ["http", "http2"],
      "fetches its system and configuration when it is installed"),
    out(.tcp, 25, "smtp", ["smtp"], "alerts by mail"),
    out(
      .udp, 6343, "sflow", ["sflow"], in: "management", "samples of the traffic to the collector"),
    out(
      .udp, 2055, "netflow", ["netflow", "ipfix"], in: "management", "flow records to the collector"
    ),
    out(
      .udp, 9995...9996, "netflow", ["netflow", "ipfix"], in: "management",
      "flow records to the collector"),
    out(
      .udp, 4739, "ipfix", ["ipfix", "netflow"], in: "management", "flow records to the collector"),
    out(
      .tcp, 4739, "ipfix", ["ipfix", "tls"], in: "management",
      "flow records to the collector over a connection"),
    out(.sctp, 4739, "ipfix", [], in: "management", "flow records to the collector over SCTP"),
    out(
      .tcp, 57400, "grpc-telemetry", ["tls", "http2"], in: "management",
      "counters streamed to the collector"),
    out(
      .tcp, 50051, "grpc-telemetry", ["tls", "http2"], in: "management",
      "counters streamed to the collector"),
    out(
      .tcp, 9910, "telemetry", ["tls", "http2"], in: "management",
      "state streamed to a local management server"),
    both(.tcp, 179, "bgp", ["bgp"], "routes to and from its neighbours"),
    both(.tcp, 646, "ldp", [], "label distribution sessions"),
    both(.udp, 646, "ldp", [], "finds neighbours for label distribution"),
    both(.tcp, 639, "msdp", [], "multicast sources of other domains"),
    both(.udp, 520, "rip", ["rip"], "routes to and from its neighbours"),
    both(.udp, 521, "ripng", ["ripng"], "IPv6 routes to and from its neighbours"),
    both(.udp, 1985, "hsrp", ["hsrp"], "which router is the gateway"),
    both(.udp, 2029, "hsrp", ["hsrp"], "which router is the IPv6 gateway"),
    both(.udp, 3222, "glbp", ["glbp"], "which routers are the gateway"),
    both(.udp, 3784...3785, "bfd", ["bfd"], "whether a neighbour is alive"),
    both(.udp, 4784, "bfd", ["bfd"], "whether a neighbour some hops away is alive"),
    both(
      .udp, 4789, "vxlan", ["vxlan"], "its clients' frames to and from the other ends of an overlay"
    ),
    out(.udp, 5353, "mdns", ["mdns"], "announces its services"),
    out(.udp, 1900, "ssdp", ["ssdp"], "announces its services"),
    whole(.icmp, "icmp", "errors about what it forwards, and the watch on its neighbours"),
    whole(.icmpv6, "icmpv6", "neighbour discovery, errors about what it forwards"),
    whole(2, "igmp", "asks which groups are wanted"),
    whole(46, "rsvp", "reserves paths"),
    whole(88, "eigrp", "routes to and from its neighbours"),
    whole(89, "ospf", "routes to and from its neighbours"),
    whole(103, "pim", "multicast trees"),
    whole(112, "vrrp", "which router is the gateway"),
  ]
}
