public import Packets

/// A number in a transport header that a signature may speak of.
public enum SignatureField: String, CaseIterable, Sendable {
  /// The sequence number of TCP.
  case sequence
  /// The acknowledgment number of TCP.
  case acknowledgment
  /// The window of TCP.
  case window
  /// The urgent pointer of TCP.
  case urgentPointer = "urgent-pointer"
  /// The identifier of an ICMP echo message.
  case identifier
  /// The sequence number of an ICMP echo message.
  case echoSequence = "echo-sequence"

  /// Where in the header it stands.
  public var offset: Int {
    switch self {
    case .sequence, .identifier: 4
    case .acknowledgment: 8
    case .window: 14
    case .urgentPointer: 18
    case .echoSequence: 6
    }
  }

  /// Its octets.
  public var width: Int { self == .sequence || self == .acknowledgment ? 4 : 2 }

  /// Whether a transport's header has it.
  public func isField(of transport: IPProtocol) -> Bool {
    switch self {
    case .identifier, .echoSequence: transport == .icmp || transport == .icmpv6
    default: transport == .tcp
    }
  }
}
