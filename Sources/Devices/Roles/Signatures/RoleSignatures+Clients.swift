extension RoleSignatures {
  /// What only general operating systems ask for.
  static let clients: [RoleSignature] = {
    let agents = "RFC 9110 section 10.1.5 and the makers' software"
    let names = "the makers' lists of names for firewalls"
    return [
      agent("windows nt", .host, 4, "a browser on Windows", agents),
      agent("mac os x", .host, 4, "a browser on macOS", agents),
      agent("iphone", .host, 4, "an iPhone", agents),
      agent("android", .host, 4, "Android", agents),
      agent("x11; linux", .host, 4, "a browser on Linux", agents),
      agent("ubuntu", .host, 4, "Ubuntu", agents),
      agent("debian apt", .host, 4, "Debian's packages", agents),
      agent("yum", .host, 3, "Red Hat's packages", agents),
      agent("libdnf", .host, 4, "Fedora's packages", agents),
      agent("windows-update-agent", .host, 5, "Windows Update", agents),
      agent("microsoft-cryptoapi", .host, 5, "Windows", agents),
      agent("microsoft bits", .host, 5, "Windows", agents),
      agent("microsoft-wns", .host, 5, "Windows", agents),
      agent("mozilla/", .host, 2, "a browser", agents),
      agent("google chrome", .host, 3, "a browser", agents),
      agent("prometheus", .server, 3, "collects measurements", agents),

      name("windowsupdate.com", "Windows", names),
      name("update.microsoft.com", "Windows", names),
      name("msftncsi.com", "Windows", names),
      name("msftconnecttest.com", "Windows", names),
      RoleSignature(.asksFor, .prefix("wpad."), .host, 3, "Windows", source: "MS-WPAD"),
      RoleSignature(.asksFor, .equal("wpad"), .host, 3, "Windows", source: "MS-WPAD"),
      name("ubuntu.com", "Ubuntu", names),
      name("debian.org", "Debian", names),
      name("fedoraproject.org", "Fedora", names),
      name("centos.org", "CentOS", names),
      name("captive.apple.com", "Apple", names),
      name("push.apple.com", "Apple", names),
      name("connectivitycheck.gstatic.com", "Android", names),
      name("android.clients.google.com", "Android", names),
      name("snapcraft.io", "Ubuntu", names),
    ]
  }()

  private static func agent(
    _ text: String, _ role: DeviceRole, _ weight: Int, _ meaning: String, _ source: String
  ) -> RoleSignature {
    RoleSignature(.userAgent, .contains(text), role, weight, meaning, source: source)
  }

  private static func name(_ text: String, _ meaning: String, _ source: String) -> RoleSignature {
    RoleSignature(.asksFor, .domain(text), .host, 3, meaning, source: source)
  }
}
