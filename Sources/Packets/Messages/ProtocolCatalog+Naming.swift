extension ProtocolCatalog {
  /// Addresses, names, time and service discovery.
  static let naming: [any Dissector.Type] = [
    DHCPv4.self,
    DHCPv6.self,
    NTP.self,
    DNS.self,
    MulticastDNS.self,
    LLMNR.self,
    NetBIOSNameService.self,
    SSDP.self,
    SLP.self,
    WSDiscovery.self,
  ]
}
