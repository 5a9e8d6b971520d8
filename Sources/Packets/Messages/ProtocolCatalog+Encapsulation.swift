extension ProtocolCatalog {
  /// Tunnels that cannot be looked into, and what sets tunnels up.
  static let encapsulation: [any Dissector.Type] = [
    EncapsulatingSecurityPayload.self, GenericRoutingEncapsulation.self,
    LayerTwoTunnelingProtocol.self, MACsec.self, PPPoEDiscovery.self,
  ]
}
