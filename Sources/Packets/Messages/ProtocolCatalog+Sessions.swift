extension ProtocolCatalog {
  /// Sessions that open with a negotiation in clear.
  static let sessions: [any Dissector.Type] = []
}
