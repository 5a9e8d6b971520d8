extension ProtocolCatalog {
  /// Sessions that open with a negotiation in clear.
  static let sessions: [any Dissector.Type] = [
    TLS.self, DTLS.self, QUIC.self, SSH.self, HTTP.self, HTTP2.self,
  ]
}
