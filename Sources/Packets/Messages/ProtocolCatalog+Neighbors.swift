extension ProtocolCatalog {
  /// What switches and cards say to their neighbours below IP.
  static let neighbors: [any Dissector.Type] = [
    WakeOnLAN.self
  ]
}
