import Flows
import Packets

/// What a conversation is for, as far as its headers say: protocol and the answering end's port.
struct ServiceKind: Hashable, Sendable {
  /// The IP protocol.
  var transport: IPProtocol
  /// The answering end's port; for ICMP the asking end's type; 0 for the rest.
  var port: UInt16

  /// A kind.
  init(transport: IPProtocol, port: UInt16) {
    self.transport = transport
    self.port = port
  }

  /// The kind of a sighting's conversation; `nil` where it is not IP.
  init?(_ sighting: borrowing Sighting) {
    guard let transport = sighting.event.flow.transport else { return nil }
    self.transport = transport
    switch transport {
    case .tcp, .udp, .udpLite, .sctp: port = sighting.event.flow.responder.port
    case .icmp, .icmpv6: port = sighting.event.flow.initiator.port
    default: port = 0
    }
  }

  /// Whether it is a part of IPv6 itself: groups, routers and neighbours (RFC 2710, 3810, 4861).
  var isNeighbourDiscovery: Bool {
    transport == .icmpv6 && (130...137 ~= port || port == 143)
  }

  /// Whether a gateway gives such a service to its network: echoes, names, time, addresses.
  var isOfGateway: Bool {
    switch transport {
    case .icmp, .icmpv6: true
    case .udp: port == 53 || port == 67 || port == 123 || port == 547
    default: false
    }
  }
}

extension ServiceKind: CustomStringConvertible {
  /// `tcp/443`, `icmp type 8`, `protocol 47`.
  var description: String {
    switch transport {
    case .tcp: "tcp/\(port)"
    case .udp: "udp/\(port)"
    case .udpLite: "udp-lite/\(port)"
    case .sctp: "sctp/\(port)"
    case .icmp: "icmp type \(port)"
    case .icmpv6: "icmpv6 type \(port)"
    default: "protocol \(transport.rawValue)"
    }
  }
}
