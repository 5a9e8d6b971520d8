extension RoleSignatures {
  /// Certificates that management controllers and switches make for themselves.
  static let certificates: [RoleSignature] = {
    let recog = "Recog x509_subjects.xml and x509_issuers.xml"
    return [
      row("super micro computer", "Supermicro", recog),
      row("cn=idrac", "Dell iDRAC", recog),
      row("ou=remote access group", "Dell iDRAC", recog),
      row("default issuer (do not trust)", "HPE iLO", recog),
      row("cn=ilo", "HPE iLO", recog),
      row("cn=xcc-", "Lenovo XCC", recog),
      row("cn=imm2-", "Lenovo IMM2", recog),
      row("ou=service processors", "AMI MegaRAC", recog),
      row("american megatrends", "AMI MegaRAC", recog),
      row("c-series cimc", "Cisco CIMC", recog),
      row("integrated lights out manager", "Oracle ILOM", recog),
      row("onboard administrator", "HPE Onboard Administrator", recog),
      row("cn=avocent.com", "Avocent", recog),
      row("cn=testcert,o=openbmc", "OpenBMC", "OpenBMC bmcweb, ssl_key_handler.hpp"),
      row("o=openbmc", "OpenBMC", "OpenBMC bmcweb, ssl_key_handler.hpp"),
      RoleSignature(
        .certificate, .contains("ios-self-signed-certificate"), .switch, 4, "Cisco IOS",
        source: recog),
      RoleSignature(
        .certificate, .contains("o=vmware"), .host, 4, "VMware ESXi", source: recog),
      RoleSignature(
        .certificate, .contains("o=ubiquiti"), .router, 2, "Ubiquiti", source: recog),
      RoleSignature(
        .certificate, .contains("synology"), .host, 4, "a disk station", source: recog),
    ]
  }()

  private static func row(_ text: String, _ meaning: String, _ source: String) -> RoleSignature {
    RoleSignature(.certificate, .contains(text), .bmc, 6, meaning, source: source)
  }
}
