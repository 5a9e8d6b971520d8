extension RoleSignatures {
  /// What servers say of themselves when they are spoken to.
  static let banners: [RoleSignature] = webServers + secureShells + otherBanners

  private static let webServers: [RoleSignature] = {
    let recog = "Recog http_servers.xml"
    return [
      web(.contains("ilo-server/"), .bmc, 6, "HPE iLO", recog),
      web(.prefix("xcc web server"), .bmc, 6, "Lenovo XCC", recog),
      web(.contains("huawei-bmc"), .bmc, 6, "Huawei", recog),
      web(.contains("rac_one_http"), .bmc, 6, "Dell DRAC", recog),
      web(.contains("ilom-web-server"), .bmc, 6, "Oracle ILOM", recog),
      web(.contains("-ami, upnp"), .bmc, 6, "AMI MegaRAC", recog),
      web(.contains("irmc"), .bmc, 5, "Fujitsu iRMC", recog),
      web(.contains("idrac"), .bmc, 6, "Dell iDRAC", recog),
      web(.prefix("sfchttpd"), .bmc, 3, "a CIM server as in controllers", recog),
      web(.prefix("mbedthis-appweb"), .bmc, 2, "a web server of embedded systems", recog),
      web(.prefix("embedthis-http"), .bmc, 2, "a web server of embedded systems", recog),
      web(.prefix("goahead-webs"), .bmc, 1, "a web server of embedded systems", recog),
      web(.prefix("cisco-ios"), .switch, 4, "Cisco IOS", recog),
      web(.prefix("ehttp"), .switch, 4, "ProCurve", recog),
      web(.contains("level_15_access"), .switch, 4, "Cisco IOS", recog),
      web(.contains("level 15 access"), .switch, 4, "Cisco IOS", recog),
      web(.contains("active management technology"), .host, 4, "Intel AMT of a host", recog),
      web(.contains("microsoft-iis"), .host, 4, "Windows", recog),
      web(.contains("microsoft-httpapi"), .host, 4, "Windows", recog),
      web(.contains("microsoft-windows"), .host, 4, "Windows", recog),
      web(.contains("(ubuntu)"), .host, 4, "Ubuntu", recog),
      web(.contains("(debian)"), .host, 3, "Debian", recog),
      web(.contains("(centos)"), .host, 4, "CentOS", recog),
      web(.contains("(red hat"), .host, 4, "Red Hat", recog),
      web(.contains("(fedora"), .host, 4, "Fedora", recog),
      web(.contains("cups/"), .host, 3, "prints", recog),
      web(.contains("darwin"), .host, 3, "macOS", recog),
      web(.contains("miniupnpd"), .router, 3, "a gateway at home", recog),
      web(.contains("routeros"), .router, 4, "MikroTik", recog),
    ]
  }()

  private static func web(
    _ pattern: TextPattern, _ role: DeviceRole, _ weight: Int, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.webServer, pattern, role, weight, meaning, source: source)
  }

  private static let secureShells: [RoleSignature] = {
    let recog = "Recog ssh_banners.xml"
    return [
      shell(.contains("mpssh"), .bmc, 6, "HPE iLO", recog),
      shell(.contains("ilom"), .bmc, 6, "Oracle ILOM", recog),
      shell(.contains("cisco"), .switch, 3, "Cisco IOS", recog),
      shell(.contains("comware"), .switch, 5, "Comware", recog),
      shell(.contains("huawei"), .switch, 4, "Huawei VRP", recog),
      shell(.contains("rosssh"), .router, 5, "MikroTik", recog),
      shell(.contains("netscreen"), .router, 5, "Juniper NetScreen", recog),
      shell(.contains("ubuntu"), .host, 4, "Ubuntu", recog),
      shell(.contains("raspbian"), .host, 4, "Raspberry Pi", recog),
      // Cumulus and SONiC are Debian too: neighbours' evidence weighs more.
      shell(.contains("debian"), .host, 3, "Debian", recog),
      shell(.contains("freebsd"), .host, 2, "FreeBSD", recog),
      shell(.contains("for_windows"), .host, 5, "Windows", recog),
    ]
  }()

  private static func shell(
    _ pattern: TextPattern, _ role: DeviceRole, _ weight: Int, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.secureShell, pattern, role, weight, meaning, source: source)
  }

  private static let otherBanners: [RoleSignature] = {
    let snmp = "Recog snmp_sysdescr.xml"
    let trap = "IPMI Platform Event Trap Format 1.0"
    let greetings = "Recog ftp_banners.xml, smtp_banners.xml, telnet_banners.xml"
    return [
      RoleSignature(
        .framebuffer, .equal("009.123"), .bmc, 6, "ATEN's console redirection",
        source: "Nmap's service probes"),
      RoleSignature(
        .framebuffer, .equal("055.008"), .bmc, 5, "console redirection as of Supermicro",
        source: "seen on Supermicro X10"),
      RoleSignature(.framebuffer, .any, .host, 1, "shares a screen", source: "RFC 6143"),

      RoleSignature(
        .managementAgent, .contains("1.3.6.1.4.1.3183.1.1"), .bmc, 6, "a platform event trap",
        source: trap),
      agent("1.3.6.1.4.1.674.10892.2", .bmc, 5, "Dell DRAC", snmp),
      agent("1.3.6.1.4.1.674.10892.5", .bmc, 5, "Dell iDRAC", snmp),
      agent("integrated lights-out", .bmc, 6, "HPE iLO", snmp),
      agent("idrac", .bmc, 6, "Dell iDRAC", snmp),
      agent("arista networks eos", .switch, 6, "Arista EOS", snmp),
      agent("nx-os", .switch, 6, "Cisco NX-OS", snmp),
      agent("cumulus", .switch, 6, "Cumulus Linux", snmp),
      agent("sonic software", .switch, 6, "SONiC", snmp),
      agent("procurve", .switch, 6, "ProCurve", snmp),
      agent("catalyst", .switch, 6, "Cisco Catalyst", snmp),
      agent("comware", .switch, 4, "Comware", snmp),
      agent("ethernet switch", .switch, 5, "says that it is a switch", snmp),
      agent("routeros", .router, 5, "MikroTik", snmp),
      agent("windows", .host, 5, "Windows", snmp),
      agent("vmware esx", .host, 5, "VMware ESXi", snmp),
      agent("hardware: x86", .host, 4, "Windows", snmp),

      RoleSignature(.greeting, .prefix("smtp"), .server, 3, "takes mail", source: greetings),
      RoleSignature(.greeting, .contains("microsoft"), .host, 4, "Windows", source: greetings),
      RoleSignature(.greeting, .contains("ubuntu"), .host, 4, "Ubuntu", source: greetings),
      RoleSignature(
        .greeting, .contains("user access verification"), .switch, 3, "Cisco IOS",
        source: greetings),
    ]
  }()

  private static func agent(
    _ text: String, _ role: DeviceRole, _ weight: Int, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.managementAgent, .contains(text), role, weight, meaning, source: source)
  }
}
