extension RoleSignatures {
  /// What machines tell the other end of their cable.
  static let neighbors: [RoleSignature] = capabilities + platforms + bridges

  /// Texts are the names of the bits that are set, after the protocol's name.
  private static let capabilities: [RoleSignature] = {
    let lldp = "IEEE 802.1AB-2016 section 8.5.8"
    let cdp = "Wireshark packet-cdp.c"
    return [
      // A switch that routes also; a server with virtual machines says the same, and says its system too.
      RoleSignature(
        .capabilities, .all(["lldp", "mac_bridge"]), .switch, 6, "bridges", source: lldp),
      RoleSignature(.capabilities, .all(["lldp", "c_vlan"]), .switch, 6, "bridges", source: lldp),
      RoleSignature(
        .capabilities, .all(["lldp", "mac_bridge", "router"]), .router, 2, "routes also",
        source: lldp),
      RoleSignature(.capabilities, .all(["lldp", "router"]), .router, 5, "routes", source: lldp),
      RoleSignature(
        .capabilities, .all(["lldp", "station_only"]), .host, 4, "is an end station", source: lldp),
      RoleSignature(
        .capabilities, .all(["lldp", "telephone"]), .host, 5, "is a telephone", source: lldp),
      RoleSignature(
        .capabilities, .all(["lldp", "wlan_access_point"]), .host, 3, "is an access point",
        source: lldp),
      // Branch routers with a switch module and switches that route say the same: the platform decides.
      RoleSignature(
        .capabilities, .all(["cdp", "router", "switch"]), .switch, 3, "switches and routes",
        source: cdp),
      RoleSignature(
        .capabilities, .all(["cdp", "router", "switch"]), .router, 3, "switches and routes",
        source: cdp),
      RoleSignature(
        .capabilities, .all(["cdp", "switch", "host"]), .switch, 3, "switches, as a host",
        source: cdp),
      RoleSignature(.capabilities, .all(["cdp", "switch"]), .switch, 6, "switches", source: cdp),
      RoleSignature(
        .capabilities, .all(["cdp", "transparent_bridge"]), .switch, 4, "bridges", source: cdp),
      RoleSignature(.capabilities, .all(["cdp", "router"]), .router, 6, "routes", source: cdp),
      RoleSignature(
        .capabilities, .all(["cdp", "voip_phone"]), .host, 5, "is a telephone", source: cdp),
      RoleSignature(.capabilities, .all(["cdp", "host"]), .host, 4, "is a host", source: cdp),
    ]
  }()

  private static let platforms: [RoleSignature] = {
    let names = "the makers' product names"
    let lldpd = "lldpd, system description from uname"
    return [
      platform(.contains("idrac"), .bmc, 6, "Dell iDRAC", names),
      platform(.contains("openbmc"), .bmc, 6, "OpenBMC", names),
      platform(.contains("management controller"), .bmc, 5, "says so", names),
      platform(.contains("cumulus"), .switch, 6, "Cumulus Linux", names),
      platform(.contains("sonic"), .switch, 6, "SONiC", names),
      platform(.contains("ws-c"), .switch, 6, "Cisco Catalyst", names),
      platform(.contains("catalyst"), .switch, 6, "Cisco Catalyst", names),
      platform(.contains("nexus"), .switch, 6, "Cisco Nexus", names),
      platform(.contains("nx-os"), .switch, 6, "Cisco Nexus", names),
      platform(.contains("n9k-"), .switch, 6, "Cisco Nexus", names),
      platform(.contains("arista networks eos"), .switch, 6, "Arista EOS", names),
      platform(.contains("procurve"), .switch, 6, "ProCurve", names),
      platform(.contains("aruba jl"), .switch, 6, "Aruba", names),
      platform(.contains("extremexos"), .switch, 6, "ExtremeXOS", names),
      platform(.contains("extremeware"), .switch, 6, "ExtremeWare", names),
      platform(.contains("summit"), .switch, 5, "Extreme Summit", names),
      platform(.contains(" switch"), .switch, 5, "says that it is a switch", names),
      platform(.contains("ex-series"), .switch, 5, "Juniper EX", names),
      platform(.contains("qfx"), .switch, 5, "Juniper QFX", names),
      platform(.prefix("cisco 1"), .router, 4, "a Cisco router", names),
      platform(.prefix("cisco 2"), .router, 4, "a Cisco router", names),
      platform(.prefix("cisco 3"), .router, 4, "a Cisco router", names),
      platform(.prefix("cisco 7"), .router, 4, "a Cisco router", names),
      platform(.prefix("cisco asr"), .router, 5, "a Cisco router", names),
      platform(.prefix("cisco isr"), .router, 5, "a Cisco router", names),
      platform(.prefix("cisco csr"), .router, 5, "a Cisco router", names),
      platform(.contains("mikrotik"), .router, 4, "MikroTik", names),
      platform(.contains("vyos"), .router, 5, "VyOS", names),
      platform(.contains("ip phone"), .host, 6, "a telephone", names),
      platform(.contains("vmware esx"), .host, 8, "VMware ESXi", names),
      platform(.contains("windows"), .host, 8, "Windows", names),
      // More than the bridge that virtual machines are behind.
      platform(.contains("ubuntu"), .host, 8, "Ubuntu", lldpd),
      platform(.contains("debian gnu/linux"), .host, 8, "Debian", lldpd),
      platform(.contains("red hat"), .host, 8, "Red Hat", lldpd),
      platform(.contains("centos"), .host, 8, "CentOS", lldpd),
      platform(.contains("fedora"), .host, 8, "Fedora", lldpd),
      platform(.contains("rocky linux"), .host, 8, "Rocky Linux", lldpd),
      platform(.contains("suse"), .host, 8, "SUSE", lldpd),

      RoleSignature(
        .cardFirmware, .contains("connectx"), .nic, 6, "Mellanox ConnectX",
        source: "lldpd's test capture connectx.pcap"),
      RoleSignature(
        .cardFirmware, .contains("bluefield"), .nic, 6, "NVIDIA BlueField", source: names),
      RoleSignature(.cardFirmware, .contains("x710"), .nic, 6, "Intel X710", source: names),
      RoleSignature(.cardFirmware, .contains("e810"), .nic, 6, "Intel E810", source: names),
      RoleSignature(
        .cardFirmware, .contains("netxtreme"), .nic, 6, "Broadcom NetXtreme", source: names),
      RoleSignature(
        .cardFirmware, .contains("nic"), .nic, 5, "says that it is a network card", source: names),
      // Firmware has no name, no description and no capabilities to tell; little else sends that.
      RoleSignature(
        .cardFirmware, .any, .nic, 4,
        "LLDP with nothing but identifiers, as cards' firmware sends it",
        source: "lldpd's test capture connectx.pcap"),
    ]
  }()

  private static func platform(
    _ pattern: TextPattern, _ role: DeviceRole, _ weight: Int, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.platform, pattern, role, weight, meaning, source: source)
  }

  private static let bridges: [RoleSignature] = {
    let cisco = "Cisco's description of the protocol"
    return [
      bridge("stp", .switch, 5, "sends spanning tree", "IEEE 802.1D-2004 section 9"),
      bridge("pvst_plus", .switch, 5, "sends spanning tree for each VLAN", cisco),
      bridge("vtp", .switch, 5, "distributes VLANs", cisco),
      bridge("dtp", .switch, 4, "negotiates trunks", cisco),
      bridge("udld", .switch, 4, "looks for links of one direction", cisco),
      bridge("pagp", .switch, 4, "aggregates ports, as Cisco does", cisco),
      bridge("edp", .switch, 5, "Extreme discovery", "Wireshark packet-edp.c"),
      bridge("fdp", .switch, 4, "Foundry discovery", "Wireshark packet-fdp.c"),
      bridge("link_oam", .switch, 2, "link OAM", "IEEE 802.3 clause 57"),
      // Servers aggregate too.
      bridge("lacp", .switch, 2, "aggregates ports", "IEEE 802.1AX-2020 section 6.4"),
      bridge("ctp", .switch, 2, "tests its own port, as Cisco does", "Ethernet 2.0 section 8"),
      bridge("eapol authenticator", .switch, 3, "asks who is there", "IEEE 802.1X-2020 section 11"),
    ]
  }()

  private static func bridge(
    _ text: String, _ role: DeviceRole, _ weight: Int, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.bridging, .equal(text), role, weight, meaning, source: source)
  }
}
