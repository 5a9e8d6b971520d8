extension RoleSignatures {
  /// What routers say to each other and to their hosts, and what shows that they forward.
  static let routing: [RoleSignature] = [
    route("ospf", 5, "OSPF", "RFC 2328 section 9.5"),
    route("is_is", 5, "IS-IS", "ISO/IEC 10589"),
    route("eigrp", 5, "EIGRP", "RFC 7868"),
    // Switches of a fabric and servers with containers speak it as well.
    route("bgp", 2, "BGP", "RFC 4271"),
    route("ldp", 4, "LDP", "RFC 5036"),
    route("rsvp", 3, "RSVP", "RFC 2205"),
    route("rip", 4, "RIP", "RFC 2453"),
    route("ripng", 4, "RIPng", "RFC 2080"),
    route("pim", 4, "PIM", "RFC 7761"),
    route("hsrp", 4, "HSRP", "RFC 2281"),
    route("glbp", 5, "GLBP", "Wireshark packet-glbp.c"),
    // Pairs of servers hold a common address this way too.
    route("vrrp", 4, "VRRP", "RFC 5798"),
    route("carp", 3, "CARP", "OpenBSD ip_carp.c"),
    route("bfd", 2, "BFD", "RFC 5880"),
    route("igmp query", 2, "asks for listeners", "RFC 3376 section 4.1"),
    route("mld query", 2, "asks for listeners", "RFC 3810 section 5.1"),
    route("router advertisement", 5, "offers itself as router", "RFC 4861 section 4.2"),
    route("router neighbor", 4, "says that it is a router", "RFC 4861 section 4.4"),
    route("router discovery", 4, "offers itself as router", "RFC 1256"),
    route("redirect", 4, "sends hosts to another router", "RFC 792"),
    // What lies between the two ends is a router, whoever it is.
    route("time exceeded", 3, "drops what was under way too long", "RFC 792"),
    RoleSignature(
      .forwarding, .equal("many"), .router, 5, "forwards packets of many others",
      source: "RFC 1812 section 5.3.1"),
    RoleSignature(
      .forwarding, .equal("some"), .router, 3, "forwards packets of others",
      source: "RFC 1812 section 5.3.1"),
    RoleSignature(
      .forwarding, .equal("addresses"), .router, 4, "many addresses behind one hardware address",
      source: "RFC 1812 section 5.3.1"),
  ]

  private static func route(
    _ text: String, _ weight: Int, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.routing, .equal(text), .router, weight, meaning, source: source)
  }
}
