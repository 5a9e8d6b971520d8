/// A name that was spoken in a conversation.
public struct LogName: Hashable, Sendable {
  /// Which field of which log it is from.
  public enum Kind: Hashable, Sendable {
    /// `query` of `dns.log`: the name asked for.
    case query
    /// `server_name` of `ssl.log`: the name in the TLS client's hello.
    case serverName
    /// `host` of `http.log`: the Host header, which may have a port behind a colon.
    case host
  }

  /// Where it is from.
  public var kind: Kind
  /// The name as the log has it, at most 255 bytes.
  public var text: String

  /// A name from that field.
  public init(kind: Kind, text: String) {
    self.kind = kind
    self.text = text
  }
}
