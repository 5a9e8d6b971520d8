public import Packets

/// What an entry of the policy says of the layer above IP.
public enum ExpectedTransport: Hashable, Sendable {
  /// A protocol behind IP.
  case ip(IPProtocol)
  /// Frames that do not carry IP at all.
  case ether

  /// The names that can stand for a protocol number.
  static let names: [(name: String, transport: ExpectedTransport)] = [
    ("tcp", .ip(.tcp)), ("udp", .ip(.udp)), ("icmp", .ip(.icmp)), ("icmpv6", .ip(.icmpv6)),
    ("sctp", .ip(.sctp)), ("udp-lite", .ip(.udpLite)), ("ether", .ether),
  ]

  /// Reads a name or an IP protocol number, 0-255; `nil` for anything else.
  init?(_ text: String) {
    if let named = ExpectedTransport.names.first(where: { $0.name == text }) {
      self = named.transport
    } else if let number = UInt8(text), String(number) == text {
      self = .ip(IPProtocol(rawValue: number))
    } else {
      return nil
    }
  }

  /// Whether its headers have ports.
  var hasPorts: Bool {
    switch self {
    case .ip(let transport): transport.hasPorts
    case .ether: false
    }
  }
}
