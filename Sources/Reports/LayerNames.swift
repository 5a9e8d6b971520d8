internal import Capture
internal import Packets

extension LinkType {
  /// What the outermost layer is called in a list of layers.
  var layerName: String {
    switch self {
    case .ethernet: "ethernet"
    case .linuxCooked, .linuxCooked2: "linux_cooked"
    case .ppp, .pppHDLC: "ppp"
    case .pppEthernet: "pppoe"
    case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6: "raw"
    case .netfilterLog: "nflog"
    case .loop, LinkType(rawValue: 0): "loopback"
    case LinkType(rawValue: 104): "cisco_hdlc"
    default: "link_\(rawValue)"
    }
  }
}

extension IPProtocol {
  /// What the transport is called in a list of layers: its keyword with underscores, or its number.
  var layerName: String {
    guard let keyword else { return "ip_\(rawValue)" }
    return rawValue == 58 ? "icmpv6" : String(keyword.map { $0 == "-" ? "_" : $0 })
  }
}
