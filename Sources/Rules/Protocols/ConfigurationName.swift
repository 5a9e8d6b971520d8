/// Names of files that hold a device's configuration.
enum ConfigurationName {
  /// Parts of names in use: Cisco's `sw-01-confg`, `running-config`, `startup-config`, `nvram` and `vlan.dat`;
  /// Juniper's `juniper.conf`, Arista's and others' `config`, `.cfg`.
  private static let parts = [
    "confg", "config", "startup", "running", "nvram", "vlan.dat", ".cfg", ".conf", "-cfg",
  ]

  /// Whether a name is that of a configuration.
  static func includes(_ name: String) -> Bool {
    let name = name.lowercased()
    return parts.contains { name.contains($0) }
  }

  /// What names of files have where the name alone must tell them from services: `config` is in those, too.
  private static let fileParts = [
    "confg", "config.", "running-config", "running_config", "startup-config", "startup_config",
    "nvram", "vlan.dat", ".cfg", ".conf", "-cfg",
  ]

  /// Whether the target of a request ends in the name of a file with a configuration, in its path or its query.
  static func isFile(_ target: String) -> Bool {
    let name = target[lastPart(of: target).startIndex...].lowercased()
    return fileParts.contains { name.contains($0) }
  }

  /// The last part of a target's path: `a.cfg` of `/v1/a.cfg?b=c/d`.
  static func lastPart(of target: String) -> Substring {
    let path = target.prefix { $0 != "?" && $0 != "#" }
    return path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path
  }

  /// A name as it may stand in a line: what cannot be printed replaced, at most 64 characters.
  static func shown(_ name: String) -> String {
    String(
      name.prefix(64).map {
        $0.isASCII && ($0.asciiValue ?? 0) >= 0x20 && $0 != "\u{7f}" ? $0 : "?"
      })
  }
}
