internal import Packets

extension DecodeFault.Layer {
  /// The layer as a key of a metric line; stable output.
  var word: String {
    switch self {
    case .none: "none"
    case .ethernet: "ethernet"
    case .vlan: "vlan"
    case .llc: "llc"
    case .linuxCooked: "linux_cooked"
    case .loopback: "loopback"
    case .ppp: "ppp"
    case .nflog: "nflog"
    case .arp: "arp"
    case .ipv4: "ipv4"
    case .ipv6: "ipv6"
    case .ipv6Extension: "ipv6_extension"
    case .tcp: "tcp"
    case .udp: "udp"
    case .udpLite: "udplite"
    case .sctp: "sctp"
    case .icmp: "icmp"
    case .icmpv6: "icmpv6"
    }
  }
}

extension DecodeFault.Kind {
  /// The kind as a key of a metric line; stable output.
  var word: String {
    switch self {
    case .none: "none"
    case .truncated: "truncated"
    case .version: "version"
    case .headerLength: "header_length"
    case .totalLength: "total_length"
    case .option: "option"
    case .depth: "depth"
    case .field: "field"
    }
  }
}
