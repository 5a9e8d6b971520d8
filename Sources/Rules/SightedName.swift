/// A name that the starter of a conversation asks for: what stays when addresses change.
public struct SightedName: Hashable, Sendable {
  /// Where it stands.
  public var kind: Kind
  /// The name in lower case without a final point.
  public var text: String

  /// Where a name stands.
  public enum Kind: UInt8, CaseIterable, Sendable {
    /// Server name of a TLS or QUIC client, RFC 6066 section 3.
    case serverName
    /// Host of an HTTP request, RFC 9110 section 7.2.
    case host
    /// Question of a DNS query, RFC 1035 section 4.1.2.
    case question
  }

  /// A name.
  public init(kind: Kind, text: String) {
    self.kind = kind
    self.text = text
  }
}
