public import Packets

/// What is known of a conversation beyond its headers.
public struct ConnectionSession: Sendable {
  /// The protocol that its content is of.
  public var spoken: ProtocolName?
  /// Whether no other use of that content is likely.
  public var isCertain = false
  /// The protocol that the responder's port suggests.
  public var suggested: ProtocolName?
  /// JA4 fingerprint of the client.
  public var ja4: String?
  /// JA4S fingerprint of the server.
  public var ja4s: String?
  /// The name that the client asked for (Server Name Indication, RFC 6066 section 3).
  public var serverName: String?

  /// Nothing known.
  public init() {}

  /// What the responder's port suggests of a flow of UDP or TCP.
  public init(suggestedBy port: UInt16, of transport: IPProtocol?) {
    switch transport {
    case .tcp: suggested = ProtocolCatalog.suggested(port: port, in: .tcp)
    case .udp: suggested = ProtocolCatalog.suggested(port: port, in: .udp)
    default: break
    }
  }
}
