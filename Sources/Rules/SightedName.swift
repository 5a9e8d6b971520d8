import Packets

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

    /// As evidence names it.
    var word: String {
      switch self {
      case .serverName: "tls.server_name"
      case .host: "http.host"
      case .question: "dns.question"
      }
    }

    /// As a sentence names it.
    var phrase: String {
      switch self {
      case .serverName: "server name of TLS"
      case .host: "host of HTTP"
      case .question: "domain of DNS questions"
      }
    }
  }

  /// A name.
  public init(kind: Kind, text: String) {
    self.kind = kind
    self.text = text
  }

  /// The name that a message asks for; `nil` where it asks for none.
  ///
  /// Of TLS the name in the client's greeting, of HTTP the host of a request without its port, of DNS
  /// the first question of a query. An address is no name.
  init?(_ message: Message) {
    let kind: Kind
    let text: String?
    switch message.name {
    case "tls", "dtls", "quic":
      kind = .serverName
      text = message.fields["server_name"]?.text
    case "http":
      kind = .host
      text = message.fields["host"]?.text.map(SightedName.withoutPort)
    case "dns":
      guard case .flag(false) = message.fields["response"],
        case .list(let questions) = message.fields["questions"],
        case .group(let question) = questions.first
      else { return nil }
      kind = .question
      text = question["name"]?.text
    default: return nil
    }
    guard var text = text?.lowercased() else { return nil }
    if text.hasSuffix(".") { text.removeLast() }
    // An address in place of a name is the peer, or as good as one.
    let bare = text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
    guard !text.isEmpty, IPAddress(String(bare)) == nil else { return nil }
    self.init(kind: kind, text: text)
  }

  /// `example.com` of `example.com:8080`; an IPv6 address keeps its brackets.
  private static func withoutPort(_ host: String) -> String {
    guard let colon = host.lastIndex(of: ":"), !host[colon...].contains("]"),
      host[..<colon].last == "]" || !host[..<colon].contains(":")
    else { return host }
    return String(host[..<colon])
  }
}
