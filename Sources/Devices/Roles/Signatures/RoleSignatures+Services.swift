extension RoleSignatures {
  /// What machines offer to others.
  static let services: [RoleSignature] =
    [
      port(623, .bmc, 2, "virtual media", supermicro),
      port(2200, .bmc, 1, "host console", "OpenBMC interface overview"),
      port(2068, .bmc, 2, "console redirection", "Cisco CIMC guide"),
      port(3900, .bmc, 3, "remote presence", "Lenovo XCC guide"),
      port(5120, .bmc, 2, "virtual media", megaRAC),
      port(5122, .bmc, 2, "virtual media", megaRAC),
      port(5123, .bmc, 2, "virtual media", megaRAC),
      port(5124, .bmc, 2, "virtual media", megaRAC),
      port(5126, .bmc, 2, "virtual media", megaRAC),
      port(5127, .bmc, 2, "virtual media", megaRAC),
      port(5900, .bmc, 1, "console redirection", supermicro),
      port(5901, .bmc, 1, "console redirection", supermicro),
      port(7578, .bmc, 3, "console redirection", megaRAC),
      port(7582, .bmc, 3, "console redirection", megaRAC),
      port(17988, .bmc, 4, "virtual media", "HPE iLO guide"),
      port(17990, .bmc, 4, "remote console", "HPE iLO guide"),
      port(5988, .bmc, 1, "CIM", "DMTF DSP0200"),
      port(5989, .bmc, 1, "CIM", "DMTF DSP0200"),

      port(16992, .host, 3, "management engine of a host", intel),
      port(16993, .host, 3, "management engine of a host", intel),
      port(16994, .host, 3, "management engine of a host", intel),
      port(16995, .host, 3, "management engine of a host", intel),
      port(135, .host, 4, "remote procedure calls of Windows", microsoft),
      port(139, .host, 2, "shares files", microsoft),
      port(445, .host, 3, "shares files", microsoft),
      port(3389, .host, 4, "remote desktop", microsoft),
      port(902, .host, 3, "VMware ESXi", "VMware port list"),
      port(9100, .host, 1, "prints, or exports measurements", names),
      port(10250, .host, 3, "runs containers", "Kubernetes port list"),

      port(25, .server, 2, "mail", names),
      port(49, .server, 3, "TACACS+", names),
      port(53, .server, 3, "DNS", names),
      port(88, .server, 3, "Kerberos", names),
      port(389, .server, 3, "LDAP", names),
      port(636, .server, 3, "LDAP", names),
      port(3268, .server, 3, "global catalog", microsoft),
      port(1433, .server, 2, "a database", names),
      port(2049, .server, 2, "NFS", names),
      port(3128, .server, 2, "a proxy", names),
      port(3306, .server, 2, "a database", names),
      port(5432, .server, 2, "a database", names),
      port(179, .router, 1, "BGP", names),
    ] + protocols

  private static let protocols: [RoleSignature] = [
    answer("dns", .server, 3, "answers DNS", "RFC 1035"),
    answer("dhcp", .server, 4, "assigns addresses", "RFC 2131"),
    answer("dhcpv6", .server, 4, "assigns addresses", "RFC 8415"),
    answer("ntp", .server, 3, "gives the time", "RFC 5905", leastPeers: 2),
    answer("kerberos", .server, 4, "gives tickets", "RFC 4120"),
    answer("ldap", .server, 4, "answers LDAP", "RFC 4511"),
    answer("radius", .server, 4, "answers RADIUS", "RFC 2865"),
    answer("tacacs_plus", .server, 4, "answers TACACS+", "RFC 8907"),
    // The exporter of measurements that is asked for a page; a printer does not speak HTTP there.
    answer(
      "http/9100", .host, 4, "exports measurements of its system", "Prometheus port allocations"),
    answer("http/9100", .nic, 1, "a server, by what watches it", "Prometheus port allocations"),
    collect("syslog", "collects messages", "RFC 5424"),
    collect("sflow", "collects samples", "sFlow version 5"),
    collect("netflow", "collects flows", "RFC 3954"),
    collect("ipfix", "collects flows", "RFC 7011"),
    collect("snmp trap", "collects traps", "RFC 3416"),
    RoleSignature(
      .polls, .any, .server, 4, "watches many others", leastPeers: 5, source: "RFC 3411 section 3"),
  ]

  private static let supermicro = "Supermicro port list"
  private static let megaRAC = "AMI MegaRAC port list"
  private static let intel = "Intel AMT implementation guide"
  private static let microsoft = "Windows port requirements"
  private static let names = "IANA service names"

  private static func port(
    _ number: UInt16, _ role: DeviceRole, _ weight: Int, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.service, .equal("tcp/\(number)"), role, weight, meaning, source: source)
  }

  private static func answer(
    _ text: String, _ role: DeviceRole, _ weight: Int, _ meaning: String, _ source: String,
    leastPeers: Int = 1
  ) -> RoleSignature {
    RoleSignature(
      .answers, .equal(text), role, weight, meaning, leastPeers: leastPeers, source: source)
  }

  private static func collect(
    _ text: String, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.collects, .equal(text), .server, 3, meaning, leastPeers: 2, source: source)
  }
}
