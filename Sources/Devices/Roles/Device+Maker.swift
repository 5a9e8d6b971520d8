extension Device {
  /// Whether its vendor makes small computers and telephones, not servers.
  public var isSmallComputer: Bool {
    RoleSignatures.matching(.maker, vendor).contains { $0.role == .host && $0.weight >= 2 }
  }
}
