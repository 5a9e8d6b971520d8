extension ProtocolCatalog {
  /// Routing and redundancy, flow export, logs and files.
  static let routing: [any Dissector.Type] = [
    BFD.self, VRRP.self, CARP.self, HSRP.self, GLBP.self, OSPF.self, EIGRP.self, RIP.self,
    RIPng.self, PIM.self, IGMP.self, ICMP.self, ICMPv6.self, BGP.self, TACACSPlus.self,
    RADIUS.self, NetFlow.self, IPFIX.self, SFlow.self, TFTP.self, Syslog.self, SMTP.self,
    FTP.self, Telnet.self,
  ]
}
