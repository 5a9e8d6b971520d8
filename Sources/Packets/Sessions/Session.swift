/// What a conversation speaks, by its content and by its port.
public struct Session: Hashable, Sendable {
  /// The protocol that its content shows; `nil` while nobody knows it.
  public var spoken: ProtocolName?
  /// How sure that is.
  public var recognition = Recognition.notMine
  /// The protocol that its ports suggest, of the responder's port first; `nil` where they suggest none.
  public var suggested: ProtocolName?
  /// The name that a TLS client asks for, RFC 6066 section 3.
  public var serverName: String?
  /// JA4 of the TLS client.
  public var ja4: String?
  /// JA4S of the TLS server.
  public var ja4s: String?

  /// Nothing known yet.
  public init() {}

  /// Takes over what a message tells.
  mutating func note(_ message: Message) {
    if message.recognition > recognition {
      spoken = message.name
      recognition = message.recognition
    }
    if message.name == "tls" {
      serverName = serverName ?? message.fields["server_name"]?.text
      ja4 = ja4 ?? message.fields["ja4"]?.text
      ja4s = ja4s ?? message.fields["ja4s"]?.text
    }
  }
}
