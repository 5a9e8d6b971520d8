extension DecodeFault: Error {}

extension DecodeFault: CustomStringConvertible {
  /// Layer and kind with a dot between: `ipv4.header-length`.
  public var description: String { "\(layer).\(kind)" }
}

extension DecodeFault.Layer: CustomStringConvertible {
  /// The name in the output, lower case and dashed: `ipv6-extension`. Never renamed.
  public var description: String {
    switch self {
    case .none: "none"
    case .ethernet: "ethernet"
    case .vlan: "vlan"
    case .llc: "llc"
    case .linuxCooked: "linux-cooked"
    case .loopback: "loopback"
    case .ppp: "ppp"
    case .nflog: "nflog"
    case .arp: "arp"
    case .ipv4: "ipv4"
    case .ipv6: "ipv6"
    case .ipv6Extension: "ipv6-extension"
    case .tcp: "tcp"
    case .udp: "udp"
    case .udpLite: "udp-lite"
    case .sctp: "sctp"
    case .icmp: "icmp"
    case .icmpv6: "icmpv6"
    case .encapsulation: "encapsulation"
    case .mpls: "mpls"
    case .pppoe: "pppoe"
    case .providerBackbone: "provider-backbone"
    case .macsec: "macsec"
    case .fabricPath: "fabric-path"
    case .trill: "trill"
    case .gre: "gre"
    case .erspan: "erspan"
    case .vxlan: "vxlan"
    case .geneve: "geneve"
    case .l2tp: "l2tp"
    case .teredo: "teredo"
    case .authentication: "authentication"
    }
  }
}

extension DecodeFault.Kind: CustomStringConvertible {
  /// The name in the output, lower case and dashed: `header-length`. Never renamed.
  public var description: String {
    switch self {
    case .none: "none"
    case .truncated: "truncated"
    case .version: "version"
    case .headerLength: "header-length"
    case .totalLength: "total-length"
    case .option: "option"
    case .depth: "depth"
    case .field: "field"
    }
  }
}
