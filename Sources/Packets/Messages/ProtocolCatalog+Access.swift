extension ProtocolCatalog {
  /// Directories, authentication and remote consoles.
  static let access: [any Dissector.Type] = [
    Kerberos.self,
    LDAP.self,
    RemoteFramebuffer.self,
    RemoteDesktop.self,
  ]
}
