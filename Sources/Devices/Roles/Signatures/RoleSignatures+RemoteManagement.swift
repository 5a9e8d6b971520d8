extension RoleSignatures {
  /// Who answers a management protocol on its own port is managed out of band.
  static let remoteManagement: [RoleSignature] = {
    let asf = "DMTF DSP0136 section 3.2"
    let ipmi = "IPMI 2.0 section 13"
    let sideband = "DMTF DSP0222 section 8"
    return [
      RoleSignature(.rmcp, .contains("ipmi"), .bmc, 6, "says that it supports IPMI", source: asf),
      // A card of a workstation with Intel AMT does, too.
      RoleSignature(.rmcp, .any, .bmc, 3, "answers ASF remote control", source: asf),
      RoleSignature(.ipmi, .any, .bmc, 6, "answers IPMI", source: ipmi),
      RoleSignature(
        .sideband, .prefix("command"), .bmc, 6, "commands a network card over its sideband",
        source: sideband),
      RoleSignature(
        .sideband, .prefix("answer"), .nic, 5,
        "a network card that answers its management controller",
        source: sideband),
      // The engine shares its host's hardware address: what is seen there is the host.
      RoleSignature(
        .activeManagement, .any, .host, 3, "a host's management engine redirects its console",
        source: "amtterm, RedirectionConstants.h"),
    ]
  }()
}
