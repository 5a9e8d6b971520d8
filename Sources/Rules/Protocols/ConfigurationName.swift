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

  /// A name as it may stand in a line: what cannot be printed replaced, at most 64 characters.
  static func shown(_ name: String) -> String {
    String(
      name.prefix(64).map {
        $0.isASCII && ($0.asciiValue ?? 0) >= 0x20 && $0 != "\u{7f}" ? $0 : "?"
      })
  }
}
