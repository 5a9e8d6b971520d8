extension RoleSignatures {
  /// What machines announce to their link.
  static let discovery: [RoleSignature] = {
    let redfish = "DMTF DSP0266 section 11"
    let openBMC = "OpenBMC service discovery design"
    let upnp = "UPnP Device Architecture 2.0"
    let services = "IANA service names"
    let netbios = "RFC 1002, MS-BRWS"
    return [
      RoleSignature(.ssdp, .contains("redfish-rest"), .bmc, 6, "offers Redfish", source: redfish),
      RoleSignature(
        .ssdp, .contains("internetgatewaydevice"), .router, 5, "a gateway to the Internet",
        source: upnp),
      RoleSignature(
        .ssdp, .contains("wandevice"), .router, 4, "a gateway to the Internet", source: upnp),
      RoleSignature(.ssdp, .contains("basic:1"), .host, 3, "a device at home", source: upnp),
      RoleSignature(.ssdp, .contains("device:"), .host, 3, "a device at home", source: upnp),
      RoleSignature(
        .ssdp, .contains("service:"), .host, 2, "offers a service to a home", source: upnp),

      RoleSignature(.multicastDNS, .prefix("_obmc_"), .bmc, 6, "OpenBMC", source: openBMC),
      RoleSignature(
        .multicastDNS, .prefix("_redfish."), .bmc, 5, "offers Redfish", source: redfish),
      RoleSignature(
        .multicastDNS, .prefix("_workstation."), .host, 4, "a workstation", source: services),
      RoleSignature(.multicastDNS, .prefix("_smb."), .host, 3, "shares files", source: services),
      RoleSignature(
        .multicastDNS, .prefix("_companion-link."), .host, 4, "Apple", source: services),
      RoleSignature(.multicastDNS, .prefix("_airplay."), .host, 4, "Apple", source: services),
      RoleSignature(.multicastDNS, .prefix("_raop."), .host, 4, "Apple", source: services),
      RoleSignature(
        .multicastDNS, .prefix("_googlecast."), .host, 4, "a screen or speaker", source: services),
      RoleSignature(.multicastDNS, .prefix("_ipp."), .host, 4, "a printer", source: services),
      RoleSignature(.multicastDNS, .prefix("_printer."), .host, 4, "a printer", source: services),
      RoleSignature(
        .multicastDNS, .prefix("_pdl-datastream."), .host, 4, "a printer", source: services),
      RoleSignature(
        .multicastDNS, .prefix("_hap."), .host, 4, "a device at home", source: services),
      RoleSignature(
        .multicastDNS, .prefix("_hue."), .host, 4, "a device at home", source: services),

      RoleSignature(
        .serviceLocation, .contains("management-hardware"), .bmc, 5, "management hardware",
        source: "IBM service type for SLP"),
      RoleSignature(.serviceLocation, .contains("obmc"), .bmc, 6, "OpenBMC", source: openBMC),
      RoleSignature(
        .serviceLocation, .contains("service:wbem"), .bmc, 1, "offers WBEM", source: "DMTF DSP0206"),
      RoleSignature(
        .serviceLocation, .contains("vmwareinfrastructure"), .host, 5, "VMware ESXi",
        source: "VMware service type for SLP"),
      RoleSignature(
        .serviceLocation, .contains("printer"), .host, 3, "a printer", source: "RFC 2608"),

      RoleSignature(
        .webServicesDiscovery, .contains("computer"), .host, 4, "a Windows computer",
        source: "MS-PBSD section 2.2"),
      RoleSignature(
        .webServicesDiscovery, .any, .host, 2, "a device on a Windows network",
        source: "WS-Discovery 1.1"),

      RoleSignature(
        .localNames, .equal("netbios 1c"), .server, 4, "a domain controller", source: netbios),
      RoleSignature(.localNames, .prefix("netbios"), .host, 3, "names of Windows", source: netbios),
      // A management controller with systemd asks this way too.
      RoleSignature(.localNames, .prefix("llmnr"), .host, 1, "asks the link", source: "RFC 4795"),
    ]
  }()
}
