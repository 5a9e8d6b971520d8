import Packets

/// The shipped profiles. One line a service; sources are the IANA service name and port registries,
/// the interface overview of OpenBMC, and the vendors' port lists for management controllers.
///
/// ICMP is in both profiles as a whole: both sides of a network need its errors, its echoes are how
/// controllers and switches watch a gateway, and IPv6 does not work without it. What is hidden in
/// ICMP shows in its contents, not in that it is spoken. Left out on purpose are logins and file
/// copies that a device starts itself (SSH, Telnet, FTP): an operator who uses them says so.
extension RoleProfile {
  /// What a baseboard management controller starts.
  static let controllerServices: [UsualService] = [
    port(.udp, 53, "dns", "finds its servers by name and registers its own"),
    port(.tcp, 53, "dns", "DNS answers that do not fit into a datagram, and updates"),
    port(.udp, 67, "dhcp", "gets and renews its address"),
    port(.udp, 547, "dhcpv6", "gets and renews its IPv6 address"),
    port(.udp, 69, "tftp", "fetches firmware and configuration files"),
    port(.udp, 123, "ntp", "sets its clock"),
    port(.udp, 162, "snmp-trap", "platform event traps to the monitoring"),
    port(.udp, 514, "syslog", "forwards its event log"),
    port(.tcp, 514, "syslog", "forwards its event log over a connection"),
    port(.tcp, 6514, "syslog-tls", "forwards its event log encrypted"),
    port(.tcp, 25, "smtp", "alerts by mail"),
    port(.tcp, 465, "smtps", "alerts by mail, encrypted from the start"),
    port(.tcp, 587, "submission", "alerts by mail, with a login"),
    port(.tcp, 88, "kerberos", "logins against the directory"),
    port(.udp, 88, "kerberos", "logins against the directory"),
    port(.tcp, 389, "ldap", "logins against the directory"),
    port(.tcp, 636, "ldaps", "logins against the directory, encrypted"),
    port(.tcp, 3268...3269, "global-catalog", "logins against the directory's catalogue"),
    port(.udp, 1812...1813, "radius", "logins and their accounting"),
    port(.tcp, 443, "https", "event subscriptions, firmware and virtual media from a web server"),
    port(.tcp, 80, "http", "firmware and virtual media from a web server"),
    port(.tcp, 445, "smb", "virtual media and firmware from a file share"),
    port(.udp, 137, "netbios-ns", "finds a file share by name"),
    port(.tcp, 2049, "nfs", "virtual media and firmware from a file server"),
    port(.udp, 2049, "nfs", "virtual media and firmware from a file server, NFS 3"),
    port(.tcp, 111, "portmap", "finds the services of an NFS 3 server"),
    port(.udp, 111, "portmap", "finds the services of an NFS 3 server"),
    port(.tcp, 7906, "support-data", "support data to a local collecting server"),
    port(.tcp, 5333, "health-agent", "health data to a local monitoring agent"),
    port(.udp, 427, "slp", "service location, asked and announced"),
    port(.udp, 1900, "ssdp", "announces its Redfish service"),
    port(.udp, 3702, "ws-discovery", "announces its management service"),
    port(.udp, 5353, "mdns", "announces its services"),
    port(.udp, 5355, "llmnr", "finds neighbours by name"),
    whole(.icmp, "icmp", "errors, answers, and the watch on its gateway"),
    whole(.icmpv6, "icmpv6", "neighbour discovery, errors and answers"),
    whole(2, "igmp", "joins the groups of its announcements"),
  ]

  /// What a switch or router starts for itself.
  static let forwarderServices: [UsualService] = [
    port(.udp, 514, "syslog", "sends its log"),
    port(.tcp, 514, "syslog", "sends its log over a connection"),
    port(.tcp, 6514, "syslog-tls", "sends its log encrypted"),
    port(.udp, 162, "snmp-trap", "traps and informs to the monitoring"),
    port(.udp, 123, "ntp", "sets its clock"),
    port(.udp, 319...320, "ptp", "precise time for and from its neighbours"),
    port(.udp, 53, "dns", "finds its servers by name"),
    port(.tcp, 53, "dns", "DNS answers that do not fit into a datagram"),
    port(.tcp, 49, "tacacs+", "logins, and what was typed in them"),
    port(.udp, 1812...1813, "radius", "logins and port authentication"),
    port(.udp, 1645...1646, "radius", "logins and port authentication, old ports"),
    port(.tcp, 2083, "radsec", "logins and port authentication, encrypted"),
    port(.tcp, 389, "ldap", "logins against the directory"),
    port(.tcp, 636, "ldaps", "logins against the directory, encrypted"),
    port(.udp, 67...68, "dhcp", "gets its own address, and relays for its clients"),
    port(.udp, 546...547, "dhcpv6", "gets its own IPv6 address, and relays for its clients"),
    port(.udp, 69, "tftp", "fetches its system and configuration when it is installed"),
    port(.tcp, 443, "https", "fetches its system and configuration when it is installed"),
    port(.tcp, 80, "http", "fetches its system and configuration when it is installed"),
    port(.tcp, 25, "smtp", "alerts by mail"),
    port(.udp, 6343, "sflow", "samples of the traffic to the collector"),
    port(.udp, 2055, "netflow", "flow records to the collector"),
    port(.udp, 9995...9996, "netflow", "flow records to the collector"),
    port(.udp, 4739, "ipfix", "flow records to the collector"),
    port(.tcp, 4739, "ipfix", "flow records to the collector over a connection"),
    port(.sctp, 4739, "ipfix", "flow records to the collector over SCTP"),
    port(.tcp, 57400, "grpc-telemetry", "counters streamed to the collector"),
    port(.tcp, 50051, "grpc-telemetry", "counters streamed to the collector"),
    port(.tcp, 9910, "telemetry", "state streamed to a local management server"),
    port(.tcp, 179, "bgp", "routes to and from its neighbours"),
    port(.tcp, 646, "ldp", "label distribution sessions"),
    port(.udp, 646, "ldp", "finds neighbours for label distribution"),
    port(.tcp, 639, "msdp", "multicast sources of other domains"),
    port(.udp, 520, "rip", "routes to and from its neighbours"),
    port(.udp, 521, "ripng", "IPv6 routes to and from its neighbours"),
    port(.udp, 1985, "hsrp", "which router is the gateway"),
    port(.udp, 2029, "hsrp", "which router is the IPv6 gateway"),
    port(.udp, 3222, "glbp", "which routers are the gateway"),
    port(.udp, 3784...3785, "bfd", "whether a neighbour is alive"),
    port(.udp, 4784, "bfd", "whether a neighbour some hops away is alive"),
    port(.udp, 4789, "vxlan", "its clients' frames to the other ends of an overlay"),
    port(.udp, 5353, "mdns", "announces its services"),
    port(.udp, 1900, "ssdp", "announces its services"),
    whole(.icmp, "icmp", "errors about what it forwards, and the watch on its neighbours"),
    whole(.icmpv6, "icmpv6", "neighbour discovery, errors about what it forwards"),
    whole(2, "igmp", "asks which groups are wanted"),
    whole(46, "rsvp", "reserves paths"),
    whole(88, "eigrp", "routes to and from its neighbours"),
    whole(89, "ospf", "routes to and from its neighbours"),
    whole(103, "pim", "multicast trees"),
    whole(112, "vrrp", "which router is the gateway"),
  ]

  private static func port(
    _ transport: IPProtocol, _ port: UInt16, _ name: String, _ reason: String
  ) -> UsualService {
    UsualService(transport: transport, ports: port...port, name: name, reason: reason)
  }

  private static func port(
    _ transport: IPProtocol, _ ports: ClosedRange<UInt16>, _ name: String, _ reason: String
  ) -> UsualService {
    UsualService(transport: transport, ports: ports, name: name, reason: reason)
  }

  private static func whole(
    _ transport: IPProtocol, _ name: String, _ reason: String
  ) -> UsualService {
    UsualService(transport: transport, ports: nil, name: name, reason: reason)
  }

  private static func whole(_ number: UInt8, _ name: String, _ reason: String) -> UsualService {
    whole(IPProtocol(rawValue: number), name, reason)
  }
}
