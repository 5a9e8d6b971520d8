extension RoleSignatures {
  /// What DHCP clients say of themselves.
  static let addressAssignment: [RoleSignature] = {
    let satori = "Satori dhcp.xml"
    let recog = "Recog dhcp_vendor_class.xml"
    let microsoft = "MS-DHCPE section 2.2.3"
    let pxe = "Intel PXE 2.1 section 2.2.1"
    let makers = "names that the makers' manuals give as default"
    return [
      RoleSignature(.vendorClass, .prefix("idrac"), .bmc, 6, "Dell iDRAC", source: satori),
      RoleSignature(.vendorClass, .prefix("cpqrib"), .bmc, 6, "HPE iLO", source: satori),
      RoleSignature(
        .vendorClass, .prefix("cisco systems, inc. ip phone"), .host, 5, "a telephone",
        source: recog),
      // Switches and routers of one maker run one system.
      RoleSignature(
        .vendorClass, .prefix("cisco systems, inc."), .switch, 2, "Cisco IOS", source: recog),
      RoleSignature(
        .vendorClass, .prefix("cisco systems, inc."), .router, 2, "Cisco IOS", source: recog),
      RoleSignature(.vendorClass, .prefix("ciscopnp"), .switch, 2, "Cisco IOS", source: recog),
      RoleSignature(.vendorClass, .prefix("ciscopnp"), .router, 2, "Cisco IOS", source: recog),
      RoleSignature(.vendorClass, .prefix("juniper"), .switch, 2, "Junos", source: recog),
      RoleSignature(.vendorClass, .prefix("juniper"), .router, 2, "Junos", source: recog),
      RoleSignature(.vendorClass, .prefix("arista"), .switch, 5, "Arista EOS", source: recog),
      RoleSignature(.vendorClass, .all(["aruba", "switch"]), .switch, 6, "Aruba", source: recog),
      RoleSignature(.vendorClass, .all(["hp", "switch"]), .switch, 6, "ProCurve", source: recog),
      RoleSignature(.vendorClass, .prefix("cumulus"), .switch, 6, "Cumulus Linux", source: recog),
      RoleSignature(.vendorClass, .prefix("onie"), .switch, 6, "a bare switch", source: "ONIE"),
      RoleSignature(.vendorClass, .prefix("msft"), .host, 5, "Windows", source: microsoft),
      RoleSignature(
        .vendorClass, .prefix("android-dhcp"), .host, 5, "Android", source: satori),
      // Sent by the card's own boot code, from the address that the operating system will have.
      RoleSignature(
        .vendorClass, .prefix("pxeclient"), .host, 2, "a machine that boots from the network",
        source: pxe),
      RoleSignature(
        .vendorClass, .prefix("httpclient"), .host, 2, "a machine that boots from the network",
        source: "UEFI 2.10 section 24.7"),
      RoleSignature(
        .vendorClass, .prefix("anaconda"), .host, 4, "an installer of Fedora", source: recog),
      RoleSignature(
        .vendorClass, .prefix("d-i"), .host, 4, "an installer of Debian", source: recog),

      RoleSignature(
        .parameterRequests, .equal("1,3,6,12,15,28,42,43,121,249"), .bmc, 3,
        "asks as iDRAC does", source: satori),
      RoleSignature(
        .parameterRequests, .equal("1,3,6,15,28,33,43,44,58,59"), .bmc, 4, "asks as iLO does",
        source: satori),
      RoleSignature(
        .parameterRequests, .equal("1,66,6,3,67,12,150"), .switch, 4, "asks as Catalyst does",
        source: satori),
      RoleSignature(
        .parameterRequests, .equal("1,3,4,23,67"), .switch, 3, "asks as ProCurve does",
        source: satori),
      RoleSignature(
        .parameterRequests, .prefix("1,3,6,15,31,33,43,44,46,47,119,121,249"), .host, 4,
        "asks as Windows does", source: microsoft),
      RoleSignature(
        .parameterRequests, .prefix("1,15,3,6,44,46,47,31,33"), .host, 4, "asks as Windows does",
        source: microsoft),
      RoleSignature(
        .parameterRequests, .prefix("1,121,3,6,15,108,114,119"), .host, 3, "asks as macOS does",
        source: satori),
      RoleSignature(
        .parameterRequests, .prefix("1,121,3,6,15,119,252"), .host, 3, "asks as macOS does",
        source: satori),
      RoleSignature(
        .parameterRequests, .prefix("1,3,6,15,119,252"), .host, 3, "asks as iOS does",
        source: satori),

      RoleSignature(.hostName, .prefix("idrac-"), .bmc, 5, "Dell iDRAC", source: makers),
      RoleSignature(.hostName, .prefix("idracdefault"), .bmc, 5, "Dell iDRAC", source: makers),
      RoleSignature(.hostName, .prefix("xcc-"), .bmc, 5, "Lenovo XCC", source: makers),
      RoleSignature(.hostName, .prefix("imm2-"), .bmc, 5, "Lenovo IMM2", source: makers),
      RoleSignature(.hostName, .prefix("irmc"), .bmc, 4, "Fujitsu iRMC", source: makers),
      RoleSignature(.hostName, .prefix("cimc-"), .bmc, 4, "Cisco CIMC", source: makers),
      RoleSignature(.hostName, .prefix("ilo"), .bmc, 3, "HPE iLO", source: makers),
      RoleSignature(
        .hostName, .prefix("oa-"), .bmc, 2, "HPE Onboard Administrator", source: makers),
      RoleSignature(.hostName, .prefix("desktop-"), .host, 4, "Windows", source: makers),
      RoleSignature(.hostName, .prefix("laptop-"), .host, 4, "Windows", source: makers),
      RoleSignature(.hostName, .prefix("android-"), .host, 4, "Android", source: makers),
      RoleSignature(.hostName, .contains("iphone"), .host, 4, "an iPhone", source: makers),
      RoleSignature(.hostName, .contains("ipad"), .host, 4, "an iPad", source: makers),
      RoleSignature(.hostName, .contains("macbook"), .host, 4, "a MacBook", source: makers),
      RoleSignature(.hostName, .prefix("raspberrypi"), .host, 4, "Raspberry Pi", source: makers),
    ]
  }()
}
