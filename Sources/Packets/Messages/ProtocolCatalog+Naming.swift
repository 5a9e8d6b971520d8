extension ProtocolCatalog {
  /// Addresses, names, time and service discovery.
  static let naming: [any Dissector.Type] = []
}
