/// How a packet lies in another one.
public enum Encapsulation: UInt8, CaseIterable, Sendable {
  /// MPLS, RFC 3032. Identifier: the top label.
  case mpls
  /// PPP over Ethernet, RFC 2516. Identifier: the session.
  case pppoe
  /// Provider backbone bridging, IEEE 802.1ah. Identifier: the I-SID.
  case providerBackbone
  /// MAC security that only authenticates, IEEE 802.1AE. Identifier: the channel, 0 where it is implied.
  case macsec
  /// Cisco FabricPath. Identifier: the forwarding tag.
  case fabricPath
  /// TRILL, RFC 6325. Identifier: ingress nickname above egress nickname, 16 bits each.
  case trill
  /// GRE, RFC 2784, also in UDP (RFC 8086). Identifier: the key or 0; of PPTP the call.
  case gre
  /// NVGRE, RFC 7637. Identifier: the virtual subnet.
  case nvgre
  /// ERSPAN. Identifier: the session; 0 of type I.
  case erspan
  /// VXLAN, RFC 7348, also with the generic protocol extension. Identifier: the VNI.
  case vxlan
  /// GENEVE, RFC 8926. Identifier: the VNI.
  case geneve
  /// IP straight in IP, RFC 2003, RFC 2473 and RFC 4213. Identifier: 0.
  case ipInIP
  /// MPLS straight in IP or UDP, RFC 4023 and RFC 7510; its labels are the next layer. Identifier: 0.
  case mplsInIP
  /// Ethernet straight in IP, RFC 3378 and RFC 8986. Identifier: 0.
  case ethernetInIP
  /// L2TP, RFC 2661 and RFC 3931. Identifier: the session, of version 2 with the tunnel above 16 bits.
  case l2tp
  /// Teredo, RFC 4380. Identifier: 0.
  case teredo
}

extension Encapsulation: CustomStringConvertible {
  /// The name in the output, lower case and dashed: `ip-in-ip`. Never renamed.
  public var description: String {
    switch self {
    case .mpls: "mpls"
    case .pppoe: "pppoe"
    case .providerBackbone: "provider-backbone"
    case .macsec: "macsec"
    case .fabricPath: "fabric-path"
    case .trill: "trill"
    case .gre: "gre"
    case .nvgre: "nvgre"
    case .erspan: "erspan"
    case .vxlan: "vxlan"
    case .geneve: "geneve"
    case .ipInIP: "ip-in-ip"
    case .mplsInIP: "mpls-in-ip"
    case .ethernetInIP: "ethernet-in-ip"
    case .l2tp: "l2tp"
    case .teredo: "teredo"
    }
  }
}

extension Encapsulation {
  /// The name as that of a protocol: with underscores.
  public var protocolName: ProtocolName {
    ProtocolName(rawValue: String(description.map { $0 == "-" ? "_" : $0 }))
  }
}
