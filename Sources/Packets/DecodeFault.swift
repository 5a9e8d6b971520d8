/// Why a header could not be read, or what in it contradicts the standard: counted, never fatal.
///
/// Counted by layer and kind, never by number, so that a sender cannot choose how many counters exist.
public struct DecodeFault: Hashable, Sendable {
  /// Where it happened.
  public let layer: Layer
  /// What happened.
  public let kind: Kind

  /// A fault of a kind in a layer.
  public init(_ layer: Layer, _ kind: Kind) {
    self.layer = layer
    self.kind = kind
  }

  /// No fault.
  public static let none = DecodeFault(.none, .none)

  /// The header that was being read. Raw values index the counters and never change.
  public enum Layer: UInt8, CaseIterable, Sendable {
    /// No layer: no fault.
    case none
    /// Ethernet or 802.3.
    case ethernet
    /// An 802.1Q or 802.1ad tag.
    case vlan
    /// IEEE 802.2 LLC or SNAP.
    case llc
    /// Linux cooked capture, SLL or SLL2.
    case linuxCooked
    /// BSD null/loop.
    case loopback
    /// PPP.
    case ppp
    /// NFLOG.
    case nflog
    /// ARP.
    case arp
    /// IPv4.
    case ipv4
    /// IPv6.
    case ipv6
    /// An IPv6 extension header.
    case ipv6Extension
    /// TCP.
    case tcp
    /// UDP.
    case udp
    /// UDP-Lite.
    case udpLite
    /// SCTP.
    case sctp
    /// ICMP for IPv4.
    case icmp
    /// ICMP for IPv6.
    case icmpv6
    /// Headers in headers: more layers than are read.
    case encapsulation
    /// MPLS.
    case mpls
    /// PPP over Ethernet.
    case pppoe
    /// The backbone service tag of 802.1ah.
    case providerBackbone
    /// MAC security.
    case macsec
    /// Cisco FabricPath.
    case fabricPath
    /// TRILL.
    case trill
    /// GRE.
    case gre
    /// ERSPAN.
    case erspan
    /// VXLAN.
    case vxlan
    /// GENEVE.
    case geneve
    /// L2TP.
    case l2tp
    /// Teredo.
    case teredo
    /// The authentication header of IPv4.
    case authentication
  }

  /// What went wrong. Raw values index the counters and never change.
  public enum Kind: UInt8, CaseIterable, Error, Sendable {
    /// Nothing: no fault.
    case none
    /// The capture ends inside the header (a snapshot length, or a cut frame).
    case truncated
    /// The version field is not the protocol's.
    case version
    /// The header length field is too small or reaches past the packet.
    case headerLength
    /// The total or payload length field contradicts the frame.
    case totalLength
    /// An option or a tag is broken.
    case option
    /// More nested headers than are read.
    case depth
    /// A field has a value that the standard forbids.
    case field
  }
}
