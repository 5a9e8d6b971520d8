extension RoleSignatures {
  /// Who made the interface, which never tells alone: one maker's blocks are on its servers' own ports and
  /// on their management controllers alike.
  static let hardware: [RoleSignature] = {
    let ieee = "IEEE registries"
    return [
      maker("super micro", .bmc, 1, ieee), maker("american megatrends", .bmc, 2, ieee),
      maker("aten international", .bmc, 2, ieee), maker("raritan", .bmc, 2, ieee),
      maker("avocent", .bmc, 2, ieee), maker("aspeed", .bmc, 2, ieee),
      maker("mellanox", .nic, 2, ieee), maker("broadcom", .nic, 2, ieee),
      maker("chelsio", .nic, 2, ieee), maker("solarflare", .nic, 2, ieee),
      maker("emulex", .nic, 2, ieee), maker("qlogic", .nic, 2, ieee),
      maker("napatech", .nic, 2, ieee), maker("pensando", .nic, 2, ieee),
      // In every laptop too.
      maker("intel corporate", .nic, 1, ieee),
      maker("arista", .switch, 2, ieee), maker("extreme networks", .switch, 2, ieee),
      maker("edgecore", .switch, 2, ieee), maker("accton", .switch, 2, ieee),
      maker("celestica", .switch, 1, ieee), maker("brocade", .switch, 1, ieee),
      maker("mikro", .router, 2, ieee),
      maker("apple", .host, 2, ieee), maker("raspberry", .host, 2, ieee),
      maker("samsung", .host, 2, ieee), maker("vmware", .host, 1, ieee),
      maker("espressif", .host, 2, ieee),
      reserved("vrrp", "the common address of routers", "RFC 5798 section 7.3"),
      reserved("hsrp", "the common address of routers", "RFC 2281 section 5.5"),
      reserved("glbp", "the common address of routers", "Cisco's description of GLBP"),
    ]
  }()

  private static func maker(
    _ text: String, _ role: DeviceRole, _ weight: Int, _ source: String
  ) -> RoleSignature {
    RoleSignature(
      .maker, .contains(text), role, weight, "by the maker of the interface", source: source)
  }

  private static func reserved(
    _ text: String, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.reservedAddress, .equal(text), .router, 4, meaning, source: source)
  }
}
