extension ProtocolCatalog {
  /// Routing and redundancy, flow export, logs and files.
  static let routing: [any Dissector.Type] = []
}
