extension ProtocolCatalog {
  /// Consoles and the management of servers.
  static let management: [any Dissector.Type] = [
    RMCP.self,
    IPMI.self,
    SNMP.self,
    IntelAMTRedirection.self,
  ]
}
