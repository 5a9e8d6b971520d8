extension ProtocolCatalog {
  /// What switches and cards say to their neighbours below IP.
  static let neighbors: [any Dissector.Type] = [
    LinkLayerDiscovery.self,
    SpanningTree.self,
    PerVLANSpanningTree.self,
    LinkAggregationControl.self,
    AggregationMarker.self,
    EthernetOAM.self,
    SynchronizationMessage.self,
    OrganizationSlowProtocol.self,
    MACControl.self,
    ConfigurationTesting.self,
    CiscoDiscovery.self,
    FoundryDiscovery.self,
    ExtremeDiscovery.self,
    UnidirectionalLinkDetection.self,
    PortAggregation.self,
    DynamicTrunking.self,
    VLANTrunking.self,
    NetworkControllerSideband.self,
    PortAccessControl.self,
    PrecisionTime.self,
    FibreChannelInitialization.self,
    FibreChannelOverEthernet.self,
    ConvergedEthernetRDMA.self,
    WakeOnLAN.self,
  ]
}
